"""What still stops a draft from being published, in sentences, and how far each of its sections is.

Plain Python: no Django, no clock, no user. Whether what it asks is relevant and proportionate is judged elsewhere: this
is only whether the tender is finished, can be answered, and can be scored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from glossary.words import Word
from socialvalue.text import date_text, datetime_text, money_text

from . import timetable
from .scorecase import scoring_faults
from .tenderfile import (
    Criterion,
    CriterionKind,
    Fault,
    Question,
    QuestionKind,
    TenderFile,
    each_criterion,
    each_question,
    plain,
)


class Section(Word):
    """The sections of a draft, in the order of the task list. The values are used in addresses."""

    ABOUT = "about", "About the service"
    CONSIDERATION = "consideration", "What you considered"
    VALUE = "value", "Value and length"
    TIMETABLE = "timetable", "Timetable"
    SPECIFICATION = "specification", "Specification"
    FRAMEWORKS = "frameworks", "Frameworks and priorities"
    CRITERIA = "criteria", "Criteria and weights"
    QUESTIONS = "questions", "Questions"
    SCALE = "scale", "Marking scale"
    LOTS = "lots", "Lots and partners"
    CONDITIONS = "conditions", "Conditions of taking part"
    DOCUMENTS = "documents", "Documents to show"
    MONITORING = "monitoring", "Monitoring"
    TIES = "ties", "Tied bids"


class Progress(StrEnum):
    """How far a section is."""

    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    DONE = "Done"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that stops publication: a sentence, the section that mends it, and the path into the file."""

    sentence: str
    section: Section
    path: str


def problems(tender: TenderFile, now: datetime) -> list[Problem]:
    """Return everything that stops the tender from being published at `now`, in the order of the sections."""
    found = [
        *_about(tender),
        *_dates(tender, now),
        *_specification(tender),
        *_criteria(tender),
        *_questions(tender),
        *_scale(tender),
        *_lots(tender),
    ]
    if not tender.ties:
        found.append(_problem("Say what decides when two bids have the same total.", Section.TIES, "ties"))
    order = list(Section)
    return sorted(found, key=lambda problem: order.index(problem.section))


def progress(tender: TenderFile, found: list[Problem]) -> dict[Section, Progress]:
    """Return how far each section is, given what `problems` found."""
    stopped = {problem.section for problem in found}
    begun = {
        Section.ABOUT: tender.service or tender.summary or tender.reference or tender.area,
        Section.VALUE: tender.value.years,
        Section.CRITERIA: tender.criteria,
        Section.QUESTIONS: any(True for _ in each_question(tender)),
        Section.LOTS: tender.lots or tender.no_lots_reason or tender.partners_allowed is not None,
        # An empty list was chosen: nothing is asked. It is absent until somebody has said so.
        Section.CONDITIONS: tender.conditions is not None,
        Section.DOCUMENTS: tender.documents is not None,
        Section.MONITORING: tender.monitoring,
    }

    def one(section: Section) -> Progress:
        if not begun.get(section, getattr(tender, section.value, None)):
            return Progress.NOT_STARTED
        return Progress.IN_PROGRESS if section in stopped else Progress.DONE

    return {section: one(section) for section in Section}


def left_to_give(criteria: tuple[Criterion, ...], questions: tuple[Question, ...] = ()) -> Decimal:
    """Return 100 less the weights given to the children of one parent; below nothing when too much was given."""
    weights = [criterion.weight for criterion in criteria] + [question.weight for question in questions]
    return Decimal(100) - sum((weight for weight in weights if weight is not None), Decimal())


def left_text(left: Decimal) -> str:
    """Say what is left to give: "10 left to give", "10 too many", "all given"."""
    if left == 0:
        return "all given"
    return f"{plain(left)} left to give" if left > 0 else f"{plain(-left)} too many"


def _problem(sentence: str, section: Section, path: str) -> Problem:
    return Problem(sentence=sentence, section=section, path=path)


