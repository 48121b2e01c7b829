"""A conflict that is found late, and the decision about one."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from commissioning.evaluation.reports import Bidder
from socialvalue.accounts.models import User
from socialvalue.forms import Form, PlainText


class LateConflictForm(Form):
    """Who has the conflict, with which bidder, and what it is. An evaluator or chair declares only their own."""

    person = forms.ModelChoiceField(
        label="Who has the conflict of interest?",
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Say who has the conflict of interest."},
    )
    bid = forms.ChoiceField(
        label="With which bidder?", widget=forms.RadioSelect, error_messages={"required": "Choose the bidder."}
    )
    detail = PlainText(
        label="What is the conflict of interest?",
        rows=4,
        word_limit=200,
        error_messages={"required": "Say what the conflict of interest is."},
    )

    def __init__(self, bidders: Collection[Bidder], people: QuerySet[User] | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not by the bid's own id, which stands in the addresses where the panel knows it by a letter.
        self.bids = {str(bidder.provider_id): bidder.bid_id for bidder in bidders}
        self.fields["bid"].choices = [(str(bidder.provider_id), bidder.name) for bidder in bidders]
        if people is None:
            del self.fields["person"]
        else:
            self.fields["person"].queryset = people

    def bid_id(self) -> UUID:
        """The bid of the bidder that was chosen. Only after `is_valid`."""
        return self.bids[self.cleaned_data["bid"]]


class DecideConflictForm(Form):
    """Why the agreed marks stand."""

    reason = PlainText(
        label="Why do the agreed marks stand?",
        help_text="Say what the person marked, and how the others' marks and reasons bear the result without theirs.",
        rows=6,
        word_limit=500,
        error_messages={"required": "Give the reason why the agreed marks stand."},
    )
