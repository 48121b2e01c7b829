"""Other amounts for a tender's conditions, to see whom they would shut out. Nothing of it is saved."""

from decimal import Decimal
from typing import Any

from django import forms

from commissioning.tenders.reports.reach import condition_words
from commissioning.tenders.tenderfile import TenderFile
from socialvalue.forms import Form, MoneyField


class MoveForm(Form):
    """One amount for each condition that has one, and which conditions to leave out."""

    def __init__(self, document: TenderFile, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conditions = document.conditions or ()
        # By their place: an id is any text, and a field's name is not.
        self.amounts = {f"amount_{place}": one for place, one in enumerate(conditions) if one.amount is not None}
        for name, condition in self.amounts.items():
            label = condition.kind.label if condition.kind else "Condition"
            self.fields[name] = MoneyField(
                label=f"{condition.id}: {label} of at least", what="an amount", initial=condition.amount, required=False
            )
        self.fields["out"] = forms.MultipleChoiceField(
            label="Which would you leave out?",
            choices=[(one.id, condition_words(one)) for one in conditions],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def moved_amounts(self) -> dict[str, Decimal]:
        """The amounts that were typed, by the id of the condition; an empty one stays as it is drafted."""
        said = self.cleaned_data
        return {condition.id: said[name] for name, condition in self.amounts.items() if said[name] is not None}
