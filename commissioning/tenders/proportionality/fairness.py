"""Whether what is promised is rewarded fairly: not by the size of the bidder, and not twice."""

from collections.abc import Callable, Iterator

from commissioning.tenders.tenderfile import Formula, QuestionKind

from .case import Case
from .finding import Finding, Severity
from .wording import is_blank, quoted, same_words

FAIR = "Procurement Act 2023, s.12 and s.23"
FAVOURS_SIZE = "The most that anyone offers sets the mark for all. That helps the largest bidder."
ONCE = "Procurement Act 2023, s.23"


def relative(case: Case) -> Iterator[Finding]:
    """Find quantities that are marked relative to the highest bid, one by one or with the criterion above them."""
    counted = [(path, question) for path, question in case.questions if question.kind is QuestionKind.COMMITMENT]
    for path, question in counted:
        if question.formula is Formula.RELATIVE_TO_HIGHEST:
            yield Finding(
                id="fairness.relative",
                severity=Severity.WARN,
                at=f"{path}.formula",
                words=Formula.RELATIVE_TO_HIGHEST.label,
                reason=FAVOURS_SIZE,
                mend="Set a target that fits the contract, and mark each bid by its share of it.",
                source=FAIR,
            )
    for above, criterion in case.criteria:
        if criterion.normalise and any(path.startswith(f"{above}.") for path, _ in counted):
            yield Finding(
                id="fairness.relative",
                severity=Severity.WARN,
                at=f"{above}.normalise",
                words=criterion.normalise.label,
                reason=FAVOURS_SIZE,
                mend="Leave the marks under this as they are, and do not stretch them to the best bid.",
                source=FAIR,
            )


def double_count(case: Case) -> Iterator[Finding]:
    """Find a measure that an earlier commitment rewards too: by its name, or by its unit and definition."""
    names: dict[str, str] = {}
    meanings: dict[tuple[str, str], str] = {}
    for path, question in case.questions:
        measure = question.measure
        if question.kind is not QuestionKind.COMMITMENT or measure is None:
            continue
        name = _singular(measure.name or "")
        meaning = (_singular(measure.unit or ""), _singular(measure.definition or ""))
        first = names.get(name) or meanings.get(meaning)
        if first:
            yield Finding(
                id="fairness.double-count",
                severity=Severity.STOP,
                at=f"{path}.measure.name",
                words=quoted(measure.name or measure.definition),
                reason=f"Question {first} counts the same thing, so one promise would be paid for twice.",
                mend="Take one of the two out, or count something else and name it for what it is.",
                source=ONCE,
            )
        if name:
            names.setdefault(name, question.id)
        if not is_blank(measure.unit) and not is_blank(measure.definition):
            meanings.setdefault(meaning, question.id)


def _singular(text: str) -> str:
    """Return a text as its bare words, each without an s at its end."""
    return " ".join(word.removesuffix("s") for word in same_words(text).split())


RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (relative, double_count)
