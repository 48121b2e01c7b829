"""Would another bid have come first? The published case, scored again with one thing changed at a time.

Plain Python and `Decimal`. Every answer comes from `score` itself, so nothing here knows a formula: a case is changed
and scored. Nothing of it decides anything: the published method does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext
from itertools import pairwise

from commissioning.evaluation.scoring.case import Bid, Case, Criterion, Formula, Kind
from commissioning.evaluation.scoring.formulas import PRECISION
from commissioning.evaluation.scoring.qualifying import disqualifications
from commissioning.evaluation.scoring.ranking import score
from commissioning.evaluation.scoring.result import Result

FULL = Decimal(100)
WEIGHTS = tuple(Decimal(weight) for weight in range(5, 31))
"""Per cent of the whole: the weights of social value that are tried."""
NEAR = Decimal("0.0000001")
"""Per cent: how close a switching weight is found before it is rounded to four places."""
PRICE_FORMULAS = (
    Formula.LOWEST_OVER_PRICE,
    Formula.LINEAR_BETWEEN,
    Formula.MEAN_BASED,
    Formula.LINEAR_ABOVE_LOWEST,
    Formula.PRICE_PER_POINT,
)
MOST_WORK = 100_000
"""Bids times criteria, summed over the changed marks that are scored: about half a second. A page asks for it."""

Winners = tuple[str, ...]
"""The ids of the bids that rank first, in order: one as a rule, several where nothing parts them, none if none qualify."""


@dataclass(frozen=True, slots=True)
class ChangedMark:
    """One agreed mark moved by one level, after which others come first."""

    bid: str
    criterion: str
    before: Decimal
    after: Decimal
    winners: Winners


@dataclass(frozen=True, slots=True)
class ChangedMarks:
    """`tried` of `possible` steps were scored or shown to be harmless; `found` are those that change who comes first."""

    tried: int
    possible: int
    found: tuple[ChangedMark, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Who comes first if each mark is the mean of the evaluators' own marks, without one of them (or with all: None)."""

    evaluator: str | None
    winners: Winners


@dataclass(frozen=True, slots=True)
class Weighed:
    """Every bid's total, and who comes first, if social value weighs so many per cent of the whole."""

    weight: Decimal
    totals: Mapping[str, Decimal]
    winners: Winners


@dataclass(frozen=True, slots=True)
class Switch:
    """The weight of social value, in per cent to four places, at which others come to the first place."""

    weight: Decimal
    below: Winners
    above: Winners


@dataclass(frozen=True, slots=True)
class Reweighed:
    """Social value at `published` per cent and at each weight of `WEIGHTS`; `switches` in rising order."""

    published: Decimal
    tried: tuple[Weighed, ...]
    switches: tuple[Switch, ...]


@dataclass(frozen=True, slots=True)
class Repriced:
    """Who comes first under another price formula; `is_defined` is False where a nil price has no points under it."""

    formula: Formula
    is_published: bool
    is_defined: bool
    winners: Winners


def winners_of(result: Result) -> Winners:
    """The ids of the bids at rank 1."""
    return tuple(sorted(bid.id for bid in result.bids if bid.rank == 1))


