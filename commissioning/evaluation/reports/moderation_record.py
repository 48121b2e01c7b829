"""The moderation record: every mark that was given, what was agreed of it, who was there, why, and what stood before.

Finished strings, for the page and for the paper. The redacted version names no person and no bidder, and leaves out what
people wrote, since it may quote a bid.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef

from commissioning.evaluation.models import Consensus, Evaluation, Mark, PastConsensus
from commissioning.evaluation.reports.average import averaged, mark_text
from commissioning.evaluation.reports.bidders import bidders
from commissioning.evaluation.reports.letter import letter_at
from commissioning.evaluation.reports.method import method
from commissioning.tenders.tenderfile import plain
from socialvalue.refusals import Refused
from socialvalue.text import count_text, datetime_text

LEFT_OUT = "Left out of the version for publication."
Answer = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class RecordedMark:
    """One evaluator's mark as it was locked, and why what was agreed differs from it ("" where it does not)."""

    evaluator: str
    mark: str
    reason: str
    difference: str
    locked: str
    counts: str

    @property
    def row(self) -> tuple[str, ...]:
        """Under `MARK_HEADERS`."""
        return self.evaluator, self.mark, self.reason, self.difference, self.locked, self.counts


MARK_HEADERS = ("Evaluator", "Mark", "Reason", "Why the agreed mark differs", "Locked", "Counts")


@dataclass(frozen=True, slots=True)
class RecordedAgreement:
    """One agreement: the mark, why, who was there, who recorded it and when."""

    mark: str
    reason: str
    present: str
    recorded: str

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """As a list of labels and values."""
        return (
            ("Mark", self.mark),
            ("Reason", self.reason),
            ("Present", self.present),
            ("Recorded", self.recorded),
        )


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """One answer: its marks, what stands, and what was agreed before it, the oldest first."""

    heading: str
    marks: tuple[RecordedMark, ...]
    stands: RecordedAgreement
    before: tuple[RecordedAgreement, ...]


@dataclass(frozen=True)
class ModerationRecord:
    """The whole record. `facts` are labels and values."""

    title: str
    facts: tuple[tuple[str, str], ...]
    answers: tuple[RecordedAnswer, ...]
    redacted: bool


def moderation_record(evaluation: Evaluation, *, redacted: bool = False) -> ModerationRecord:
    """The record of an evaluation whose quality is final; Refused before that. Five queries, however many bids."""
    if evaluation.agreed_at is None:
        raise Refused("The moderation record is there once the marks are final.")
    published = method(evaluation.tender)
    everyone = bidders(evaluation)
    # Letters for publication follow the bids' ids, which are drawn by chance.
    order = sorted(bidder.bid_id for bidder in everyone)
    names = {
        bidder.bid_id: f"Bidder {letter_at(order.index(bidder.bid_id))}" if redacted else bidder.label
        for bidder in everyone
    }
    agreed, differences = _agreements(evaluation, redacted)
    before = _before(evaluation, redacted)
    given = _given(evaluation, differences, redacted)
    answers = []
    for question in published.marked:
        for bidder in everyone:
            key = (bidder.bid_id, question.id)
            if published.is_average:
                counted = [(mark, "") for mark, counts, _ in given[key] if counts]
                if not counted:
                    continue
                one = averaged(counted)
                stands = RecordedAgreement(
                    one.text, one.working[:1].upper() + one.working[1:] + ".", "Nobody met", _when(evaluation.agreed_at)
                )
            elif key in agreed:
                stands = agreed[key]
            else:
                continue  # a bid that is out was not moderated
            answers.append(
                RecordedAnswer(
                    heading=f"{question.id}: {names[bidder.bid_id]}",
                    marks=tuple(row for _, _, row in given[key]),
                    stands=stands,
                    before=tuple(before[key]),
                )
            )
    return ModerationRecord(
        title="Moderation record",
        facts=(
            ("Tender", evaluation.tender.title),
            ("Authority", str(evaluation.tender.authority)),
            ("How one mark is found", "The average of the marks" if published.is_average else "The panel agrees it"),
            ("Made final by", "The chair" if redacted else str(evaluation.agreed_by)),
            ("Made final at", datetime_text(evaluation.agreed_at)),
        ),
        answers=tuple(answers),
        redacted=redacted,
    )


