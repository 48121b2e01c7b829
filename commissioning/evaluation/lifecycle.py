"""The states of an evaluation and what is recorded of it. Plain Python: no clock, no user."""

from enum import StrEnum

from socialvalue.audit.events import Event
from socialvalue.refusals import Refused


class Status(StrEnum):
    """Where an evaluation stands."""

    PANEL = "panel"  # the panel is being named; bids may still be sealed
    MARKING = "marking"  # each evaluator marks alone
    MODERATION = "moderation"  # every mark is locked; the chair agrees one mark for each answer
    AGREED = "agreed"  # quality is final; prices are shown and the ranking is worked out
    SIGNED_OFF = "signed_off"  # the chair has signed the evaluation report
    RECOMMENDED = "recommended"  # an officer has recommended an award
    AWARDED = "awarded"  # another officer has approved it


# from -> to, and what the step is called.
STEPS: dict[tuple[Status, Status], str] = {
    (Status.PANEL, Status.MARKING): "start marking",
    (Status.MARKING, Status.MODERATION): "start moderation",
    (Status.MODERATION, Status.AGREED): "lock the consensus",
    (Status.AGREED, Status.SIGNED_OFF): "sign off the report",
    (Status.SIGNED_OFF, Status.RECOMMENDED): "recommend an award",
    (Status.RECOMMENDED, Status.SIGNED_OFF): "turn down the recommendation",
    (Status.RECOMMENDED, Status.AWARDED): "approve the award",
}

LABELS = {
    Status.PANEL: "Naming the panel",
    Status.MARKING: "Marking",
    Status.MODERATION: "Moderation",
    Status.AGREED: "Quality agreed",
    Status.SIGNED_OFF: "Signed off",
    Status.RECOMMENDED: "Award recommended",
    Status.AWARDED: "Awarded",
}


def check_step(before: Status, after: Status) -> None:
    """Refuse a step that is not in the table."""
    if (before, after) not in STEPS:
        raise Refused(f"This evaluation stands at “{LABELS[before]}”. It can't go to “{LABELS[after]}” from there.")


# Until then nobody sees another's marks, and no panel member sees a price.
BEFORE_MODERATION = (Status.PANEL, Status.MARKING)
BEFORE_PRICES = (*BEFORE_MODERATION, Status.MODERATION)


def check_stands_at(status: Status, *wanted: Status) -> None:
    """Refuse what may be done only while the evaluation stands at one of `wanted`."""
    if status not in wanted:
        places = " or ".join(f"“{LABELS[place]}”" for place in wanted)
        raise Refused(f"This evaluation stands at “{LABELS[status]}”. This can be done only at {places}.")


class Stale(Refused):
    """Someone saved the same text after the page was opened. `stored` is the row as it is now; nothing was overwritten."""

    def __init__(self, stored: object) -> None:
        super().__init__(
            "Someone saved this after you opened the page. Nothing of yours is lost: compare the two, then save again."
        )
        self.stored = stored


class EvaluationEvent(Event):
    """What is recorded of an evaluation. No sentence holds a mark, a reason or a price."""

    PANEL_NAMED = "evaluation.panel_named", "named the panel: {people}."
    CONFLICTS_DECLARED = (
        "evaluation.conflicts_declared",
        "declared conflicts of interest: {found}.",
    )
    MARKING_STARTED = "evaluation.marking_started", "started marking."
    GATE_DECIDED = (
        "evaluation.gate_decided",
        "decided condition {condition} for {provider}: {outcome}.",
    )
    MARKS_LOCKED = "evaluation.marks_locked", "locked their marks."
    MODERATION_STARTED = "evaluation.moderation_started", "started moderation."
    CONSENSUS_AGREED = (
        "evaluation.consensus_agreed",
        "agreed a mark for {question} of {provider}.",
    )
    CONSENSUS_LOCKED = "evaluation.consensus_locked", "locked the consensus."
    PAPER_ASKED = "evaluation.paper_asked", "asked for a paper: {paper}."
    SIGNED_OFF = "evaluation.signed_off", "signed off the evaluation report, {sha256}."
    RECOMMENDED = "evaluation.recommended", "recommended an award to {provider}."
    TURNED_DOWN = "evaluation.turned_down", "turned down the recommendation: {reason}"
    AWARDED = "evaluation.awarded", "approved the award to {provider}."
