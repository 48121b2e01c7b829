"""Pages of bids and of their opening."""

from commissioning.bids.views.opened import opened_bid, opening
from commissioning.bids.views.own import bid, bid_list, receipt

__all__ = ["bid", "bid_list", "opened_bid", "opening", "receipt"]
