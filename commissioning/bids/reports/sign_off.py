"""How sign-off stands: asked for, declined, and what was changed since. For the provider's own members."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from commissioning.bids.bidfile import BidFile
from commissioning.bids.models import Bid, SignOff, Submission
from commissioning.bids.readiness import Asked
from commissioning.bids.reports.overview import Link, Overview, still_open
from providers.models import Provider, Role
from socialvalue.accounts.models import User
from socialvalue.text import datetime_text


def _with_answers(rows: QuerySet[SignOff]) -> QuerySet[SignOff]:
    """Askings with `is_submitted`: whether a version was submitted after each."""
    later = Submission.own.filter(bid=OuterRef("bid"), version__gt=OuterRef("after_version"))
    return rows.annotate(is_submitted=Exists(later))


def last_sign_off(bid: Bid) -> SignOff | None:
    """The newest asking, unless a version was submitted after it. One query."""
    rows = _with_answers(SignOff.own.filter(bid=bid)).select_related("asked_by", "declined_by")
    asking = rows.order_by("-pk").first()
    if asking is None or asking.is_submitted:
        return None
    asking.bid = bid
    return asking


def open_sign_off(bid: Bid) -> SignOff | None:
    """The asking that waits for a signatory: the newest, neither declined nor answered by a submission. One query."""
    asking = last_sign_off(bid)
    return asking if asking is not None and asking.declined_at is None else None


@dataclass(frozen=True)
class ShownSignOff:
    """How sign-off stands. `reason` is "" while it waits; `changed` are the parts that are not as they were then."""

    is_waiting: bool
    sentence: str
    reason: str
    changed: tuple[Link, ...]


def sign_off(bid: Bid, seen: Overview) -> ShownSignOff | None:
    """How sign-off of a bid stands; None if nobody asked since the last submission. One query."""
    asking = last_sign_off(bid)
    if asking is None:
        return None
    asked = f"{asking.asked_by.name} asked for sign-off at {datetime_text(asking.asked_at)}."
    if asking.declined_at is None:
        return ShownSignOff(True, asked, "", tuple(changed_parts(bid, seen.asked, asking.file, seen.file)))
    said_no = f"{asking.declined_by.name} did not sign at {datetime_text(asking.declined_at)}."
    return ShownSignOff(False, said_no, asking.reason, ())


def changed_parts(bid: Bid, asked: Asked, before: BidFile, after: BidFile) -> Iterator[Link]:
    """Yield each part of the bid that differs, with its page."""
    then, now = ({one.question: one.text for one in file.answers} for file in (before, after))
    for question in asked.questions:
        promises = before.commitments_to(question.id) != after.commitments_to(question.id)
        if promises or then.get(question.id, "") != now.get(question.id, ""):
            yield Link(f"Question {question.number}", reverse("bid_answer", args=[bid.pk, question.number]))
    for name, attribute, address in (
        ("The price", "price", reverse("bid_price", args=[bid.pk])),
        ("The declarations", "declarations", reverse("bid_declarations", args=[bid.pk])),
        ("The documents", "documents", reverse("bid_documents", args=[bid.pk])),
        ("The partners", "partners", reverse("bid", args=[bid.pk])),
        ("The facts of your organisation", "provider", reverse("provider", args=[bid.provider_id])),
        ("The tender itself", "pack_sha256", reverse("tender", args=[bid.tender_id])),
    ):
        if getattr(before, attribute) != getattr(after, attribute):
            yield Link(name, address)


@dataclass(frozen=True, slots=True)
class WaitingBid:
    """A bid that waits for the reader's signature, ready to be drawn."""

    tender: str
    address: str
    asked: str


def waiting_for(user: User, provider: Provider, now: datetime) -> list[WaitingBid]:
    """The provider's bids that wait for this signatory's signature, the longest waiting first. One query."""
    mine = still_open(Bid.own.of(user, Role.SIGNATORY).filter(provider=provider), now)
    newer = SignOff.own.filter(bid=OuterRef("bid"), pk__gt=OuterRef("pk"))
    rows = _with_answers(SignOff.own.filter(bid__in=mine.values("pk"), declined_at=None))
    rows = rows.filter(~Exists(newer), is_submitted=False).select_related("bid__tender", "asked_by")
    return [
        WaitingBid(
            tender=row.bid.tender.title,
            address=reverse("bid_check", args=[row.bid_id]),
            asked=f"{row.asked_by.name} asked at {datetime_text(row.asked_at)}",
        )
        for row in rows.defer("bid__tender__document", "content").order_by("asked_at")
    ]
