"""A recommendation, and turning one down."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from commissioning.evaluation.forms.marking import LONGEST_REASON
from socialvalue.forms import Form, PlainText


class RecommendForm(Form):
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

    def __init__(self, first: Iterable[tuple[UUID, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bid"].choices = [(str(bid_id), name) for bid_id, name in first]


class TurnDownForm(Form):
    """Why a recommendation is turned down."""

    reason = PlainText(
        label="Reason",
        rows=5,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Give the reason for turning the recommendation down."},
    )
