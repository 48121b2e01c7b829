"""One paper of an organisation: an insurance, a policy, a certificate or a registration."""

import json
from pathlib import Path
from typing import Any

from django import forms

from providers.models import Paper
from socialvalue.files.forms import FileForm
from socialvalue.forms import CheckedFileField, DayField, MoneyField, PlainLine

Kind = Paper.Kind
OTHER = "other"
# The papers that conditions name most, with what each is for; others are typed.
PAPERS = json.loads((Path(__file__).parents[1] / "data" / "papers.json").read_text(encoding="utf-8"))
QUESTIONS = {
    Kind.INSURANCE: "Which insurance is it?",
    Kind.POLICY: "What is the policy about?",
    Kind.CERTIFICATE: "Which certificate is it?",
    Kind.REGISTRATION: "Who registers or licenses you?",
}
ENDS = {
    Kind.INSURANCE: ("What is the last day of the cover?", "As your certificate says, like 31 3 2027."),
    Kind.POLICY: ("When will you review it next? (if you know)", "Like 31 3 2027. We remind you."),
    Kind.CERTIFICATE: ("What is its last day? (if it has one)", "Like 31 3 2027. We remind you."),
    Kind.REGISTRATION: ("What is its last day? (if it has one)", "Like 31 3 2027. We remind you."),
}


class PaperForm(FileForm):
    """What is asked of a paper depends on its kind. `paper` is the one to change, None for a new one."""

    def __init__(self, *args: Any, kind: Kind, paper: Paper | None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(kind, paper), **kwargs)
        self.kind = kind
        which = forms.ChoiceField(
            label=QUESTIONS[kind],
            choices=[*((name, name) for name, _ in PAPERS[kind]), (OTHER, "Another")],
            widget=forms.RadioSelect,
        )
        which.option_hints = dict(PAPERS[kind])
        self.fields["which"] = which
        self.fields["other"] = PlainLine(label="Its name (if you chose “Another”)", max_length=100, required=False)
        if kind is Kind.INSURANCE:
            self.fields["cover"] = MoneyField(label="How much does it cover?", help_text="In pounds.", what="a cover")
            self.fields["issuer"] = PlainLine(label="Who insures you?", max_length=100)
        if kind is Kind.POLICY:
            self.fields["reviewed_on"] = DayField(
                label="When did you last review it? (if you know)", help_text="Like 31 3 2026.", required=False
            )
        if kind is Kind.CERTIFICATE:
            self.fields["issuer"] = PlainLine(label="Who gave it? (if you like)", max_length=100, required=False)
        if kind is not Kind.POLICY:
            self.fields["number"] = PlainLine(label="Its number (if it has one)", max_length=60, required=False)
        label, hint = ENDS[kind]
        self.fields["expires_on"] = DayField(label=label, help_text=hint, required=kind is Kind.INSURANCE)
        self.fields["file"] = CheckedFileField(label="Your file (if you have one)", required=False)
        if paper and paper.file:
            self.fields["file"].help_text += f" “{paper.file.name}” stays, unless you choose another."

    def clean(self) -> dict[str, Any]:
        """One that is not on the list is named."""
        said = super().clean()
        if said.get("which") == OTHER and not said.get("other") and "other" not in self.errors:
            self.add_error("other", "Enter its name.")
        return said

    def facts(self) -> dict[str, object]:
        """The fields of Paper but its file, from a form that is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("which", "other", "file")}
        which = self.cleaned_data["which"]
        return {"name": self.cleaned_data["other"] if which == OTHER else which, **said}


def _initial(kind: Kind, paper: Paper | None) -> dict[str, object]:
    """What is known of a paper, as the form takes it."""
    if paper is None:
        return {}
    is_listed = paper.name in {name for name, _ in PAPERS[kind]}
    known = {name: getattr(paper, name) for name in ("cover", "issuer", "number", "reviewed_on", "expires_on")}
    return {**known, "which": paper.name if is_listed else OTHER, "other": "" if is_listed else paper.name}
