"""Which routes to a contract are open, and what the thresholds of the day ask. Plain Python: no Django, no clock."""

from .thresholds import Threshold, ThresholdKind, estimated_value, is_below_threshold, threshold_kind, threshold_on

__all__ = [
    "Threshold",
    "ThresholdKind",
    "estimated_value",
    "is_below_threshold",
    "threshold_kind",
    "threshold_on",
]
