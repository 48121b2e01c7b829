"""What is recorded of an evaluation."""

from socialvalue.audit.events import Event


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
