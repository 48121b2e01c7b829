"""Who has bid, once the bids are opened."""

from dataclasses import dataclass
from uuid import UUID

from commissioning.bids.models import Bid
from commissioning.evaluation.models import Conflict, Evaluation
from socialvalue.accounts.models import User


@dataclass(frozen=True)
class Bidder:
    """One opened bid and who made it."""

    bid_id: UUID
    name: str


def bidders(evaluation: Evaluation) -> list[Bidder]:
    """Everyone whose bid was opened, by name; none before the opening. One query."""
    rows = Bid.objects.filter(tender_id=evaluation.tender_id).order_by("provider__name", "pk")
    return [Bidder(pk, name) for pk, name in rows.values_list("pk", "provider__name")]


def bidders_open_to(evaluation: Evaluation, user: User) -> list[Bidder]:
    """The bidders whose bids a panel member may see: those where no conflict was declared. One query."""
    free = Conflict.objects.filter(evaluation=evaluation, user=user, is_conflicted=False)
    rows = Bid.objects.filter(pk__in=free.values("bid")).order_by("provider__name", "pk")
    return [Bidder(pk, name) for pk, name in rows.values_list("pk", "provider__name")]
