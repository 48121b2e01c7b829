"""Who has bid, once the bids are opened."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from commissioning.bids.models import Bid
from commissioning.evaluation.models import Conflict, Evaluation, Gate
from socialvalue.accounts.models import User


@dataclass(frozen=True)
class Bidder:
    """One opened bid and who made it."""

    bid_id: UUID
    name: str


def still_in(evaluation: Evaluation) -> QuerySet[Bid]:
    """The opened bids without those that fail a condition, as two officers found."""
    failed = Gate.objects.final_fails().filter(evaluation=evaluation)
    return Bid.objects.filter(tender_id=evaluation.tender_id).exclude(pk__in=failed.values("bid"))


def all_bidders(evaluation: Evaluation) -> list[Bidder]:
    """Everyone whose bid was opened, those that are out too, by name: conflicts of interest are declared about all."""
    rows = Bid.objects.filter(tender_id=evaluation.tender_id).order_by("provider__name", "pk")
    return [Bidder(pk, name) for pk, name in rows.values_list("pk", "provider__name")]


def bidders(evaluation: Evaluation) -> list[Bidder]:
    """Everyone whose bid was opened and is still in, by name; none before the opening. One query."""
    rows = still_in(evaluation).order_by("provider__name", "pk")
    return [Bidder(pk, name) for pk, name in rows.values_list("pk", "provider__name")]


def bidders_open_to(evaluation: Evaluation, user: User) -> list[Bidder]:
    """The bidders whose bids a panel member may see: those where no conflict was declared. One query."""
    free = Conflict.objects.free().filter(evaluation=evaluation, user=user)
    rows = still_in(evaluation).filter(pk__in=free.values("bid")).order_by("provider__name", "pk")
    return [Bidder(pk, name) for pk, name in rows.values_list("pk", "provider__name")]
