"""What may be filled in about an authority's policy."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commissioning.authorities.policy import (
    LONGEST,
    LONGEST_SOURCE,
    MOST,
    WHOLE,
    Figure,
    FigureKind,
    PolicyFileFaults,
    read_policy,
    shipped_policies,
    value_fault,
)
from glossary.words import Benefit
from socialvalue.files.forms import FileForm
from socialvalue.files.scanning import scan
from socialvalue.forms import DayField, DecimalTextField, Form, MoneyField, PlainLine, WholeNumberField
from socialvalue.text import size_text

OWN_FILE = "own"
SUFFIXES = {
    FigureKind.PERCENT: "%",
    FigureKind.HOURS: "hours",
    FigureKind.DAYS: "days",
    FigureKind.TIMES: "times",
    FigureKind.AGE: "years",
}


class FigureForm(Form):
    """A new value for one figure, from a day on. `cleaned_data["value"]` is its text as in a policy file."""

    since = DayField(
        label="From which day?", help_text="Today or later. Tenders that are published by then stay as they are."
    )
    source = PlainLine(
        label="Where does it come from?",
        help_text="The name of the policy or decision, with its date. Everyone who works on tenders sees it.",
        max_length=LONGEST_SOURCE,
    )

    def __init__(self, figure: Figure, *args: Any, text: str, **kwargs: Any) -> None:
        """`text` is the value to begin with."""
        super().__init__(*args, **kwargs)
        self.figure = figure
        self.fields = {"value": _value_field(figure, text), **self.fields}

    def clean_value(self) -> str:
        """The value as a policy file writes it."""
        said = self.cleaned_data["value"]
        text = " ".join(said) if isinstance(said, list) else f"{Decimal(said).normalize():f}"
        if fault := value_fault(self.figure, text):
            raise ValidationError(fault)
        return text


def _value_field(figure: Figure, text: str) -> forms.Field:
    """Return the field in which a figure of this kind is typed."""
    if figure.kind is FigureKind.BENEFITS:
        return forms.MultipleChoiceField(
            label="New value",
            choices=Benefit.choices(),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=text.split(),
            help_text=figure.hint,
        )
    limits = {"min_value": Decimal(figure.least), "max_value": MOST[figure.kind], "initial": Decimal(text)}
    if figure.kind is FigureKind.MONEY:
        return MoneyField(label="New value", what="a value", help_text=figure.hint, **limits)
    kind = WholeNumberField if figure.kind in WHOLE else DecimalTextField
    return kind(
        label="New value", what="a value", help_text=figure.hint, suffix=SUFFIXES.get(figure.kind, ""), **limits
    )


class PolicyForm(FileForm):
    """Which policy to look at before it is adopted. `cleaned_data` has its `text`, `name` and `values` too."""

    policy = forms.ChoiceField(label="Which policy?", widget=forms.RadioSelect)
    file = forms.FileField(
        label="Your file (if you chose that)",
        help_text=f"A policy file, up to {size_text(LONGEST)}. It ends in .json.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        allow_empty_file=True,
        required=False,
    )
    since = DayField(
        label="From which day?", help_text="Today or later. What the file dates later begins on its own day."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shipped = shipped_policies()
        names = [(key, read_policy(text)[0]) for key, text in self.shipped.items()]
        self.fields["policy"].choices = [*names, (OWN_FILE, "A file of your own")]

    def clean(self) -> dict[str, Any]:
        """Read the policy that was chosen; every fault of a file is named beside it."""
        said = super().clean()
        choice = said.get("policy")
        if choice == OWN_FILE and "file" not in self.errors:
            upload = said.get("file")
            if upload is None:
                self.add_error("file", "Choose your policy file.")
            else:
                # One byte more than a policy may have: a file that is too large is refused, not read.
                content = upload.read(LONGEST + 1)
                try:
                    scan(content, upload.name)
                except ValidationError as fault:
                    self.add_error("file", fault)
                else:
                    self._keep(said, content)
        elif choice in self.shipped:
            self._keep(said, self.shipped[choice].encode())
        return said

    def _keep(self, said: dict[str, Any], content: bytes) -> None:
        """Keep what a file says if it is a policy, and note its faults otherwise."""
        try:
            said["name"], said["values"] = read_policy(content)
            said["text"] = content.decode("utf-8-sig")
        except PolicyFileFaults as faults:
            self.add_error("file", faults.faults)


class AdoptForm(Form):
    """The policy that was looked at, carried to the button that adopts it."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False)
    since = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])

    def clean(self) -> dict[str, Any]:
        """Read the policy again: what a page carries can be changed on the way."""
        said = super().clean()
        try:
            said["name"], said["values"] = read_policy(said.get("text", ""))
        except PolicyFileFaults as faults:
            raise ValidationError("The policy was damaged on the way. Choose it again.") from faults
        return said
