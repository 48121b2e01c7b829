"""A bid at a glance: what is asked, how far each part is, what was submitted. For the provider's own members."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from commissioning.bids.bidfile import BidFile
from commissioning.bids.lifecycle import BIDS_AS_LABELS, COLOURS, LABELS, BidsAs, Status
from commissioning.bids.models import Bid, Submission, with_extension
from commissioning.bids.readiness import Asked, AskedQuestion, Part, Problem, asked_by, problems
from commissioning.bids.reports.changed import is_to_confirm, with_changes
from commissioning.bids.reports.draft import Draft, draft_of, file_of, price_words
from commissioning.bids.reports.standing import changed_facts
from commissioning.tenders.models import Tender
from providers.models import Provider
from socialvalue.accounts.models import User
from socialvalue.text import count_text, count_words, datetime_text, list_text, number_text, utc_text


@dataclass(frozen=True, slots=True)
class Task:
    """One part of the bid, as a task list draws it."""

    title: str
    address: str
    status: str
    colour: str
    hint: str


@dataclass(frozen=True)
class Link:
    """A problem and where it is mended."""

    sentence: str
    address: str


@dataclass(frozen=True)
class Overview:
    """The whole bid just now. `file` is its canonical form if it were submitted now."""

    asked: Asked
    draft: Draft
    file: BidFile
    questions: tuple[Task, ...]
    rest: tuple[Task, ...]
    left: tuple[Link, ...]
    versions: tuple[tuple[object, ...], ...]
    is_changed: bool
    changed_facts: tuple[str, ...]
    newest: Submission | None


VERSION_HEADERS = ["Version", "Receipt", "Received", "By"]


def overview(bid: Bid) -> Overview:
    """Everything of one bid. Five queries, whatever its size."""
    asked, draft = asked_by(bid.tender.document), draft_of(bid)
    file = file_of(bid, draft, asked, hashlib.sha256(bid.tender.document.encode()).hexdigest())
    found = problems(asked, file)
    rows = Submission.own.filter(bid=bid).select_related("submitted_by", "pack")
    submitted = list(rows.defer("pack__document"))
    newest = submitted[-1] if submitted else None
    return Overview(
        asked=asked,
        draft=draft,
        file=file,
        questions=tuple(question_task(bid, question, draft, found) for question in asked.questions),
        rest=tuple(_rest(bid, asked, draft, file, found)),
        left=tuple(Link(problem.sentence, address_of(bid, problem)) for problem in found),
        versions=tuple(
            (
                (f"Version {row.version}", reverse("bid_receipt", args=[bid.pk, row.version])),
                row.reference,
                datetime_text(row.submitted_at),
                row.submitted_by.name,
            )
            for row in reversed(submitted)
        ),
        is_changed=newest is not None and newest.file != _as_of(newest, file),
        changed_facts=tuple(changed_facts(newest.file, file)) if newest else (),
        newest=newest,
    )


def _as_of(submission: Submission, file: BidFile) -> BidFile:
    """The bid as it would have been written with the submission: for its pack, in its format, with the facts of that day.

    Facts that changed since are told apart from what people wrote.
    """
    then = submission.file
    return replace(file, pack_sha256=submission.pack.sha256, format=then.format, provider=then.provider)


def address_of(bid: Bid, problem: Problem) -> str:
    """The page that mends a problem, at the very control where there are several."""
    match problem.part:
        case Part.QUESTION:
            return reverse("bid_answer", args=[bid.pk, problem.number])
        case Part.PRICE:
            return reverse("bid_price", args=[bid.pk])
        case Part.DECLARATIONS:
            return f"{reverse('bid_declarations', args=[bid.pk])}#id_meets-{problem.number}_0"
        case Part.DOCUMENTS:
            return reverse("bid_document", args=[bid.pk, problem.number])
        case Part.PARTNERS:
            place = f"#partner-{problem.number}" if problem.number else ""
            return f"{reverse('bid_partners', args=[bid.pk])}{place}"


def progress_text(question: AskedQuestion, draft: Draft) -> str:
    """How much is written to a question: "120 of 300 words, 2 commitments", "4 people starting per contract year"."""
    promises = draft.commitments_to(question.id)
    if question.is_commitment:
        return f"{number_text(promises[0].quantity)} {promises[0].unit}" if promises else "No number yet"
    limit, words = question.question.word_limit, count_words(draft.text(question.id))
    written = f"{words:,} of {count_text(limit, 'word')}" if limit else count_text(words, "word")
    return f"{written}, {count_text(len(promises), 'commitment')}" if promises else written


def question_task(bid: Bid, question: AskedQuestion, draft: Draft, found: list[Problem]) -> Task:
    """How far one question is."""
    is_begun = bool(draft.text(question.id) or draft.commitments_to(question.id))
    has_problem = any(problem.part == Part.QUESTION and problem.number == question.number for problem in found)
    status, colour = _status(is_begun, has_problem)
    return Task(
        title=f"{question.number}. {question.question.text}",
        address=reverse("bid_answer", args=[bid.pk, question.number]),
        status=status,
        colour=colour,
        hint=f"{question.weight_text} of the marks. {progress_text(question, draft)}",
    )


def _status(is_begun: bool, has_problem: bool) -> tuple[str, str]:
    """A status and its colour."""
    if not has_problem:
        return "Done", ""
    return ("Not finished", "yellow") if is_begun else ("Not started", "blue")


def _rest(bid: Bid, asked: Asked, draft: Draft, file: BidFile, found: list[Problem]) -> list[Task]:
    """How far price, declarations, documents and partners are."""
    open_parts = {problem.part for problem in found}

    def task(part: Part, title: str, name: str, is_begun: bool, hint: str) -> Task:
        return Task(title, reverse(name, args=[bid.pk]), *_status(is_begun, part in open_parts), hint)

    tasks = [
        task(
            Part.PRICE,
            "Price",
            "bid_price",
            bid.price is not None,
            price_words(bid, asked)
            if bid.price is not None
            else f"For {'each lot' if asked.lots else 'the whole contract'}, without VAT",
        )
    ]
    if asked.conditions:
        hint = f"{len(file.declarations)} of {count_text(len(asked.conditions), 'condition')} answered"
        tasks.append(task(Part.DECLARATIONS, "Declarations", "bid_declarations", bool(draft.declarations), hint))
    if asked.documents:
        hint = f"{len(file.documents)} of {count_text(len(asked.documents), 'document')} attached"
        tasks.append(task(Part.DOCUMENTS, "Documents", "bid_documents", bool(file.documents), hint))
    if asked.partners_allowed or file.bids_as:
        names = ": " + list_text([partner.provider.name for partner in file.partners]) if file.partners else ""
        hint = f"{BIDS_AS_LABELS[BidsAs(bid.bids_as)]}{names}"
        tasks.append(task(Part.PARTNERS, "Bidding with others", "bid_partners", bool(file.partners), hint))
    return tasks


@dataclass(frozen=True)
class BidRow:
    """One line of a person's list of bids, ready to be drawn."""

    tender_pk: int
    tender: str
    address: str
    provider: str
    status: str
    colour: str
    closes: str
    outcome: str


