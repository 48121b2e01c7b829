"""Would another bid have come first? For an officer before approval: the published case with one thing changed at a time.

The published method decides, whatever stands here. A page that shows it says so first.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from commissioning.evaluation.models import Evaluation, Mark
from commissioning.evaluation.reports.lot import lot_rankings
from commissioning.evaluation.reports.method import Method, method
from commissioning.evaluation.reports.ranking import FORMULA_WORDS, Ranking, ranking
from commissioning.evaluation.scoring import Formula, parse_case
from commissioning.evaluation.scoring.robustness import (
    ChangedMarks,
    LeftOut,
    Repriced,
    Reweighed,
    Winners,
    changed_marks,
    left_out,
    repriced,
    reweighed,
)
from commissioning.tenders.tenderfile import CriterionKind, each_criterion, plain
from socialvalue import charts
from socialvalue.text import count_text, list_text, number_text

MOST_LINES = 5
"""How many bids the chart shows: the first in the published ranking. Its table has the same."""
FORMULA_NAMES = {
    Formula.LOWEST_OVER_PRICE: "Lowest price ÷ own price",
    Formula.LINEAR_BETWEEN: "A straight line from the highest price to the lowest",
    Formula.MEAN_BASED: "Distance from the mean price",
    Formula.LINEAR_ABOVE_LOWEST: "A straight line down from the lowest price",
    Formula.PRICE_PER_POINT: "Price for each point of quality",
}


@dataclass(frozen=True)
class Part:
    """One thing that was changed: what was found in a sentence, and each change as a row under `headers`.

    `drawing` shows the same where there is something to draw.
    """

    heading: str
    sentence: str
    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    drawing: charts.Drawing | None = None


@dataclass(frozen=True)
class Robustness:
    """The whole answer for one ranking. `first` is who comes first by the published method; `lot` is "" without lots."""

    lot: str
    first: str
    changes: tuple[str, ...]
    parts: tuple[Part, ...]


Given = dict[str, dict[tuple[UUID, str], Decimal]]
"""Each evaluator's own marks that count, by the bid and the question."""


def robustness(evaluation: Evaluation) -> tuple[Robustness, ...]:
    """Every question asked of each ranking of an evaluation whose prices are open: one, or one a lot that has bids.

    Two queries more than the ranking. `Refused` as `ranking` refuses.
    """
    published = method(evaluation.tender)
    given = _given(evaluation)
    if not published.file.lots:
        return (_robustness_of("", ranking(evaluation), published, given),)
    lots, _ = lot_rankings(evaluation)
    return tuple(_robustness_of(lot.name, lot.ranking, published, given) for lot in lots if lot.ranking)


def _robustness_of(lot: str, ranked: Ranking, published: Method, given: Given) -> Robustness:
    case = parse_case(ranked.case)
    names = {bid.reference: bid.provider for bid in ranked.bids}
    references = {bid.bid_id: bid.reference for bid in ranked.bids}
    steps = changed_marks(case, published.marks)
    without = left_out(
        case,
        {
            name: {
                (references[bid_id], question_id): mark
                for (bid_id, question_id), mark in marks.items()
                if bid_id in references
            }
            for name, marks in given.items()
        },
    )
    weighed = reweighed(
        case, [node.id for _, node in each_criterion(published.file) if node.kind is CriterionKind.SOCIAL_VALUE]
    )
    prices = repriced(case)
    parts = [
        _steps(steps, names),
        _evaluators(without, names),
        _weights(weighed, names, ranked, lot),
        _formulas(prices, names),
    ]
    # Each caption names its lot, so that no two tables of a page go by the same name.
    told = [replace(part, caption=f"{part.caption}: {lot}" if lot else part.caption) for part in parts if part]
    first = _who(tuple(sorted(bid.reference for bid in ranked.bids if bid.rank == 1)), names)
    return Robustness(lot, first, tuple(part.sentence for part in told), tuple(told))


def _given(evaluation: Evaluation) -> Given:
    given: Given = defaultdict(dict)
    rows = Mark.objects.revealed().counted().filter(evaluator__evaluation=evaluation, mark__isnull=False)
    for name, bid_id, question_id, mark in rows.order_by("evaluator").values_list(
        "evaluator__user__name", "bid_id", "question_id", "mark"
    ):
        given[name][bid_id, question_id] = mark
    return dict(given)


