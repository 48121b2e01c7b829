"""What leaves the building: the evaluation report as a PDF and as a workbook, and the records of its making."""

from commissioning.evaluation.papers.document import CASE_NAME, pdf, sections
from commissioning.evaluation.papers.kinds import KINDS, PaperKind
from commissioning.evaluation.papers.offer import made, offers
from commissioning.evaluation.papers.parts import Shelf
from commissioning.evaluation.papers.records import (
    conflict_register_paper,
    moderation_record_paper,
    recommendation_paper,
    record_pdf,
)
from commissioning.evaluation.papers.workbook import workbook

__all__ = [
    "CASE_NAME",
    "KINDS",
    "PaperKind",
    "Shelf",
    "conflict_register_paper",
    "made",
    "moderation_record_paper",
    "offers",
    "pdf",
    "recommendation_paper",
    "record_pdf",
    "sections",
    "workbook",
]
