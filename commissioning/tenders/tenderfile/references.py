"""Whether the parts of a tender file fit together: ids given once, ids that name something, keys in their place.

A part that could not be read is None here, whatever its type says, and is passed over: it has its own fault.
"""

from collections.abc import Iterable, Iterator

from commissioning.tenders.classification import is_code

from .faults import Fault
from .nouns import Criterion, Question, TenderFile
from .walking import each_criterion, each_question
from .words import FORMULAS_OF, CriterionKind, Formula, QuestionKind
from .writing import plain

TIE_WORDS = ("lowest_price", "lot")
"""What a tie rule may name beside a criterion or question: the lowest price, or drawing lots."""

ONLY_PRICE = ("formula", "high", "low", "zero_price")
ONLY_NARRATIVE = ("word_limit", "minimum")
ONLY_COMMITMENT = ("target", "share", "measure")


def reference_faults(tender: TenderFile) -> list[Fault]:
    """Return what does not fit together in a tender file."""
    return [*_repeats(tender), *_unknown_codes(tender), *_dangling(tender), *_misplaced(tender)]


def _repeats(tender: TenderFile) -> Iterator[Fault]:
    """Yield ids, and marks on the scale, that come twice.

    Criteria, questions and conditions share one set of ids, because each is a node of the scoring.
    """
    nodes = [
        *((path, criterion.id) for path, criterion in each_criterion(tender)),
        *((path, question.id) for path, question in each_question(tender)),
        *((f"conditions[{place}]", condition.id) for place, condition in enumerate(tender.conditions or ())),
    ]
    yield from _twice((f"{path}.id", id) for path, id in nodes)
    for key in ("specification", "lots", "frameworks"):
        parts = getattr(tender, key) or ()
        yield from _twice((f"{key}[{place}].id", part.id) for place, part in enumerate(parts))
    levels = (tender.scale and tender.scale.levels) or ()
    yield from _twice(
        (f"scale.levels[{place}].mark", plain(level.mark))
        for place, level in enumerate(levels)
        if level.mark is not None
    )
    yield from _twice((f"cpv[{place}]", code) for place, code in enumerate(tender.cpv or ()))
    yield from _twice((f"ties[{place}]", id) for place, id in enumerate(tender.ties or ()))
    for path, id in nodes:
        if id in TIE_WORDS:
            yield Fault(
                path=f"{path}.id",
                message=f'"{id}" has a meaning of its own in ties, so it cannot be an id.',
            )


def _twice(ids: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """Yield a fault for every id that came before."""
    first: dict[str, str] = {}
    for path, id in ids:
        if id is not None and first.setdefault(id, path) != path:
            yield Fault(path=path, message=f'"{id}" is used twice: it is also at {first[id]}.')


def _unknown_codes(tender: TenderFile) -> Iterator[Fault]:
    """Yield CPV codes that are not in our list; a ninth digit belongs to notices, not here."""
    for place, code in enumerate(tender.cpv or ()):
        if code is not None and not is_code(code):
            yield Fault(
                path=f"cpv[{place}]",
                message=f'"{code}" is not the eight digits of a CPV code that this portal knows.',
            )


def _dangling(tender: TenderFile) -> Iterator[Fault]:
    """Yield ids that name nothing in this file."""
    items = {item.id for item in tender.specification or ()}
    questions = {question.id for _, question in each_question(tender)}
    criteria = {criterion.id for _, criterion in each_criterion(tender)}
    for path, question in each_question(tender):
        for place, id in enumerate(question.specification or ()):
            if id is not None and id not in items:
                yield Fault(
                    path=f"{path}.specification[{place}]",
                    message=f'No part of the specification is "{id}".',
                )
    for place, id in enumerate(tender.ties or ()):
        if id is not None and id not in criteria | questions | set(TIE_WORDS):
            yield Fault(path=f"ties[{place}]", message=f'No criterion or question is "{id}".')
        if id == "lot" and place + 1 < len(tender.ties or ()):
            yield Fault(path=f"ties[{place}]", message='"lot" must come last: nothing after it could part anyone.')
    for place, indicator in enumerate((tender.monitoring and tender.monitoring.indicators) or ()):
        if indicator.question is not None and indicator.question not in questions:
            path = f"monitoring.indicators[{place}].question"
            yield Fault(path=path, message=f'No question is "{indicator.question}".')


def _misplaced(tender: TenderFile) -> Iterator[Fault]:
    """Yield keys and formulas that do not go with the kind of their criterion or question."""
    for path, criterion in each_criterion(tender):
        if criterion.kind in (CriterionKind.PRICE, CriterionKind.PASS):
            yield from _not_here(path, criterion, ("criteria", "questions", "normalise"))
        if criterion.kind == CriterionKind.PASS:
            yield from _not_here(path, criterion, ("weight", "threshold"))
        if criterion.kind not in (CriterionKind.PRICE, None):
            yield from _not_here(path, criterion, ONLY_PRICE)
        elif criterion.kind and criterion.formula:
            yield from _unfit(path, criterion.kind, criterion.formula)
    for path, question in each_question(tender):
        if question.kind == QuestionKind.NARRATIVE:
            yield from _not_here(path, question, ONLY_COMMITMENT)
            yield from _bands_not_here(path, question, "from_")
        if question.kind == QuestionKind.COMMITMENT:
            yield from _not_here(path, question, ONLY_NARRATIVE)
            yield from _bands_not_here(path, question, "mark")
        if question.kind and question.formula:
            yield from _unfit(path, question.kind, question.formula)


def _not_here(path: str, node: Criterion | Question, keys: Iterable[str]) -> Iterator[Fault]:
    """Yield those keys that a node has though its kind may not have them."""
    for key in keys:
        if getattr(node, key) is not None:
            yield Fault(
                path=f"{path}.{key}",
                message=f'"{key}" does not go with the kind "{node.kind}".',
            )


def _bands_not_here(path: str, question: Question, field: str) -> Iterator[Fault]:
    """Yield the steps of a question that start at the wrong thing: a quantity for a mark, or a mark for a quantity."""
    for place, band in enumerate(question.bands or ()):
        if getattr(band, field) is not None:
            key = field.rstrip("_")
            yield Fault(
                path=f"{path}.bands[{place}].{key}", message=f'"{key}" does not go with the kind "{question.kind}".'
            )


def _unfit(path: str, kind: CriterionKind | QuestionKind, formula: Formula) -> Iterator[Fault]:
    """Yield a fault when a formula does not go with the kind."""
    fit = FORMULAS_OF[kind]
    if formula not in fit:
        fitting = ", ".join(sorted(fit))
        yield Fault(
            path=f"{path}.formula",
            message=f'"{formula}" does not go with "{kind}"; one of {fitting} does.',
        )
