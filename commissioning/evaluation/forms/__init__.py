"""What people fill in while they evaluate. The forms say what is valid; the actions decide."""

from commissioning.evaluation.forms.assignment import AssignmentForm, ReassignForm
from commissioning.evaluation.forms.award import RecommendForm, TurnDownForm
from commissioning.evaluation.forms.calibration import PracticeForm, PracticeMarkForm, ReadingForm
from commissioning.evaluation.forms.conflict import DecideConflictForm, LateConflictForm
from commissioning.evaluation.forms.gate import GateForm
from commissioning.evaluation.forms.letter import MaskForm
from commissioning.evaluation.forms.library import LibraryForm
from commissioning.evaluation.forms.marking import LONGEST_REASON, MarkForm, mark_field
from commissioning.evaluation.forms.moderation import AgreeForm, SpreadFilter
from commissioning.evaluation.forms.panel import ConflictsForm, PanelForm, people_for
from commissioning.evaluation.forms.query import AnswerQueryForm, DecideQueryForm, QueryForm

__all__ = [
    "LONGEST_REASON",
    "AgreeForm",
    "AnswerQueryForm",
    "AssignmentForm",
    "ConflictsForm",
    "DecideConflictForm",
    "DecideQueryForm",
    "GateForm",
    "LateConflictForm",
    "LibraryForm",
    "MarkForm",
    "MaskForm",
    "PanelForm",
    "PracticeForm",
    "PracticeMarkForm",
    "QueryForm",
    "ReadingForm",
    "ReassignForm",
    "RecommendForm",
    "SpreadFilter",
    "TurnDownForm",
    "mark_field",
    "people_for",
]
