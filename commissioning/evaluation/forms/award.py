"""A recommendation, and turning one down."""

from uuid import UUID

from django import forms

from commissioning.evaluation.forms.bid import BidForm
from commissioning.evaluation.forms.marking import LONGEST_REASON
from socialvalue.forms import Form, PlainText


class RecommendForm(BidForm):
    """Which of the bids that rank first, and why."""

    bid = forms.TypedChoiceField(
        label="Who should be awarded the contract?",
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a bid.", "invalid_choice": "Choose a bid that ranks first."},
    )
    reason = PlainText(
        label="Reason",
        help_text="If a price looks abnormally low, say what the bidder’s explanation was.",
        rows=5,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Give the reason for your recommendation."},
    )


class TurnDownForm(Form):
    """Why a recommendation is turned down."""

    reason = PlainText(
        label="Reason",
        rows=5,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Give the reason for turning the recommendation down."},
    )
