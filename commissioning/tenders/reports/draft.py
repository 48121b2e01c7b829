"""A draft as a task list, its problems with the pages that mend them, and its questions in a row."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from commissioning.tenders.models import Tender
from commissioning.tenders.readiness import Problem, Progress, Section, problems, progress
from commissioning.tenders.tenderfile import QuestionKind, TenderFile, each_criterion, plain
from socialvalue.text import count_text

COLOURS = {Progress.NOT_STARTED: "blue", Progress.IN_PROGRESS: "yellow", Progress.DONE: ""}


@dataclass(frozen=True)
class Task:
    """One section in the task list."""

    title: str
    address: str
    status: str
    colour: str
    hint: str


@dataclass(frozen=True)
class ProblemLine:
    """One problem with the page that mends it."""

    sentence: str
    section: str
    address: str


@dataclass(frozen=True)
class DraftQuestion:
    """One question of a draft, ready to be listed."""

    id: str
    criterion: str
    text: str
    answer: str
    weight: str
    address: str
    is_first: bool
    is_last: bool


def section_address(tender: Tender, section: Section) -> str:
    """Return the address of a section's page."""
    return reverse("tender_section", args=[tender.pk, section.value])


def tasks(tender: Tender, now: datetime) -> list[Task]:
    """Return every section with how far it is."""
    found = problems(tender.file, now)
    done = progress(tender.file, found)
    left = {section: sum(problem.section is section for problem in found) for section in Section}
    return [
        Task(
            title=section.label,
            address=section_address(tender, section),
            status=done[section].value,
            colour=COLOURS[done[section]],
            hint=f"{count_text(left[section], 'thing')} to mend before you can publish" if left[section] else "",
        )
        for section in Section
    ]


def problem_lines(tender: Tender, now: datetime, section: Section | None = None) -> list[ProblemLine]:
    """Return what stops publication, of one section or of all."""
    return [
        _line(tender, problem)
        for problem in problems(tender.file, now)
        if section is None or problem.section is section
    ]


def _line(tender: Tender, problem: Problem) -> ProblemLine:
    return ProblemLine(problem.sentence, problem.section.label, section_address(tender, problem.section))


def question_address(tender: Tender, question_id: str) -> str:
    """Return the address of one question's page."""
    return f"{reverse('tender_question', args=[tender.pk])}?{urlencode({'id': question_id})}"


def questions(tender: Tender) -> list[DraftQuestion]:
    """Return the questions in the order of the file, with the criterion each is part of."""
    found = []
    for _, criterion in each_criterion(tender.file):
        listed = criterion.questions or ()
        for place, question in enumerate(listed):
            if question.kind is QuestionKind.COMMITMENT:
                answer = "Commitment"
            else:
                answer = count_text(question.word_limit, "word") if question.word_limit else "No word limit yet"
            found.append(
                DraftQuestion(
                    id=question.id,
                    criterion=criterion.name or criterion.id,
                    text=question.text or "Not written yet",
                    answer=answer,
                    weight="no weight yet" if question.weight is None else f"{plain(question.weight)}%",
                    address=question_address(tender, question.id),
                    is_first=place == 0,
                    is_last=place == len(listed) - 1,
                )
            )
    return found


def has_room_for_questions(tender: TenderFile) -> bool:
    """Whether some criterion can take a question."""
    return any(criterion.kind in (None, "quality", "social_value") for _, criterion in each_criterion(tender))