def changed_marks(case: Case, marks: Sequence[Decimal]) -> ChangedMarks:
    """Move each agreed mark up and down by one of `marks` (the published levels), one at a time.

    Where nothing measures a bid's marks against another's, a step that can't reach the first place and shuts nobody
    out, or lets nobody in, is harmless without being scored. Of the others as many are scored as `MOST_WORK` allows,
    the bids with the highest totals first.
    """
    result = score(case)
    first = winners_of(result)
    is_alone = case.formula is None and not any(
        node.formula is Formula.RELATIVE_TO_BEST
        or (node.threshold is not None and any(leaf.is_open for leaf in node.walk()))
        for node in case.walk()
    )
    totals = {row.id: row.total for row in result.bids}
    shares = {node.id: share for node, share in _shares(case.criteria, FULL)}
    out = {row.id for row in result.bids if row.disqualified}
    order = {row.id: place for place, row in enumerate(result.bids)}
    best = max((totals[bid] for bid in first), default=Decimal(0))
    most_scored = max(1, MOST_WORK // max(1, len(case.bids) * len(shares)))
    found, tried, possible, scored = [], 0, 0, 0
    for bid in sorted(case.bids, key=lambda one: order[one.id]):
        for node, before, after in _steps(case, bid, marks):
            possible += 1
            moved = replace(case, bids=tuple(_with_mark(one, node, after) if one is bid else one for one in case.bids))
            if is_alone and bid.id not in out and not _is_shut_out(moved, bid.id):
                gain = shares[node.id] * (after - before) / (case.scale or Decimal(1))
                # Steps of a scale in bands may be worth more than their part of it: those are always scored.
                if node.formula is not Formula.BANDS and (
                    (bid.id in first and gain > 0 and len(first) == 1)
                    or (bid.id not in first and totals[bid.id] + gain < best)
                ):
                    tried += 1
                    continue
            if scored == most_scored:
                continue
            scored, tried = scored + 1, tried + 1
            then = winners_of(score(moved))
            if then != first:
                found.append(ChangedMark(bid.id, node.id, before, after, then))
    return ChangedMarks(tried, possible, tuple(found))


def _is_shut_out(case: Case, bid: str) -> bool:
    """Whether this bid no longer qualifies, which changes the prices that others are measured against."""
    with localcontext(Context(prec=PRECISION)):
        return bid in disqualifications(replace(case, bids=tuple(one for one in case.bids if one.id == bid)))


def _steps(case: Case, bid: Bid, marks: Sequence[Decimal]) -> Iterator[tuple[Criterion, Decimal, Decimal]]:
    """Every mark of the bid with the next level above it and the next below."""
    for node in case.walk():
        if node.kind is Kind.MARK:
            mark = bid.marks[node.id]
            above = min((level for level in marks if level > mark), default=None)
            below = max((level for level in marks if level < mark), default=None)
            for step in (above, below):
                if step is not None:
                    yield node, mark, step


def _with_mark(bid: Bid, node: Criterion, mark: Decimal) -> Bid:
    return replace(bid, marks={**bid.marks, node.id: mark})


def left_out(case: Case, given: Mapping[str, Mapping[tuple[str, str], Decimal]]) -> tuple[LeftOut, ...]:
    """Who comes first on the means of the evaluators' own marks: of all of them, then without each in turn.

    `given` maps each evaluator to their marks by (bid's id, criterion's id). An answer that nobody else marked keeps
    its agreed mark. Nothing to say with fewer than two evaluators.
    """
    if len(given) < 2:
        return ()
    return tuple(
        LeftOut(missing, winners_of(score(_on_means(case, [own for name, own in given.items() if name != missing]))))
        for missing in (None, *given)
    )


def _on_means(case: Case, given: Iterable[Mapping[tuple[str, str], Decimal]]) -> Case:
    """The case with the mean of these marks wherever there are any."""
    every = list(given)
    bids = []
    with localcontext(Context(prec=PRECISION)):
        for bid in case.bids:
            marks = dict(bid.marks)
            for criterion in marks:
                own = [one[bid.id, criterion] for one in every if (bid.id, criterion) in one]
                if own:
                    marks[criterion] = sum(own, Decimal(0)) / len(own)
            bids.append(replace(bid, marks=marks))
    return replace(case, bids=tuple(bids))


def reweighed(case: Case, social_value: Iterable[str]) -> Reweighed | None:
    """Let the criteria named by `social_value` weigh 5 to 30 per cent of the whole, all else in its old proportions.

    A weight between two that were tried, at which others come first, is found by halving. None where social value has
    no weight, has all of it, or is money: under ``value_deduction`` criteria have values, not weights.
    """
    ids = set(social_value)
    shares = {node.id: share for node, share in _shares(case.criteria, FULL)}
    share = sum((part for name, part in _topmost(case.criteria, ids, shares)), Decimal(0))
    if not 0 < share < FULL or case.formula is Formula.VALUE_DEDUCTION:
        return None

    def at(weight: Decimal) -> Weighed:
        with localcontext(Context(prec=PRECISION)):
            factors = weight / share, (FULL - weight) / (FULL - share)
            changed = replace(case, criteria=_reweigh(case.criteria, FULL, ids, factors)[0])
        result = score(case if weight == share else changed)
        return Weighed(weight, {row.id: row.total for row in result.bids if row.rank}, winners_of(result))

    tried = tuple(at(weight) for weight in sorted({*WEIGHTS, share}))
    switches = [switch for lower, upper in pairwise(tried) for switch in _switches(at, lower, upper)]
    return Reweighed(share, tried, tuple(switches))


def _switches(at: Callable[[Decimal], Weighed], lower: Weighed, upper: Weighed) -> Iterator[Switch]:
    """Every change of the first place between two weights, by halving."""
    while lower.winners != upper.winners:
        low, high = lower, upper
        while high.weight - low.weight > NEAR:
            middle = at((low.weight + high.weight) / 2)
            low, high = (middle, high) if middle.winners == lower.winners else (low, middle)
        weight = high.weight.quantize(Decimal("0.0001"))
        # At the very weight two bids are level, and the rule for ties may bring others forward: that is no switch.
        beyond = min(upper, at(high.weight + 2 * NEAR), key=lambda one: one.weight)
        if beyond.winners != lower.winners:
            yield Switch(weight, lower.winners, beyond.winners)
        lower = beyond


def _shares(criteria: Iterable[Criterion], whole: Decimal) -> Iterator[tuple[Criterion, Decimal]]:
    """Every criterion that carries weight, with its part of the whole in per cent."""
    for node in criteria:
        if node.weight is not None:
            share = whole * node.weight / FULL
            yield node, share
            yield from _shares(node.children, share)


def _topmost(
    criteria: Iterable[Criterion], ids: set[str], shares: Mapping[str, Decimal]
) -> Iterator[tuple[str, Decimal]]:
    """The named criteria that stand under no other named one, with their shares."""
    for node in criteria:
        if node.id in ids and node.id in shares:
            yield node.id, shares[node.id]
        else:
            yield from _topmost(node.children, ids, shares)


def _reweigh(
    criteria: tuple[Criterion, ...],
    whole: Decimal,
    ids: set[str],
    factors: tuple[Decimal, Decimal],
    is_inside: bool = False,
) -> tuple[tuple[Criterion, ...], Decimal]:
    """The siblings with new weights, and their new part of the whole. `factors`: for social value, and for the rest."""
    inside, rest = factors
    changed: list[tuple[Criterion, Decimal | None]] = []
    for node in criteria:
        if node.weight is None:
            changed.append((node, None))
            continue
        named = is_inside or node.id in ids
        share = whole * node.weight / FULL
        if node.children:
            children, new = _reweigh(node.children, share, ids, factors, named)
            changed.append((replace(node, children=children), new))
        else:
            changed.append((node, share * (inside if named else rest)))
    total = sum((share for _, share in changed if share is not None), Decimal(0))
    return tuple(
        node if share is None else replace(node, weight=FULL * share / total if total else Decimal(0))
        for node, share in changed
    ), total


def repriced(case: Case) -> tuple[Repriced, ...]:
    """Who comes first under each price formula that compares prices; none where the case has no such price.

    `price_per_point` leaves the price's weight out, as it ranks by price against quality.
    """
    prices = [node for node in case.walk() if node.kind is Kind.PRICE and node.formula is not Formula.FIXED_PRICE]
    if not prices or len(prices) == len([node for node in case.walk() if node.kind and node.weight]):
        return ()
    has_nil = any(bid.price == 0 for bid in case.bids)
    answers = []
    for formula in PRICE_FORMULAS:
        is_published = case.formula is None and all(node.formula is formula for node in prices)
        needs_rule = formula in (Formula.LOWEST_OVER_PRICE, Formula.LINEAR_ABOVE_LOWEST)
        if has_nil and needs_rule and not all(node.zero_price for node in prices):
            answers.append(Repriced(formula, is_published, False, ()))
            continue
        changed = _under(case, formula)
        if changed is not None:
            answers.append(Repriced(formula, is_published, True, winners_of(score(case if is_published else changed))))
    return tuple(answers)


def _under(case: Case, formula: Formula) -> Case | None:
    """The case under another price formula; None where it can't be written so: a price that is part of a part."""
    if formula is not Formula.PRICE_PER_POINT:
        return replace(case, criteria=_with_formula(case.criteria, formula))
    rest = tuple(node for node in case.criteria if node.kind is not Kind.PRICE)
    weight = sum((node.weight for node in rest if node.weight is not None), Decimal(0))
    if not weight or any(node.kind is Kind.PRICE for top in rest for node in top.walk()):
        return None
    with localcontext(Context(prec=PRECISION)):
        rest = tuple(
            node if node.weight is None else replace(node, weight=FULL * node.weight / weight) for node in rest
        )
    return replace(case, criteria=rest, formula=formula)


def _with_formula(criteria: tuple[Criterion, ...], formula: Formula) -> tuple[Criterion, ...]:
    return tuple(
        replace(node, formula=formula, high=None, low=None)
        if node.kind is Kind.PRICE and node.formula is not Formula.FIXED_PRICE and node.formula is not formula
        else replace(node, children=_with_formula(node.children, formula))
        for node in criteria
    )