def _blank(text: str | None) -> bool:
    return not (text and text.strip())


def _about(tender: TenderFile) -> Iterator[Problem]:
    """Yield what is missing from the first facts."""
    if _blank(tender.title):
        yield _problem("Give the tender a title.", Section.ABOUT, "title")
    if tender.service is None:
        yield _problem("Choose the kind of service.", Section.ABOUT, "service")
    if not tender.value.amount:
        yield _problem("Say what the contract is worth.", Section.VALUE, "value.amount")
    if not tender.value.years:
        yield _problem("Say how many years the contract runs.", Section.VALUE, "value.years")


def _dates(tender: TenderFile, now: datetime) -> Iterator[Problem]:
    """Yield what is wrong with the dates."""
    dates = tender.timetable
    if dates is None or dates.closes_at is None:
        yield _problem("Set the date and time by which bids must arrive.", Section.TIMETABLE, "timetable.closes_at")
        return
    closes_at, path = dates.closes_at, "timetable.closes_at"
    closes_on = timetable.uk_day(closes_at)
    today, fewest = timetable.uk_day(now), timetable.minimum_days(tender)
    planned = dates.published_on or today
    if closes_at <= now:
        yield _problem(
            f"The tender closes at {datetime_text(closes_at)}, which has passed. Choose a later time.",
            Section.TIMETABLE,
            path,
        )
    # Too few days from the planned publication are for the checker to say (inclusion.period): it knows no other day.
    elif (closes_on - today).days < fewest <= (closes_on - planned).days:
        yield _problem(
            f"Publication was planned for {date_text(planned)}, which has passed. Published today, bids would have "
            f"{(closes_on - today).days} days. The law asks for at least {fewest} days for this procedure.",
            Section.TIMETABLE,
            path,
        )
    steps = [
        ("published_on", "publication", dates.published_on),
        ("clarifications_by", "the last day for questions", dates.clarifications_by),
        ("closes_at", "closing", closes_on),
        ("award_on", "the award", dates.award_on),
        ("starts_on", "the start of the contract", dates.starts_on),
    ]
    set_steps = [step for step in steps if step[2] is not None]
    for (_, before, early), (key, after, late) in pairwise(set_steps):
        if late < early:  # type: ignore[operator]  # steps without a day were left out
            yield _problem(
                f"The dates are out of order: {after} comes before {before}.", Section.TIMETABLE, f"timetable.{key}"
            )


def _specification(tender: TenderFile) -> Iterator[Problem]:
    """Yield what is missing from the specification."""
    if not tender.specification:
        yield _problem("Say what you are buying: the specification is empty.", Section.SPECIFICATION, "specification")
    for place, item in enumerate(tender.specification or ()):
        if _blank(item.text):
            path = f"specification[{place}].text"
            yield _problem(f"Part {item.id} of the specification has no text.", Section.SPECIFICATION, path)


def _criteria(tender: TenderFile) -> Iterator[Problem]:
    """Yield what stops the tender from being scored: weights, kinds, formulas, a missing price."""
    criteria = dict(each_criterion(tender))
    questions = dict(each_question(tender))
    for fault in scoring_faults(tender):
        yield _scoring_problem(fault, criteria, questions)
    if tender.criteria and not any(criterion.kind is CriterionKind.PRICE for _, criterion in each_criterion(tender)):
        sentence = "Add a price criterion. If the price is fixed, choose the formula for a fixed price."
        yield _problem(sentence, Section.CRITERIA, "criteria")