def bid_rows(user: User, now: datetime, *where: Q, **only: object) -> list[BidRow]:
    """The bids of the person's providers, the one that closes last first. `where` and `only` narrow them. One query."""
    rows = with_changes(with_extension(Bid.own.of(user)).filter(*where, **only).select_related("tender", "provider"))
    rows = rows.defer("tender__document", "tender__summary")
    return [_row(bid, now) for bid in rows.order_by("-tender__closes_at", "provider__name")]


def _row(bid: Bid, now: datetime) -> BidRow:
    """One line. While the tender is open, a bid from before a material change asks to be confirmed or changed."""
    is_open, status = bid.is_open(now), Status(bid.status)
    asks = is_open and is_to_confirm(bid)
    return BidRow(
        tender_pk=bid.tender_id,
        tender=bid.tender.title,
        address=reverse("bid", args=[bid.pk]),
        provider=bid.provider.name,
        status="The tender changed: confirm your bid or change it" if asks else LABELS[status],
        colour="yellow" if asks else COLOURS[status],
        closes=f"{'Closes' if is_open else 'Closed'} at {bid.closing_text(now)}",
        outcome=reverse("bid_outcome", args=[bid.pk]) if status is Status.SUBMITTED and not is_open else "",
    )


def open_bid_rows(user: User, provider: Provider, now: datetime) -> list[BidRow]:
    """The person's bids for one provider that can still be sent, the one that closes first first. One query."""
    return bid_rows(user, now, _can_be_sent(now), provider=provider)[::-1]


def still_open(bids: QuerySet[Bid], now: datetime) -> QuerySet[Bid]:
    """Those of the bids that can still be sent."""
    return with_extension(bids).filter(_can_be_sent(now))


def _can_be_sent(now: datetime) -> Q:
    """What a bid of `with_extension` must meet to be sent still: its tender is open, or its provider has more time."""
    longer = Q(tender__in=Tender.objects.closed_at(now), extended_until__gt=now)
    return Q(tender__in=Tender.objects.open_at(now)) | longer


def receipt_facts(submission: Submission) -> list[tuple[str, str]]:
    """What a receipt says, from the committed row."""
    return [
        ("Reference", submission.reference),
        ("Version", str(submission.version)),
        ("Answers version of the tender", str(submission.pack.version)),
        ("Tender", submission.bid.tender.title),
        ("Bidder", submission.file.provider.name),
        ("Submitted by", submission.submitted_by.name),
        ("Received, UK time", datetime_text(submission.submitted_at)),
        ("Received, UTC", utc_text(submission.submitted_at)),
        ("SHA-256", submission.sha256),
    ]
