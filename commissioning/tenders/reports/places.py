"""Where on the pages of a draft a path of its file is typed: the page, and the field on it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from commissioning.tenders.models import Tender
from commissioning.tenders.readiness import Section
from commissioning.tenders.reports.draft import question_address, section_address
from commissioning.tenders.tenderfile import (
    Criterion,
    Question,
    QuestionKind,
    TenderFile,
    each_family,
    each_question,
)
from glossary.words import Strand

STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")

FACTS = {
    **dict.fromkeys(("title", "reference", "summary", "service", "area"), Section.ABOUT),
    **dict.fromkeys(("procedure", "expected_bidders"), Section.VALUE),
    "frameworks": Section.FRAMEWORKS,
    "no_lots_reason": Section.LOTS,
    "partners_allowed": Section.LOTS,
}
"""The keys at the top of the file that are a field of the same name."""

GROUPS = {
    "value": (Section.VALUE, "amount"),
    "timetable": (Section.TIMETABLE, "closes_at"),
    "consideration": (Section.CONSIDERATION, "economic"),
}
"""The keys that hold several fields: the section, and the field that stands for the whole."""

LISTS = {
    "specification": (Section.SPECIFICATION, "text"),
    "lots": (Section.LOTS, "title"),
    "conditions": (Section.CONDITIONS, "kind"),
    "documents": (Section.DOCUMENTS, "name"),
}
"""The keys that list rows: the section, and the field that stands for a whole row."""

OF_A_QUESTION = {
    "bands": "steps",
    **{
        name: name
        for name in (
            *("kind", "weight", "word_limit", "minimum", "target", "share", "strand", "benefit"),
            *("priorities", "specification", "relevance", "proportionality"),
        )
    },
}
OF_A_MEASURE = ("name", "unit", "definition", "evidence")
OF_A_CRITERION = ("name", "kind", "weight", "threshold", "formula")


@dataclass(frozen=True)
class Place:
    """A field: the words for its page, the page's address, and the id that the field has there."""

    label: str
    page: str
    field: str

    @property
    def address(self) -> str:
        """The address of the page, at the field."""
        return f"{self.page}#{self.field}"


class Places:
    """The places of one tender's file. A path that no field has leads to the field that is nearest to it."""

    def __init__(self, tender: Tender, document: TenderFile) -> None:
        self.tender, self.document = tender, document

    def of(self, path: str) -> Place:
        """Return the place of a path such as `conditions[2].amount`."""
        key, row, rest = _split(path)
        if key in FACTS:
            return self._field(FACTS[key], key)
        if key in GROUPS:
            section, main = GROUPS[key]
            return self._field(section, rest or main)
        if key in LISTS:
            section, main = LISTS[key]
            return self._row(section, row, rest or main)
        if key in self._others:
            return self._others[key](path)
        return Place("The draft", reverse("tender_draft", args=[self.tender.pk]), "main-content")

    @cached_property
    def _others(self) -> dict[str, Callable[[str], Place]]:
        return {
            "criteria": self._tree,
            "scale": self._scale,
            "ties": lambda _: self._field(Section.TIES, "tie_0"),
            "monitoring": self._monitoring,
            "strands_set_aside": self._strand,
        }

    def _field(self, section: Section, name: str) -> Place:
        return Place(section.label, section_address(self.tender, section), f"id_{name}")

    def _row(self, section: Section, row: int, name: str) -> Place:
        return self._field(section, f"rows-{row}-{name}")

    def _scale(self, path: str) -> Place:
        *_, last = path.split(".")
        key, row, _ = _split(last) if "[" in last else _split(path.partition(".")[2] or "levels")
        name = last if last in ("mark", "label", "means") else "means"
        return self._row(Section.SCALE, row if key == "levels" else 0, name)

    def _monitoring(self, path: str) -> Place:
        _, _, rest = _split(path)
        key, row, name = _split(rest or "every_months")
        if key != "indicators" or not self.document.monitoring or "[" not in rest:
            return self._field(Section.MONITORING, "every_months")
        asked = [question.id for _, question in each_question(self.document)]
        watched = (self.document.monitoring.indicators or ())[row].question
        return self._row(Section.MONITORING, asked.index(watched), "watched" if name == "question" else name)

    def _strand(self, path: str) -> Place:
        answered = {*(self.document.strands_set_aside or {})}
        answered |= {question.strand for _, question in each_question(self.document) if question.strand}
        strand = path.partition(".")[2] or next((one for one in Strand if one not in answered), Strand.ECONOMIC)
        return Place("Coverage", reverse("tender_coverage", args=[self.tender.pk]), f"id_{strand}")

    def _tree(self, path: str) -> Place:
        """A criterion's row, a question's page, or the list of questions for the tree as a whole."""
        at, key = path, ""
        while at and at not in self._rows:
            at, _, last = at.rpartition(".")
            key = f"{last}.{key}".rstrip(".")
        if not at or key == "questions":
            page = reverse("tender_questions", args=[self.tender.pk])
            return Place(Section.QUESTIONS.label, page, "questions")
        row, node = self._rows[at]
        if isinstance(node, Criterion):
            return self._row(Section.CRITERIA, row, key if key in OF_A_CRITERION else "weight")
        return self.question(node, key)

    @cached_property
    def _rows(self) -> dict[str, tuple[int, Criterion | Question]]:
        """Every criterion and question by its path, with its row on the page of weights."""
        nodes = {path: node for _, children in each_family(self.document) for path, node in children.items()}
        return {path: (row, node) for row, (path, node) in enumerate(nodes.items())}

    def question(self, question: Question, key: str = "") -> Place:
        """Return the place of one key of a question."""
        name = OF_A_QUESTION.get(_split(key)[0], "text")
        if key == "formula":
            name = "counting" if question.kind is QuestionKind.COMMITMENT else "marking"
        elif key.startswith("measure"):
            part = key.partition(".")[2]
            name = f"measure_{part if part in OF_A_MEASURE else 'name'}"
        # What it could serve is only asked where the draft has any of it; the reason is asked always.
        has_none = {
            "priorities": not (question.priorities or self.document.frameworks),
            "specification": not self.document.specification,
        }
        if has_none.get(name):
            name = "relevance"
        page = question_address(self.tender, question.id)
        return Place(f"Question {question.id}", page, f"id_{name}")


def _split(path: str) -> tuple[str, int, str]:
    """Split a path into its first key, that key's place in its list (0 without one), and the rest."""
    head, _, rest = path.partition(".")
    match = STEP.fullmatch(head)
    return (match[1], int(match[2] or 0), rest) if match else ("", 0, rest)
