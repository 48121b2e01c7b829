"""Writing bids, submitting them, and opening them."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from commissioning.bids import actions
from commissioning.contracts.timetable import months_later
from commissioning.story import partnering, together
from commissioning.story.calendar import SATURDAY, moment
from commissioning.story.case import Case, Scene
from commissioning.tenders.timetable import uk_day
from socialvalue.accounts.models import User

DAYS_TO_READ = 2  # between publication and the first bid that is begun


def scenes(case: Case) -> Iterator[Scene]:
    """Each provider starts, writes and, unless its bid is still a draft, submits; then two officers open."""
    said = case.said.get("bids", [])
    for place, bid in enumerate(said):
        started_at, submitted_at = _span(case, place, len(said))
        yield from _writing(case, bid, started_at, submitted_at)
    if case.happens("asked"):
        asked_at = case.at("asked", 9, 40)
        yield Scene(asked_at, lambda: actions.ask_to_open(case.tender, by=case.person("officer"), now=asked_at))
    if case.happens("opened"):
        opened_at = case.at("opened", 10, 5)
        yield Scene(
            opened_at,
            lambda: actions.confirm_opening(case.tender, by=case.person("second_officer"), now=opened_at),
        )


def _span(case: Case, place: int, number: int) -> tuple[datetime, datetime]:
    """When a bid is begun and when it is submitted: spread over the time from publication to closing, or to yesterday."""
    first = case.document.timetable.published_on + timedelta(days=DAYS_TO_READ)
    last = min(uk_day(case.document.timetable.closes_at), case.calendar.today) - timedelta(days=1)
    step = (last - first) / (number + 1)
    return (
        moment(_working(first + step * place, later=True), 10, 20 + place),
        moment(_working(first + step * (place + 2)), 15, 5 + place),
    )


def _working(day: date, *, later: bool = False) -> date:
    """The day, or the Friday before it, or with `later` the Monday after it."""
    over = max(0, day.weekday() - SATURDAY + 1)
    return day + timedelta(days=(7 - day.weekday()) if later and over else -over)


def _writing(case: Case, said: dict, started_at: datetime, submitted_at: datetime) -> Iterator[Scene]:
    provider = case.cast.providers[said["provider"]]
    first = case.cast.first_members[said["provider"]]
    writer = case.cast.people.get(said.get("writer"), first)
    signatory = case.cast.people.get(said.get("signatory"), first)
    written_at = submitted_at - timedelta(hours=4)

    def start() -> None:
        case.bids[said["provider"]] = actions.start_bid(case.tender, provider, by=writer, now=started_at)

    yield Scene(started_at, start)
    yield Scene(written_at, lambda: _write(case, said, writer, written_at))
    yield from together.scenes(
        case, said, writer=writer, signatory=signatory, started_at=started_at, written_at=written_at
    )
    yield from partnering.scenes(case, said, writer=writer, written_at=written_at)
    if said.get("status") != "draft":
        yield Scene(
            submitted_at,
            lambda: actions.submit(
                case.bids[said["provider"]], idempotency_key=uuid4(), by=signatory, now=submitted_at
            ),
        )


def _write(case: Case, said: dict, by: User, now: datetime) -> None:
    """Put all that is said into the bid."""
    bid = case.bids[said["provider"]]
    actions.save_answers(bid, {question: (text, 0) for question, text in said["answers"].items()}, by=by, now=now)
    for question, promise in said.get("promises", {}).items():
        actions.save_commitment(bid, question, _promise(promise, case), by=by, now=now)
    if "lots" in said:
        prices = {lot: Decimal(price) for lot, price in said["lots"].items()}
        actions.save_lot_prices(bid, prices, from_version=0, by=by, now=now)
    elif "price" in said:
        actions.save_price(bid, Decimal(said["price"]), from_version=0, by=by, now=now)
    if said.get("status") == "draft":
        return
    notes = said.get("declares", {})
    declared = {condition.id: (True, notes.get(condition.id, "")) for condition in case.document.conditions or ()}
    actions.save_declarations(bid, declared, from_version=0, by=by, now=now)
    for name, lines in said.get("documents", {}).items():
        actions.attach_document(bid, name, _schedule(lines), by=by, now=now)


def _promise(said: dict, case: Case) -> actions.Promise:
    """A promise that is kept so many months after the contract starts."""
    return actions.Promise(
        quantity=Decimal(said["quantity"]),
        baseline=Decimal(said.get("baseline", "0")),
        by_when=months_later(case.document.timetable.starts_on, said["months"]) - timedelta(days=1),
        evidence=said["evidence"],
    )


def _schedule(lines: list[list[str]]) -> SimpleUploadedFile:
    """A pricing schedule as a CSV file: each part of the price, and their sum."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Part of the price", "Pounds without VAT"])
    writer.writerows(lines)
    writer.writerow(["Total", sum(int(pounds) for _, pounds in lines)])
    return SimpleUploadedFile("pricing-schedule.csv", text.getvalue().encode(), content_type="text/csv")