def _given(
    evaluation: Evaluation, differences: dict[int, str], redacted: bool
) -> dict[Answer, list[tuple[Decimal, bool, RecordedMark]]]:
    """Each answer's marks as (mark, whether it counts, row). One query."""
    rows = Mark.objects.revealed().filter(evaluator__evaluation=evaluation, mark__isnull=False)
    rows = rows.annotate(counts=Exists(Mark.objects.counted().filter(pk=OuterRef("pk"))))
    found: dict[Answer, list[tuple[Decimal, bool, RecordedMark]]] = defaultdict(list)
    places: dict[int, int] = {}
    columns = (
        "pk",
        "bid_id",
        "question_id",
        "evaluator",
        "evaluator__user__name",
        "mark",
        "reason",
        "locked_at",
        "counts",
    )
    for pk, bid_id, question_id, seat, name, mark, reason, locked_at, counts in rows.order_by("evaluator").values_list(
        *columns
    ):
        places.setdefault(seat, len(places) + 1)
        difference = differences.get(pk, "")
        row = RecordedMark(
            evaluator=f"Evaluator {places[seat]}" if redacted else name,
            mark=plain(mark),
            reason=LEFT_OUT if redacted else reason,
            difference=LEFT_OUT if redacted and difference else difference,
            locked=_when(locked_at),
            counts="Yes" if counts else "No",
        )
        found[bid_id, question_id].append((mark, counts, row))
    return found


def _agreements(evaluation: Evaluation, redacted: bool) -> tuple[dict[Answer, RecordedAgreement], dict[int, str]]:
    """What stands for each answer, and by a mark's id why it differs. One query."""
    agreed, differences = {}, {}
    rows = Consensus.objects.filter(evaluation=evaluation)
    columns = ("bid_id", "question_id", "mark", "reason", "present", "present_panel", "present_others")
    columns += ("agreed_by__name", "agreed_at", "differences__mark", "differences__reason")
    for bid_id, question_id, mark, reason, present, panel, others, by, at, own, why in rows.values_list(*columns):
        if own is not None:
            differences[own] = why
        agreed[bid_id, question_id] = RecordedAgreement(
            mark_text(mark),
            LEFT_OUT if redacted else reason,
            _counted_present(panel, others) if redacted else present,
            _when(at) if redacted else f"{by}, {_when(at)}",
        )
    return agreed, differences


def _before(evaluation: Evaluation, redacted: bool) -> dict[Answer, list[RecordedAgreement]]:
    """What was agreed before what stands, the oldest first. One query."""
    found: dict[Answer, list[RecordedAgreement]] = defaultdict(list)
    rows = PastConsensus.objects.filter(evaluation=evaluation).order_by("version")
    columns = "bid_id", "question_id", "mark", "reason", "present", "agreed_by__name", "agreed_at"
    for bid_id, question_id, mark, reason, present, by, at in rows.values_list(*columns):
        found[bid_id, question_id].append(
            RecordedAgreement(
                mark_text(mark),
                LEFT_OUT if redacted else reason,
                LEFT_OUT if redacted else present,
                _when(at) if redacted else f"{by}, {_when(at)}",
            )
        )
    return found


def _counted_present(panel: list[int], others: str) -> str:
    """How many were there. Agreements of before kept names only, which are not published."""
    if not panel:
        return LEFT_OUT
    guests = len(others.splitlines())
    return f"{len(panel)} of the panel" + (f" and {count_text(guests, 'other')}" if guests else "")


def _when(moment: datetime | None) -> str:
    return datetime_text(moment) if moment else ""
