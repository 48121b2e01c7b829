"""Which routes to a contract are open, and what the thresholds of the day ask. Plain Python: no Django, no clock."""

from .advice import RouteAdvice, Standing, routes, suggested, threshold_of
from .answers import Answers, HealthProvider, Market, Reservation, Urgency, usual_kind
from .thresholds import Threshold, ThresholdKind, estimated_value, is_below_threshold, threshold_kind, threshold_on

__all__ = [
    "Answers",
    "HealthProvider",
    "Market",
    "Reservation",
    "RouteAdvice",
    "Standing",
    "Threshold",
    "ThresholdKind",
    "Urgency",
    "estimated_value",
    "is_below_threshold",
    "routes",
    "suggested",
    "threshold_kind",
    "threshold_of",
    "threshold_on",
    "usual_kind",
]
