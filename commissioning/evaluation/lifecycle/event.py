"""What is recorded of an evaluation."""

from socialvalue.audit.events import Event


class EvaluationEvent(Event):
    """What is recorded of an evaluation. No sentence holds a mark, a reason or a price."""

    PANEL_NAMED = "evaluation.panel_named", "named the panel: {people}."
    CONFLICTS_DECLARED = (
        "evaluation.conflicts_declared",
        "declared conflicts of interest: {found}.",
    )
    CONFLICT_FOUND = "evaluation.conflict_found", "recorded that {person} has a conflict of interest with a bidder."
    CONFLICT_DECIDED = (
        "evaluation.conflict_decided",
        "decided that the agreed marks stand after a conflict of interest of {person}: {reason}",
    )
    PANEL_CHANGED = "evaluation.panel_changed", "changed the panel to {people}: {reason}"
    ASSIGNED = "evaluation.assigned", "said who marks what, and when. {reason}"
    REASSIGNED = "evaluation.reassigned", "gave {count} to {person} to mark: {reason}"
    PRACTICE_SET = "evaluation.practice_set", "set a practice answer to {question}."
    PRACTICE_MARKED = "evaluation.practice_marked", "marked a practice answer to {question}."
    PRACTICE_CLOSED = "evaluation.practice_closed", "showed everyone’s marks for a practice answer to {question}."
    READING_AGREED = "evaluation.reading_agreed", "wrote down how the panel reads the levels for {question}."
    MARKING_STARTED = "evaluation.marking_started", "started marking."
    GATE_DECIDED = (
        "evaluation.gate_decided",
        "decided condition {condition} for {provider}: {outcome}.",
    )
    GATE_CONFIRMED = (
        "evaluation.gate_confirmed",
        "confirmed that {provider} does not meet condition {condition}.",
    )
    WORDS_MASKED = "evaluation.words_masked", "hid words in the marking copy of a bid."
    WORDS_SHOWN = "evaluation.words_shown", "showed words again in the marking copy of a bid."
    NAMES_REVEALED = "evaluation.names_revealed", "showed the panel who the bidders are."
    PRICES_OPENED = "evaluation.prices_opened", "opened the prices of {count}."
    QUERY_ASKED = "evaluation.query_asked", "asked a question about the bid."
    QUERY_ANSWERED = "evaluation.query_answered", "answered a question about the bid."
    QUERY_DECIDED = "evaluation.query_decided", "decided about a bidder’s answer to a question."
    QUERY_CONFIRMED = "evaluation.query_confirmed", "confirmed that a bid is disregarded for its abnormally low price."
    MARKERS_REMINDED = "evaluation.markers_reminded", "reminded {count} to lock their marks."
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
    SUMMARY_WORDED = "evaluation.summary_worded", "decided the wording of a reason in an assessment summary."
    SUMMARIES_CHECKED = "evaluation.summaries_checked", "checked {count}."
    SUMMARIES_RELEASED = "evaluation.summaries_released", "sent {count}, all at the same moment."
    NOTICE_RECORDED = "evaluation.notice_recorded", "recorded the award notice of {moment}. {until}"
    CHALLENGED = "evaluation.challenged", "recorded a challenge received at {moment}."
    CHALLENGE_DECIDED = "evaluation.challenge_decided", "decided a challenge: {outcome}. {reason}"
    FEEDBACK_GIVEN = "evaluation.feedback_given", "wrote down a feedback call with {provider}."
    CANCEL_ASKED = "evaluation.cancel_asked", "asked to cancel the procurement: {reason}"
    CANCEL_TURNED_DOWN = "evaluation.cancel_turned_down", "decided that the procurement goes on: {reason}"
    CONCLUDED = "evaluation.concluded", "ended the standstill: the contract with {provider} is made."
