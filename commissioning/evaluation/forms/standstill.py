"""The award notice, the wording of a letter, and challenges."""

from typing import Any
from uuid import UUID

from django import forms

from commissioning.evaluation.forms.bid import BidForm
from commissioning.evaluation.forms.marking import LONGEST_REASON
from socialvalue.forms import Form, MomentField, PlainText


class WordingForm(Form):
    """How a reason reads in one letter."""

    text = PlainText(
        label="How the reason reads in this letter",
        rows=8,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Write how the reason reads in this letter."},
    )
    is_accepted = forms.BooleanField(
        label="I have read what the check found, and it can stand in this letter",
        help_text="Leave this empty if you have taken it out.",
        required=False,
    )
    why = PlainText(
        label="Why?",
        help_text="This stays with the case. The bidder does not see it.",
        rows=3,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Say why."},
    )


class NoticeForm(Form):
    """When the award notice was published and, where the law asks for no standstill, what the authority decides."""

    notice_at = MomentField(
        label="When was the award notice published?",
        help_text="UK time. A notice at 23:59 counts for that day.",
        error_messages={"required": "Enter when the award notice was published."},
    )
    has_standstill = forms.TypedChoiceField(
        label="Will you wait?",
        choices=[("yes", "Yes, we keep a standstill"), ("no", "No, we make the contract at once")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you keep a standstill."},
    )
    reason = PlainText(
        label="Why?",
        rows=3,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Give the reason for your decision about the standstill."},
    )

    def __init__(self, *args: Any, is_demanded: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_demanded:
            del self.fields["has_standstill"], self.fields["reason"]


class ChallengeForm(BidForm):
    """A challenge that was received."""

    bid = forms.TypedChoiceField(
        label="Who challenges the award?",
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a bidder.", "invalid_choice": "Choose a bidder."},
    )
    received_at = MomentField(
        label="When did you receive it?",
        help_text="UK time.",
        error_messages={"required": "Enter when you received it."},
    )
    about = PlainText(
        label="What is it about?",
        rows=5,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Say what the challenge is about."},
    )


class FeedbackCallForm(BidForm):
    """A call or meeting about one bid."""

    bid = forms.TypedChoiceField(
        label="Which bidder?",
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a bidder.", "invalid_choice": "Choose a bidder."},
    )
    held_at = MomentField(
        label="When was it?",
        help_text="UK time.",
        error_messages={"required": "Enter when it was."},
    )
    people = PlainText(
        label="Who took part?",
        help_text="Name everyone, on both sides.",
        rows=3,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Say who took part."},
    )
    notes = PlainText(
        label="What was asked, and what was said?",
        help_text="It is kept with the case and can’t be changed. A bidder is told of its own bid, and of the winner’s only "
        "what its letter says.",
        rows=8,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Say what was asked and what was said."},
    )


class ChallengeDecisionForm(Form):
    """What is decided about a challenge."""

    is_upheld = forms.TypedChoiceField(
        label="What do you decide?",
        choices=[
            ("no", "Not upheld: the award stands, and the standstill goes on"),
            ("yes", "Upheld: the award is taken back, and the authority decides again"),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide."},
    )
    reason = PlainText(
        label="Reason",
        rows=5,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Give the reason for the decision."},
    )
