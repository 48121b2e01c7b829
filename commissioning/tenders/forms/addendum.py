"""What is said of a change to a published tender before it goes to approval."""

from collections.abc import Iterable
from typing import Any

from django import forms

from commissioning.tenders.forms.editor import not_too_long, written
from commissioning.tenders.reports.findings import WarningGroup
from socialvalue.forms import Form, MomentField, PlainText


class SendAddendumForm(Form):
    """Whether it matters to bids, why, and when the tender is to close. A reason for each warning that needs one."""

    is_material = forms.ChoiceField(
        label="Does the change matter to bids?",
        help_text="It does if it could change what a bidder offers, its price, or whether it bids. Whoever has submitted a "
        "bid is then asked to confirm it or change it.",
        choices=[("yes", "Yes, it is material"), ("no", "No, for example it mends a spelling mistake")],
        widget=forms.RadioSelect,
    )
    reason = PlainText(label="Why does the tender change?", help_text="Everyone reads this.", rows=3)
    closes_at = MomentField(label="When is the tender to close?")
    closing_reason = PlainText(
        label="Why does the closing move, or why does it stay?", help_text="Everyone reads this.", rows=3
    )

    def __init__(self, warnings: Iterable[WarningGroup], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reason", "closing_reason"):
            self.fields[name].validators.append(not_too_long)
        for group in warnings:
            hint = " ".join(dict.fromkeys(line.finding.reason for line in group.lines))
            self.fields[f"finding-{group.id}"] = written("Why is it right for this contract?", hint, rows=3)

    def reasons(self) -> dict[str, str]:
        """Return what was written about warnings, by finding id. Only after it is valid."""
        return {
            name.removeprefix("finding-"): said
            for name, said in self.cleaned_data.items()
            if name.startswith("finding-") and said
        }
