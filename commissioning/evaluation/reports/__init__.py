"""What an evaluation's pages and papers show, as frozen dataclasses of finished strings."""

from commissioning.evaluation.reports.answers import Decision, ShownAnswer, answer, decisions
from commissioning.evaluation.reports.assignment import assigned, markers_of, unmarked
from commissioning.evaluation.reports.average import Averaged, agreed_marks, averaged, averages
from commissioning.evaluation.reports.award import AwardSummary, award, winning_bids
from commissioning.evaluation.reports.bidders import Bidder, all_bidders, bidders, bidders_open_to
from commissioning.evaluation.reports.calibration import ShownPractice, practices, readings
from commissioning.evaluation.reports.case import case
from commissioning.evaluation.reports.conflict_register import ConflictRegister, conflict_register
from commissioning.evaluation.reports.library import Entry, Place, fitting, library, matching
from commissioning.evaluation.reports.lot import LotAward, LotRanking, LotsGiven, given_lots, lot_rankings
from commissioning.evaluation.reports.marking import Cell, Matrix, blank_marks, marking_matrix
from commissioning.evaluation.reports.masking import MarkingCopy, marking_copies, masked_row
from commissioning.evaluation.reports.method import Method, method
from commissioning.evaluation.reports.moderation import AnswerMarks, Given, Spread, answer_marks, spread
from commissioning.evaluation.reports.progress import Progress, progress
from commissioning.evaluation.reports.query import (
    ShownQuery,
    clarified,
    first_letter,
    flagged_bids,
    queries,
    shown_query,
    unexplained,
)
from commissioning.evaluation.reports.ranking import RankedBid, Ranking, ranking
from commissioning.evaluation.reports.standing import Standing, standing
from commissioning.evaluation.reports.workload import Workload, workload

__all__ = [
    "AnswerMarks",
    "Averaged",
    "AwardSummary",
    "Bidder",
    "Cell",
    "ConflictRegister",
    "Decision",
    "Entry",
    "Given",
    "LotAward",
    "LotRanking",
    "LotsGiven",
    "MarkingCopy",
    "Matrix",
    "Method",
    "Place",
    "Progress",
    "RankedBid",
    "Ranking",
    "ShownAnswer",
    "ShownPractice",
    "ShownQuery",
    "Spread",
    "Standing",
    "Workload",
    "agreed_marks",
    "all_bidders",
    "answer",
    "answer_marks",
    "assigned",
    "averaged",
    "averages",
    "award",
    "bidders",
    "bidders_open_to",
    "blank_marks",
    "case",
    "clarified",
    "conflict_register",
    "decisions",
    "first_letter",
    "fitting",
    "flagged_bids",
    "given_lots",
    "library",
    "lot_rankings",
    "markers_of",
    "marking_copies",
    "marking_matrix",
    "masked_row",
    "matching",
    "method",
    "practices",
    "progress",
    "queries",
    "ranking",
    "readings",
    "shown_query",
    "spread",
    "standing",
    "unexplained",
    "unmarked",
    "winning_bids",
    "workload",
]
