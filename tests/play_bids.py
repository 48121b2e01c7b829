"""Reaching the states of a bid by playing the real actions. All of these need the database."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from commissioning.bids import actions
from commissioning.bids.models import Bid, Submission
from commissioning.bids.readiness import asked_by
from commissioning.tenders.models import Tender
from providers.models import Member, Provider, Role
from socialvalue.accounts.models import User
from tests.cast import Cast, make_member, make_provider
from tests.play_tenders import published_tender

ANSWER = "Two crews collect each week. Our workshop in Ware repairs what can be used again and passes it on."
PRICE = Decimal(100000)


def person_with(provider: Provider, role: Role) -> User:
    """The first person who holds a role at a provider."""
    return Member.objects.filter(provider=provider, role=role).order_by("pk").select_related("user")[0].user


def started_bid(tender: Tender, *, provider: Provider, now: datetime, by: User | None = None) -> Bid:
    """An empty draft, started by the provider's writer unless `by` says otherwise."""
    return actions.start_bid(tender, provider, by=by or person_with(provider, Role.WRITER), now=now)


def written_bid(
    tender: Tender,
    *,
    provider: Provider,
    now: datetime,
    by: User | None = None,
    answers: Mapping[str, str] | None = None,
    quantities: Mapping[str, Decimal] | None = None,
    price: Decimal = PRICE,
    lot_prices: Mapping[str, Decimal] | None = None,
    evidence: str = "The signed agreements, without names.",
    note: str = "",
    file_name: str = "document.pdf",
) -> Bid:
    """A whole bid, ready to submit. `answers` by question id replace ANSWER, `quantities` replace 4.

    Where the tender has lots, `lot_prices` by lot id are those that are bid for; without them all are, at `price` each.
    """
    by = by or person_with(provider, Role.WRITER)
    bid = started_bid(tender, provider=provider, now=now, by=by)
    asked = asked_by(tender.document)
    written = {row.id: ((answers or {}).get(row.id, ANSWER), 0) for row in asked.questions if not row.is_commitment}
    actions.save_answers(bid, written, by=by, now=now)
    for row in asked.questions:
        if row.is_commitment:
            promise = actions.Promise(
                quantity=(quantities or {}).get(row.id, Decimal(4)), by_when=date(2028, 3, 31), evidence=evidence
            )
            actions.save_commitment(bid, row.id, promise, by=by, now=now)
    if asked.lots:
        prices = {lot.id: price for lot in asked.lots} if lot_prices is None else lot_prices
        actions.save_lot_prices(bid, prices, from_version=0, by=by, now=now)
    else:
        actions.save_price(bid, price, from_version=0, by=by, now=now)
    said = {condition.id: (True, note) for condition in asked.conditions}
    actions.save_declarations(bid, said, from_version=0, by=by, now=now)
    for name in asked.documents:
        actions.attach_document(bid, name, SimpleUploadedFile(file_name, b"%PDF-1.7 a paper"), by=by, now=now)
    return bid


def submitted_bid(
    cast: Cast,
    tender: Tender,
    *,
    provider: Provider | None = None,
    by: User | None = None,
    now: datetime,
    **writing: object,
) -> Bid:
    """A submitted bid, of the cast's reuse charity unless `provider` says otherwise; `by` is its signatory."""
    provider = provider or cast.reuse
    bid = written_bid(tender, provider=provider, now=now, **writing)
    return submission_of(bid, now=now, by=by).bid


def submission_of(bid: Bid, *, now: datetime, by: User | None = None) -> Submission:
    """Submit a written bid, once more if it was submitted before."""
    by = by or person_with(bid.provider, Role.SIGNATORY)
    return actions.submit(bid, idempotency_key=uuid4(), by=by, now=now)


def bidders(cast: Cast, number: int) -> list[Provider]:
    """So many providers: the two of the cast, then others, each with one person who may do everything."""
    providers = [cast.reuse, cast.haulage]
    for place in range(len(providers), number):
        provider = make_provider(f"Bidder {place + 1:02}")
        make_member(provider, f"Member of Bidder {place + 1:02}", Role.OWNER, Role.WRITER, Role.SIGNATORY)
        providers.append(provider)
    return providers[:number]


def closed_tender(
    cast: Cast, now: datetime, *, tender: Tender | None = None, bids: int = 2, **changes: object
) -> Tender:
    """A tender with so many submitted bids, still sealed; the first bids the lowest price, each next £10,000 more.

    It closes at `tender.closes_at`; nothing was done after that. `changes` go to the tender's document.
    """
    tender = tender or published_tender(cast, now, **changes)
    for place, provider in enumerate(bidders(cast, bids)):
        submitted_bid(cast, tender, provider=provider, now=now + timedelta(minutes=place), price=PRICE + 10000 * place)
    return tender


def opened_tender(
    cast: Cast, now: datetime, *, tender: Tender | None = None, bids: int = 2, **changes: object
) -> Tender:
    """A tender whose bids two procurement officers opened, an hour after it closed."""
    tender = closed_tender(cast, now, tender=tender, bids=bids, **changes)
    return open_bids(cast, tender)


def open_bids(cast: Cast, tender: Tender) -> Tender:
    """Open the bids of a tender, an hour after it closed."""
    after = tender.closes_at + timedelta(hours=1)
    actions.ask_to_open(tender, by=cast.procurement, now=after)
    actions.confirm_opening(tender, by=cast.second_procurement, now=after)
    tender.refresh_from_db()
    return tender
