"""Who has bid, once the bids are opened, and under what name the panel knows them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Length

from commissioning.bids.models import Bid
from commissioning.evaluation.models import BidderLetter, Conflict, Evaluation, Gate
from socialvalue.accounts.models import User


@dataclass(frozen=True)
class Bidder:
    """One opened bid and who made it. `letter` is "" where the panel knows names."""

    bid_id: UUID
    provider_id: int
    name: str
    letter: str

    @property
    def label(self) -> str:
        """What everything that a panel member may see calls the bidder: a letter until the chair shows the names."""
        return f"Bidder {self.letter}" if self.letter else self.name


def still_in(evaluation: Evaluation) -> QuerySet[Bid]:
    """The opened bids without those that fail a condition, as two officers found."""
    failed = Gate.objects.final_fails().filter(evaluation=evaluation)
    return Bid.objects.filter(tender_id=evaluation.tender_id).exclude(pk__in=failed.values("bid"))


def all_bidders(evaluation: Evaluation) -> list[Bidder]:
    """Everyone whose bid was opened, those that are out too, by name: conflicts of interest are declared about all."""
    rows = Bid.objects.filter(tender_id=evaluation.tender_id)
    return sorted(_shown(evaluation, rows), key=lambda bidder: (bidder.name, str(bidder.bid_id)))


def bidders(evaluation: Evaluation) -> list[Bidder]:
    """Everyone whose bid was opened and is still in, by letter or else by name; none before the opening. One query."""
    return _shown(evaluation, still_in(evaluation))


def bidders_open_to(evaluation: Evaluation, user: User) -> list[Bidder]:
    """The bidders whose bids a panel member may see: those where no conflict was declared. One query."""
    free = Conflict.objects.free().filter(evaluation=evaluation, user=user)
    return _shown(evaluation, still_in(evaluation).filter(pk__in=free.values("bid")))


def label_of(evaluation: Evaluation, bid: Bid) -> str:
    """What the panel calls the bidder now. One query."""
    (bidder,) = _shown(evaluation, Bid.objects.filter(pk=bid.pk))
    return bidder.label


def lettered(bid: str) -> dict[str, Subquery]:
    """An annotation `letter` for rows whose bid is the field of this name; None where none was drawn."""
    return {"letter": Subquery(BidderLetter.objects.filter(bid=OuterRef(bid)).values("letter")[:1])}


def in_order(evaluation: Evaluation, bid: str = "bid__") -> tuple[object, ...]:
    """How rows with `lettered` are ordered: by letter while names are hidden, or else by name."""
    name = f"{bid}provider__name"
    return (name,) if evaluation.names_revealed_at else (Length("letter"), "letter", name)


def _shown(evaluation: Evaluation, rows: QuerySet[Bid]) -> list[Bidder]:
    is_hidden = evaluation.names_revealed_at is None
    ordered = rows.annotate(**lettered("pk")).order_by(*in_order(evaluation, bid=""), "pk")
    return [
        Bidder(pk, provider_id, name, (letter or "") if is_hidden else "")
        for pk, provider_id, name, letter in ordered.values_list("pk", "provider_id", "provider__name", "letter")
    ]
