"""What a tender asks of a bid, and what a bid still lacks. Plain Python, a noun a file."""

from .bid import Asked, AskedCondition, AskedQuestion, Part, Problem, asked, asked_by, problems
from .chain import LINKS, MOST_MILESTONES, Chain, Link, milestone_faults
from .promises import Advice, Delivered, advice, rate_of, same_thing

__all__ = [
    "LINKS",
    "MOST_MILESTONES",
    "Advice",
    "Asked",
    "AskedCondition",
    "AskedQuestion",
    "Chain",
    "Delivered",
    "Link",
    "Part",
    "Problem",
    "advice",
    "asked",
    "asked_by",
    "milestone_faults",
    "problems",
    "rate_of",
    "same_thing",
]
