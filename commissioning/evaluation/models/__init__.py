"""How opened bids become an award: the panel, conflicts, gates, marks, consensus, award, and the papers of it all."""

from commissioning.evaluation.models.assignment import Assignment
from commissioning.evaluation.models.award import Award
from commissioning.evaluation.models.calibration import Practice, PracticeMark
from commissioning.evaluation.models.cancellation import Cancellation
from commissioning.evaluation.models.challenge import Challenge
from commissioning.evaluation.models.conflict import Conflict, ConflictDecision, ConflictQuerySet
from commissioning.evaluation.models.consensus import AgreementDraft, Consensus, Difference, PastConsensus
from commissioning.evaluation.models.evaluation import READERS, Evaluation, EvaluationQuerySet, PanelMember
from commissioning.evaluation.models.feedback_call import FeedbackCall
from commissioning.evaluation.models.gate import Gate, GateQuerySet
from commissioning.evaluation.models.letter import BidderLetter, MaskedWords
from commissioning.evaluation.models.mark import REVEALED, Mark, MarkQuerySet
from commissioning.evaluation.models.paper import Paper, PaperPart
from commissioning.evaluation.models.query import Query
from commissioning.evaluation.models.summary import SummaryRelease, SummaryWording

__all__ = [
    "READERS",
    "REVEALED",
    "AgreementDraft",
    "Assignment",
    "Award",
    "BidderLetter",
    "Cancellation",
    "Challenge",
    "Conflict",
    "ConflictDecision",
    "ConflictQuerySet",
    "Consensus",
    "Difference",
    "Evaluation",
    "EvaluationQuerySet",
    "FeedbackCall",
    "Gate",
    "GateQuerySet",
    "Mark",
    "MarkQuerySet",
    "MaskedWords",
    "PanelMember",
    "Paper",
    "PaperPart",
    "PastConsensus",
    "Practice",
    "PracticeMark",
    "Query",
    "SummaryRelease",
    "SummaryWording",
]
