"""Words to hide in the marking copy of one bid."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms

from commissioning.evaluation.reports import Bidder
from socialvalue.forms import Form, PlainLine


class MaskForm(Form):
    """Whose bid, and which words."""

    bidder = forms.ChoiceField(label="In whose bid?", error_messages={"required": "Choose the bidder."})
    words = PlainLine(
        label="Words to hide",
        help_text="A name, a place or a project that tells who wrote the bid. Capitals make no difference.",
        max_length=200,
        error_messages={"required": "Write the words to hide."},
    )

    def __init__(self, bidders: Collection[Bidder], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bidder"].choices = [("", "Choose"), *((str(one.bid_id), one.name) for one in bidders)]

    def bid_id(self) -> UUID:
        """The bid. Only after `is_valid`."""
        return UUID(self.cleaned_data["bidder"])
