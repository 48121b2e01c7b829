"""The states of this stage's nouns, and what is recorded of them. Plain Python: no clock, no user."""

from .tender import STEPS, Phase, Status, TenderEvent, check_step, phase, words

__all__ = ["STEPS", "Phase", "Status", "TenderEvent", "check_step", "phase", "words"]
