"""What a tender asks of a bid, and what a bid still lacks. Plain Python, a noun a file."""

from .bid import Asked, AskedCondition, AskedQuestion, Part, Problem, asked, asked_by, problems

__all__ = [
    "Asked",
    "AskedCondition",
    "AskedQuestion",
    "Part",
    "Problem",
    "asked",
    "asked_by",
    "problems",
]
