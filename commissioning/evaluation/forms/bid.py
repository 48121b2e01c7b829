"""Choosing one bid."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from socialvalue.forms import Form


class BidForm(Form):
    """A form whose field `bid` offers these bids, by their ids and names."""

    def __init__(self, bids: Iterable[tuple[UUID, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bid"].choices = [(str(bid_id), name) for bid_id, name in bids]