def _who(winners: Winners, names: dict[str, str]) -> str:
    """Who comes first, in words."""
    return list_text([names[one] for one in winners]) if winners else "Nobody: no bid qualifies"


def _steps(steps: ChangedMarks, names: dict[str, str]) -> Part:
    found = steps.found
    tried = f"{count_text(steps.tried, 'step')} tried"
    if steps.tried < steps.possible:
        tried += f", of {number_text(steps.possible)}: those of the bids with the highest totals"
    sentence = (
        f"{count_text(len(found), 'single mark')}, one level higher or lower, would change who comes first ({tried})."
        if found
        else f"No single mark, one level higher or lower, would change who comes first ({tried})."
    )
    return Part(
        "One mark, one level",
        sentence,
        "Single marks that would change it",
        ("Bid", "Question", "Agreed mark", "If it were", "First would be"),
        tuple(
            (names[one.bid], one.criterion, plain(one.before), plain(one.after), _who(one.winners, names))
            for one in found
        ),
    )


def _evaluators(answers: tuple[LeftOut, ...], names: dict[str, str]) -> Part | None:
    if not answers:
        return None
    everyone, *each = answers
    others = [one for one in each if one.winners != everyone.winners]
    sentence = (
        f"On the evaluators' own marks, averaged, leaving out {list_text([str(one.evaluator) for one in others], 'or')} "
        "would change who comes first."
        if others
        else "On the evaluators' own marks, averaged, leaving out any one evaluator changes nothing."
    )
    return Part(
        "Without one evaluator",
        sentence,
        "First on the evaluators' own marks",
        ("Averages of", "First would be"),
        tuple(
            (f"All but {one.evaluator}" if one.evaluator else "All evaluators", _who(one.winners, names))
            for one in answers
        ),
    )


def _weights(answer: Reweighed | None, names: dict[str, str], ranked: Ranking, lot: str) -> Part | None:
    if answer is None:
        return None
    if answer.switches:
        at = list_text([f"{number_text(switch.weight, 2)}%" for switch in answer.switches])
        sentence = f"Between 5% and 30% for social value, who comes first changes at {at}."
    else:
        sentence = "Between 5% and 30% for social value, the same bid comes first."
    return Part(
        "The weight of social value",
        f"{sentence} It was published as {number_text(answer.published)}%.",
        "Where it changes",
        ("Changes at", "First below it", "First above it"),
        tuple(
            (f"{number_text(switch.weight, 2)}%", _who(switch.below, names), _who(switch.above, names))
            for switch in answer.switches
        ),
        _drawing(answer, ranked, lot),
    )


def _formulas(answers: tuple[Repriced, ...], names: dict[str, str]) -> Part | None:
    if not answers:
        return None
    winners = {one.winners for one in answers if one.is_defined}
    return Part(
        "Other price formulas",
        "Every common price formula puts the same bid first."
        if len(winners) == 1
        else "Who comes first depends on the price formula.",
        "First under each formula",
        ("Formula", "How it works", "First would be"),
        tuple(
            (
                FORMULA_NAMES[one.formula] + (" (published)" if one.is_published else ""),
                FORMULA_WORDS[one.formula],
                _who(one.winners, names) if one.is_defined else "No answer: a price is nil",
            )
            for one in answers
        ),
    )


def _drawing(answer: Reweighed, ranked: Ranking, lot: str) -> charts.Drawing | None:
    shown = [bid for bid in ranked.bids if bid.rank][:MOST_LINES]
    if not shown:
        return None
    # A bid that falls below a threshold at some weight has no total there, and so no whole line.
    whole = [bid for bid in shown if all(bid.reference in one.totals for one in answer.tried)]
    return charts.lines(
        f"Totals by the weight of social value{f': {lot}' if lot else ''}",
        tuple(one.weight for one in answer.tried),
        [charts.Stack(bid.provider, tuple(one.totals[bid.reference] for one in answer.tried)) for bid in whole],
        of="Social value weighs",
        unit="%",
        marked=tuple(switch.weight for switch in answer.switches),
    )
