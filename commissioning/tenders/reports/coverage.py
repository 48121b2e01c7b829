"""Which strands of well-being and which priorities the questions of a draft cover, and which they don't."""

from dataclasses import dataclass

from commissioning.tenders.models import Tender
from commissioning.tenders.reports.draft import question_address
from commissioning.tenders.tenderfile import Question, TenderFile, each_question
from glossary.models import Framework, Priority
from glossary.words import Strand
from socialvalue.text import count_text

NO_STRAND = "No strand"
# May be parted where a column is narrow.
NARROW = {Strand.ECONOMIC: "Econ\u00adomic", Strand.ENVIRONMENTAL: "Environ\u00admental"}


@dataclass(frozen=True)
class QuestionLink:
    """A question's id with its page."""

    id: str
    address: str


@dataclass(frozen=True)
class PriorityRow:
    """One priority: the questions that serve it, a cell for each strand."""

    name: str
    cells: list[list[QuestionLink]]

    @property
    def is_empty(self) -> bool:
        """Whether no question serves it."""
        return not any(self.cells)


@dataclass(frozen=True)
class FrameworkGrid:
    """The priorities of one framework."""

    name: str
    headers: tuple[str, ...]
    rows: list[PriorityRow]

    @property
    def left_text(self) -> str:
        """How many priorities nothing serves: that is allowed, and is said."""
        empty = sum(row.is_empty for row in self.rows)
        if not empty:
            return "Each of its priorities has a question."
        count = count_text(empty, "priority", "priorities")
        has = "has" if empty == 1 else "have"
        return f"{count} of {len(self.rows)} {has} no question. Not every contract can serve them all."


@dataclass(frozen=True)
class StrandLine:
    """One strand of well-being: its questions, or why it is set aside, or neither."""

    strand: Strand
    questions: list[QuestionLink]
    set_aside: str


@dataclass(frozen=True)
class Coverage:
    """The grid of a draft."""

    strands: list[StrandLine]
    grids: list[FrameworkGrid]
    without_priority: list[QuestionLink]


def coverage_of(tender: Tender) -> Coverage:
    """Return the grid: priorities of the frameworks that the draft uses, by strand. Two queries."""
    document = tender.file
    asked = [question for _, question in each_question(document)]
    aside = document.strands_set_aside or {}
    return Coverage(
        strands=[
            StrandLine(
                strand, [_link(tender, one) for one in asked if one.strand is strand], aside.get(strand, "").strip()
            )
            for strand in Strand
        ],
        grids=_grids(tender, document, asked),
        without_priority=[_link(tender, one) for one in asked if not one.priorities],
    )


def _link(tender: Tender, question: Question) -> QuestionLink:
    return QuestionLink(question.id, question_address(tender, question.id))


def _grids(tender: Tender, document: TenderFile, asked: list[Question]) -> list[FrameworkGrid]:
    """Return a grid for each framework, in the order of the file; one that the portal does not know has no rows."""
    ids = [framework.id for framework in document.frameworks or ()]
    names = dict(Framework.objects.filter(slug__in=ids).values_list("slug", "name"))
    has_loose = any(one.priorities and one.strand is None for one in asked)
    columns = [*Strand, *([None] if has_loose else [])]
    rows: dict[str, list[PriorityRow]] = {}
    found = Priority.objects.filter(theme__framework__slug__in=ids).order_by("theme__place", "place")
    for key, name in found.values_list("key", "name"):
        serving = [one for one in asked if key in (one.priorities or ())]
        cells = [[_link(tender, one) for one in serving if one.strand is column] for column in columns]
        rows.setdefault(key.partition("/")[0], []).append(PriorityRow(name, cells))
    headers = ("Priority", *(NARROW.get(column, column.label) if column else NO_STRAND for column in columns))
    return [FrameworkGrid(names.get(id, id), headers, rows.get(id, [])) for id in ids]
