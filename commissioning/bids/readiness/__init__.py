"""What a tender asks of a bid, and what a bid still lacks. Plain Python, a noun a file."""

from .bid import Asked, AskedCondition, AskedLot, AskedQuestion, Part, Problem, asked, asked_by, problems
from .chain import LINKS, MOST_MILESTONES, Chain, Link, milestone_faults
from .partner import Signed, digest_of, partner_faults, percent_of_lead
from .promises import PER, Advice, Delivered, advice, rate_of, same_thing

__all__ = [
    "LINKS",
    "MOST_MILESTONES",
    "PER",
    "Advice",
    "Asked",
    "AskedCondition",
    "AskedLot",
    "AskedQuestion",
    "Chain",
    "Delivered",
    "Link",
    "Part",
    "Problem",
    "Signed",
    "advice",
    "asked",
    "asked_by",
    "digest_of",
    "milestone_faults",
    "partner_faults",
    "percent_of_lead",
    "problems",
    "rate_of",
    "same_thing",
]
