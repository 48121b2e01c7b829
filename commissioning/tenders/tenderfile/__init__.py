"""A tender as a file: read it, check that it hangs together, write it. Plain Python: no Django, no clock, no user.

`read` turns JSON text into a frozen `TenderFile` or raises `TenderFileFaults` with every fault and its path;
`write` gives the canonical file back. `weight_faults` says what is left to give in a draft's weights.
"""

from .carrying import broken_locks, carried_over, left_behind, locked_groups
from .editing import change_criteria, free_id, move_question, node_ids, put_question, take_question, without_loose_ends
from .faults import Fault, TenderFileFaults
from .nouns import (
    FORMAT,
    Band,
    Condition,
    Consideration,
    Criterion,
    FrameworkChoice,
    Level,
    Lot,
    LotLimits,
    Measure,
    Monitoring,
    MonitoringIndicator,
    Question,
    RequiredDocument,
    Scale,
    SpecificationItem,
    TenderFile,
    Timetable,
    Value,
)
from .reading import read
from .walking import each_criterion, each_family, each_question, words_asked
from .weights import weight_faults
from .words import (
    FORMULAS_OF,
    WITHOUT_WEIGHT,
    AskedOf,
    CarryOver,
    ConditionKind,
    CriterionKind,
    Formula,
    Needed,
    Normalise,
    Procedure,
    QuestionKind,
    ZeroPrice,
)
from .writing import plain, write

__all__ = [
    "FORMAT",
    "FORMULAS_OF",
    "WITHOUT_WEIGHT",
    "AskedOf",
    "Band",
    "CarryOver",
    "Condition",
    "ConditionKind",
    "Consideration",
    "Criterion",
    "CriterionKind",
    "Fault",
    "Formula",
    "FrameworkChoice",
    "Level",
    "Lot",
    "LotLimits",
    "Measure",
    "Monitoring",
    "MonitoringIndicator",
    "Needed",
    "Normalise",
    "Procedure",
    "Question",
    "QuestionKind",
    "RequiredDocument",
    "Scale",
    "SpecificationItem",
    "TenderFile",
    "TenderFileFaults",
    "Timetable",
    "Value",
    "ZeroPrice",
    "broken_locks",
    "carried_over",
    "change_criteria",
    "each_criterion",
    "each_family",
    "each_question",
    "free_id",
    "left_behind",
    "locked_groups",
    "move_question",
    "node_ids",
    "plain",
    "put_question",
    "read",
    "take_question",
    "weight_faults",
    "without_loose_ends",
    "words_asked",
    "write",
]
