"""What an evaluation's pages and papers show, as frozen dataclasses of finished strings."""

from commissioning.evaluation.reports.bidders import Bidder, bidders, bidders_open_to
from commissioning.evaluation.reports.case import case
from commissioning.evaluation.reports.marking import Matrix, blank_marks, marking_matrix
from commissioning.evaluation.reports.method import Method, method
from commissioning.evaluation.reports.moderation import Spread, spread
from commissioning.evaluation.reports.ranking import Ranking, ranking

__all__ = [
    "Bidder",
    "Matrix",
    "Method",
    "Ranking",
    "Spread",
    "bidders",
    "bidders_open_to",
    "blank_marks",
    "case",
    "marking_matrix",
    "method",
    "ranking",
    "spread",
]
