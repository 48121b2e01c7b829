"""How the bids are judged: the questions, the scale and the conditions, as they were published."""

from dataclasses import dataclass
from decimal import Decimal

from commissioning.tenders import tenderfile
from commissioning.tenders.models import Tender
from commissioning.tenders.tenderfile import CriterionKind, Level, Moderation, Question, QuestionKind, TenderFile, plain
from socialvalue.refusals import Refused
from socialvalue.text import list_text


@dataclass(frozen=True)
class Condition:
    """Something that every bid must meet: a condition of participation, or a criterion that is pass or fail."""

    id: str
    name: str


@dataclass(frozen=True)
class Method:
    """The published tender file and the parts of it that people decide on.

    `marked` are the questions answered in words, which evaluators mark; `promised` those answered with a quantity,
    which comes from the bid; `levels` the scale from lowest to highest.
    """

    file: TenderFile
    marked: tuple[Question, ...]
    promised: tuple[Question, ...]
    conditions: tuple[Condition, ...]
    levels: tuple[Level, ...]

    @property
    def is_average(self) -> bool:
        """Whether the mark of an answer is the average of the evaluators' marks; absent means that they agree one."""
        return self.file.moderation is Moderation.AVERAGE

    def question(self, question_id: str) -> Question | None:
        """The question that evaluators mark under this id, or None."""
        return next((question for question in self.marked if question.id == question_id), None)

    @property
    def marks(self) -> list[Decimal]:
        """The marks that the published levels hold, lowest first."""
        return [level.mark for level in self.levels if level.mark is not None]

    @property
    def marks_text(self) -> str:
        """The marks as a phrase: "0, 1, 2, 3, 4 or 5"."""
        return list_text([plain(mark) for mark in self.marks], "or")

    def check_marked(self, question_id: str) -> None:
        """Refuse a question that evaluators don't mark."""
        if self.question(question_id) is None:
            raise Refused("This tender has no such question to mark.")

    def check_on_scale(self, mark: Decimal) -> None:
        """Refuse a mark that no published level holds."""
        if mark not in self.marks:
            raise Refused(f"A mark must be one of {self.marks_text}.")


def method(tender: Tender) -> Method:
    """The method of a published tender, from its newest pack. One query."""
    pack = tender.packs.order_by("-version")[0]
    file = pack.file
    questions = [question for _, question in tenderfile.each_question(file)]
    levels = (file.scale and file.scale.levels) or ()
    return Method(
        file=file,
        marked=tuple(question for question in questions if question.kind == QuestionKind.NARRATIVE),
        promised=tuple(question for question in questions if question.kind == QuestionKind.COMMITMENT),
        conditions=_conditions(file),
        levels=tuple(sorted(levels, key=lambda level: level.mark or 0)),
    )


def _conditions(file: TenderFile) -> tuple[Condition, ...]:
    """Conditions of participation, then criteria that are pass or fail."""
    stated = [
        Condition(condition.id, condition.text or (condition.kind.label if condition.kind else condition.id))
        for condition in file.conditions or ()
    ]
    criteria = [
        Condition(criterion.id, criterion.name or criterion.id)
        for _, criterion in tenderfile.each_criterion(file)
        if criterion.kind == CriterionKind.PASS
    ]
    return (*stated, *criteria)
