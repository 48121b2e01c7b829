"""Questions to one bidder, as officers, the panel and the bidder read them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from commissioning.bids.models import Bid
from commissioning.bids.reports import opened_submissions
from commissioning.evaluation.lifecycle.query import Kind, Outcome
from commissioning.evaluation.models import Evaluation, Query
from commissioning.evaluation.reports.ranking import ranking
from socialvalue.text import datetime_text, money_text

ABNORMALLY_LOW = "abnormally_low"
FIRST_LETTER = """Your bid for “{title}” gives a price of {price} for the whole contract, without VAT.

This price looks abnormally low for what the contract asks. The law says that we may leave a bid out for that reason, but \
not before we have told you, and you have had a fair chance to show that you can do the contract for this price \
(Procurement Act 2023, section 19).

Please show us how you can do all of the work for this price. For example, tell us about:
- the people you need, their hours and their pay
- materials, vehicles, places and other costs
- anything that makes it cheaper for you than for others
- any other money that pays for part of the work

You can explain your price. You can’t change it, nor anything else in your bid."""


@dataclass(frozen=True)
class ShownQuery:
    """One question with all that became of it, in finished strings. `rows` are (label, value) for a summary list."""

    id: int
    bidder: str
    kind: str
    about: str
    text: str
    answer: str
    state: str
    rows: tuple[tuple[str, str], ...]
    address: str


def shown_query(query: Query, now: datetime) -> ShownQuery:
    """One question as officers and auditors read it; `query` comes with its people, its bid's provider and its file."""
    rows = [
        ("Asked by", f"{query.asked_by}, {datetime_text(query.asked_at)}"),
        ("To be answered by", datetime_text(query.answer_by)),
    ]
    if query.answered_at:
        rows.append(("Answered by", f"{query.answered_by}, {datetime_text(query.answered_at)}"))
    if query.outcome:
        rows += [
            ("Decision", Outcome(query.outcome).label),
            ("Reason", query.reason),
            ("Decided by", f"{query.decided_by}, {datetime_text(query.decided_at)}"),
        ]
    if query.confirmed_at:
        rows.append(("Confirmed by", f"{query.confirmed_by}, {datetime_text(query.confirmed_at)}"))
    return ShownQuery(
        id=query.pk,
        bidder=str(query.bid.provider),
        kind=query.get_kind_display(),
        about=query.about or "The price",
        text=query.text,
        answer=query.answer,
        state=state_of(query, now),
        rows=tuple(rows),
        address=reverse("query", args=[query.evaluation.tender_id, query.pk]),
    )


def state_of(query: Query, now: datetime) -> str:
    """What the question waits for, in a few words."""
    if query.is_settled:
        return Outcome(query.outcome).label
    if query.outcome:
        return "Another officer must confirm it"
    if query.answered_at:
        return "Answered: an officer must decide"
    return "Waits for the answer" if now < query.answer_by else "Not answered in time"


def queries(evaluation: Evaluation, now: datetime) -> list[ShownQuery]:
    """Every question to every bidder, bidder by bidder, so that equal treatment can be seen. One query."""
    people = "asked_by", "answered_by", "decided_by", "confirmed_by"
    rows = evaluation.queries.select_related("evaluation", "bid__provider", *people)
    return [shown_query(row, now) for row in rows.order_by("bid__provider__name", "bid", "asked_at", "pk")]


def clarified(bid_id: UUID, about: str) -> tuple[tuple[str, str], ...]:
    """What the panel may read of a bidder's answers about one question: (question, answer) as released. One query."""
    rows = Query.objects.filter(bid=bid_id, kind=Kind.UNCLEAR, about=about, outcome=Outcome.SHOWN)
    return tuple(rows.values_list("text", "answer"))


def flagged_bids(evaluation: Evaluation) -> frozenset[UUID]:
    """The bids whose prices look abnormally low by the published rule. Six queries; none before prices are opened."""
    ranked = ranking(evaluation)
    flagged = {row.id for row in ranked.result.bids if ABNORMALLY_LOW in row.flags}
    return frozenset(bid.bid_id for bid in ranked.bids if bid.reference in flagged)


def unexplained(evaluation: Evaluation, bid: Bid) -> bool:
    """Whether a bid's price looks abnormally low and no officer has accepted an explanation of it."""
    accepted = Query.objects.filter(bid=bid, kind=Kind.LOW_PRICE, outcome=Outcome.ACCEPTED)
    return bid.pk in flagged_bids(evaluation) and not accepted.exists()


def first_letter(evaluation: Evaluation, bid: Bid) -> str:
    """The first text of a letter about a low price. It holds the bidder's own price and nobody else's. One query."""
    own = next(one for one in opened_submissions(evaluation.tender) if one.bid_id == bid.pk)
    price = "nothing" if own.file.price is None else money_text(own.file.price)
    return FIRST_LETTER.format(title=evaluation.tender.title, price=price)
