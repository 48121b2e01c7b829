"""The states of an evaluation and what is recorded of it. Plain Python: no clock, no user."""

from commissioning.evaluation.lifecycle.conflict import Moment
from commissioning.evaluation.lifecycle.evaluation import (
    BEFORE_MODERATION,
    BEFORE_PRICES,
    LABELS,
    STEPS,
    Status,
    check_stands_at,
    check_step,
)
from commissioning.evaluation.lifecycle.event import EvaluationEvent
from commissioning.evaluation.lifecycle.stale import Stale

__all__ = [
    "BEFORE_MODERATION",
    "BEFORE_PRICES",
    "LABELS",
    "STEPS",
    "EvaluationEvent",
    "Moment",
    "Stale",
    "Status",
    "check_stands_at",
    "check_step",
]
