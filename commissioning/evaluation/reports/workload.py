"""How much each evaluator has to read and mark, and whether it is shared fairly."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from commissioning.bids.reports import opened_submissions
from commissioning.evaluation.models import Evaluation, PanelMember
from commissioning.evaluation.reports.assignment import markers_of
from commissioning.evaluation.reports.method import method
from socialvalue.text import count_text, number_text

WORDS_A_MINUTE = 250
"""A grown-up reads plain English at about 240 to 260 words a minute (Brysbaert, Journal of Memory and Language, 2019)."""

MINUTES_A_MARK = 5
"""Our own estimate: compare the answer with the levels, choose one, and write two or three sentences of reason."""

UNFAIR = Decimal("1.5")
"""Somebody with half as much again as somebody else is worth a second look."""


@dataclass(frozen=True, slots=True)
class Load:
    """One evaluator's part. `minutes` is rounded up to a whole minute."""

    person: str
    answers: int
    words: int
    minutes: int

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        """As a row under `Workload.HEADERS`."""
        return (
            self.person,
            number_text(self.answers),
            number_text(self.words),
            number_text(self.minutes),
            hours_text(self.minutes),
        )


@dataclass(frozen=True)
class Workload:
    """Everybody's part, and what is out of balance ("" where nothing is)."""

    HEADERS = ("Evaluator", "Answers", "Words to read", "Minutes", "About")

    loads: tuple[Load, ...]
    warning: str

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Everybody's part, as rows under `HEADERS`."""
        return [load.row for load in self.loads]


def hours_text(minutes: int) -> str:
    """Such as "2 hours 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    said = ([count_text(hours, "hour")] if hours else []) + ([count_text(rest, "minute")] if rest or not hours else [])
    return " ".join(said)


def workload(evaluation: Evaluation) -> Workload:
    """Each evaluator's answers, words and minutes. Five queries at most; nothing of any answer but its length."""
    published = method(evaluation.tender)
    words = {
        (bid.bid_id, said.question): said.words
        for bid in opened_submissions(evaluation.tender)
        for said in bid.file.answers
    }
    expected = markers_of(evaluation, published)
    loads = []
    for seat in evaluation.panel.filter(seat=PanelMember.Seat.EVALUATOR).select_related("user"):
        mine = {answer for answer in expected if answer[0] == seat.user_id}
        read = sum(words.get((bid_id, question_id), 0) for _, bid_id, question_id in mine)
        minutes = (Decimal(read) / WORDS_A_MINUTE).to_integral_value(ROUND_CEILING) + MINUTES_A_MARK * len(mine)
        loads.append(Load(str(seat.user), len(mine), read, int(minutes)))
    return Workload(tuple(loads), _warning(loads))


def _warning(loads: list[Load]) -> str:
    """Who has far more than whom."""
    if len(loads) < 2:
        return "Only one person marks. Two or more see what one alone would miss." if loads else ""
    most, least = max(loads, key=lambda one: one.minutes), min(loads, key=lambda one: one.minutes)
    if most.minutes <= UNFAIR * least.minutes:
        return ""
    return (
        f"{most.person} has about {hours_text(most.minutes)} of work and {least.person} about "
        f"{hours_text(least.minutes)}. Think about sharing it out again."
    )
