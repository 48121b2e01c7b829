"""What is typed into the conflicts assessment."""

from typing import Any

from django import forms

from commissioning.tenders.forms.editor import not_too_long
from commissioning.tenders.lifecycle import AssessmentStage, ConflictEntry, Interest
from socialvalue.forms import Form, PlainLine, PlainText


class StageForm(Form):
    """At which stage the list is looked at; asked only where there is a choice."""

    stage = forms.ChoiceField(label="At which stage is this?")

    def __init__(self, stages: tuple[AssessmentStage, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [(stage.value, stage.label) for stage in stages]
        if len(stages) == 1:
            self.fields["stage"].initial = stages[0].value
            self.fields["stage"].widget = forms.HiddenInput()

    @property
    def said_stage(self) -> AssessmentStage:
        """Return the stage. Only after `is_valid`."""
        return AssessmentStage(self.cleaned_data["stage"])


class ConflictForm(StageForm):
    """One conflict to add to the list."""

    who = PlainLine(label="Who is it?", help_text="A name, or a role such as “a member of the panel”.", max_length=200)
    interest = forms.ChoiceField(label="How real is it?", choices=Interest.choices(), widget=forms.RadioSelect)
    what = PlainText(label="What is the conflict?", rows=3, validators=[not_too_long])
    steps = PlainText(
        label="What was done about it?",
        help_text="Say so even if the answer is that nothing is needed, and why.",
        rows=3,
        validators=[not_too_long],
    )
    field_order = ["who", "interest", "what", "steps", "stage"]

    def entry(self) -> ConflictEntry:
        """Return the conflict. Only after `is_valid`."""
        return ConflictEntry(**{name: self.cleaned_data[name] for name in ("who", "interest", "what", "steps")})


class EndForm(StageForm):
    """Which conflict has ended, and why."""

    place = forms.ChoiceField(label="Which entry has ended?")
    reason = PlainText(label="Why has it ended?", rows=2, validators=[not_too_long])
    field_order = ["place", "reason", "stage"]

    def __init__(
        self, entries: list[ConflictEntry], stages: tuple[AssessmentStage, ...], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(stages, *args, **kwargs)
        self.fields["place"].choices = [
            (str(place), f"{entry.who}: {entry.what}"[:110]) for place, entry in enumerate(entries)
        ]
