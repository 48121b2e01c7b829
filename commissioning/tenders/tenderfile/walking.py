"""Walking a tender's tree of criteria and questions, each with its path in the file."""

from collections.abc import Iterator

from .nouns import Criterion, Question, TenderFile
from .words import QuestionKind


def each_criterion(tender: TenderFile) -> Iterator[tuple[str, Criterion]]:
    """Yield (path, criterion) for every criterion, parents first, such as `criteria[0].criteria[1]`."""
    return _criteria("", tender.criteria)


def _criteria(above: str, criteria: tuple[Criterion, ...] | None) -> Iterator[tuple[str, Criterion]]:
    for place, criterion in enumerate(criteria or ()):
        path = f"{above}criteria[{place}]"
        yield path, criterion
        yield from _criteria(f"{path}.", criterion.criteria)


def each_question(tender: TenderFile) -> Iterator[tuple[str, Question]]:
    """Yield (path, question) for every question, in the order of the file."""
    for above, criterion in each_criterion(tender):
        for place, question in enumerate(criterion.questions or ()):
            yield f"{above}.questions[{place}]", question


def each_family(tender: TenderFile) -> Iterator[tuple[Criterion | None, dict[str, Criterion | Question]]]:
    """Yield (parent, children by path) for every parent that has any: the tender itself (None) first."""
    yield None, {f"criteria[{place}]": criterion for place, criterion in enumerate(tender.criteria)}
    for path, criterion in each_criterion(tender):
        children: dict[str, Criterion | Question] = {
            f"{path}.criteria[{place}]": below for place, below in enumerate(criterion.criteria or ())
        }
        children |= {f"{path}.questions[{place}]": below for place, below in enumerate(criterion.questions or ())}
        if children:
            yield criterion, children


def words_asked(tender: TenderFile) -> int:
    """Return how many words the tender asks of a bidder at most: the word limits of its written questions."""
    return sum(
        question.word_limit or 0 for _, question in each_question(tender) if question.kind != QuestionKind.COMMITMENT
    )
