"""What leaves the building: the evaluation report as a PDF and as a workbook, drawn from the same dataclass as its page."""

from commissioning.evaluation.papers.document import CASE_NAME, pdf, sections
from commissioning.evaluation.papers.workbook import workbook

__all__ = ["CASE_NAME", "pdf", "sections", "workbook"]