def _scoring_problem(fault: Fault, criteria: dict[str, Criterion], questions: dict[str, Question]) -> Problem:
    """Return a fault of the scoring as a sentence that names the criterion or question."""
    path = fault.path
    if path.startswith(("scale", "ties")):
        return _problem(fault.message, Section(path.partition(".")[0]), path)
    node_path, _, key = path.partition(".bands[")[0].rpartition(".")
    if path in criteria:
        return _problem(f"{_named(criteria[path])}: {fault.message}", Section.QUESTIONS, path)
    if node_path in questions:
        section = Section.CRITERIA if key == "weight" else Section.QUESTIONS
        return _problem(f"Question {questions[node_path].id}: {fault.message}", section, path)
    if key in ("criteria", "questions") and "add to" in fault.message:
        parent = criteria.get(node_path)
        children = (parent.criteria or (), parent.questions or ()) if parent else (_top(criteria), ())
        where = f"The weights under {_named(parent)}" if parent else "The weights of the tender"
        left = left_to_give(*children)
        return _problem(f"{where} add to {plain(100 - left)}, not 100: {left_text(left)}.", Section.CRITERIA, path)
    if node_path in criteria:
        return _problem(f"{_named(criteria[node_path])}: {fault.message}", Section.CRITERIA, path)
    return _problem(fault.message, Section.CRITERIA, path)


def _top(criteria: dict[str, Criterion]) -> tuple[Criterion, ...]:
    """Return the criteria that have no parent."""
    return tuple(criterion for path, criterion in criteria.items() if "." not in path)


def _named(criterion: Criterion) -> str:
    """Return what people call a criterion."""
    return criterion.name or criterion.id


def _questions(tender: TenderFile) -> Iterator[Problem]:
    """Yield what stops the questions from being answered."""
    if not any(True for _ in each_question(tender)):
        yield _problem("Add at least one question.", Section.QUESTIONS, "criteria")
    for path, question in each_question(tender):
        for key, sentence in _question(question):
            yield _problem(f"Question {question.id}: {sentence}", Section.QUESTIONS, f"{path}.{key}")


def _question(question: Question) -> Iterator[tuple[str, str]]:
    """Yield (key, sentence) for what one question lacks."""
    if _blank(question.text):
        yield "text", "write the question."
    if question.kind is QuestionKind.NARRATIVE and question.word_limit is None:
        yield "word_limit", "set a word limit."
    if question.kind is QuestionKind.COMMITMENT:
        measure = question.measure
        if measure is None or _blank(measure.name):
            yield "measure.name", "say what is counted."


def _lots(tender: TenderFile) -> Iterator[Problem]:
    """Yield lots that do not make the value, and a limit that nobody could apply."""
    values = [lot.value for lot in tender.lots or ()]
    whole, given = tender.value.amount, [value for value in values if value is not None]
    if values and len(given) == len(values) and whole and sum(given) != whole:
        lots = money_text(sum(given, Decimal()))
        sentence = f"The lots are worth {lots} together, but the contract is worth {money_text(whole)}."
        yield _problem(f"{sentence} Change one of them.", Section.LOTS, "lots")
    limits = tender.lot_limits
    if limits and limits.win is not None and _blank(limits.rule):
        sentence = "Say how you decide which lots a bidder gets, since it may not win all of them."
        yield _problem(sentence, Section.LOTS, "lot_limits.rule")


def _scale(tender: TenderFile) -> Iterator[Problem]:
    """Yield what stops answers from being marked on the scale."""
    if not any(question.kind is QuestionKind.NARRATIVE for _, question in each_question(tender)):
        return
    levels = (tender.scale and tender.scale.levels) or ()
    if not levels:
        yield _problem("Add the levels of the marking scale.", Section.SCALE, "scale.levels")
    for place, level in enumerate(levels):
        if level.mark is None:
            yield _problem(f"Level {place + 1} of the scale has no mark.", Section.SCALE, f"scale.levels[{place}].mark")
        elif tender.scale and tender.scale.max is not None and level.mark > tender.scale.max:
            sentence = f"Level {plain(level.mark)} is above the highest mark, {plain(tender.scale.max)}."
            yield _problem(sentence, Section.SCALE, f"scale.levels[{place}].mark")
