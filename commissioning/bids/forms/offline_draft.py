"""The document that comes back, and what to save of it."""

from django import forms

from commissioning.bids.reports import Comparison
from socialvalue.forms import CheckedFileField, Form

CHOICES = [
    ("mine", "Use your document"),
    ("theirs", "Keep what is on the portal"),
    ("both", "Keep both, one after the other"),
]


class OfflineDraftForm(Form):
    """A Word document."""

    file = CheckedFileField(label="Your document", kinds=("docx",))


class OfflineChoiceForm(Form):
    """For each question that differs which text to save; the fields are `choice-` and a short name of the question."""

    def __init__(self, comparison: Comparison, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for row in comparison.differing:
            number = row.question.number
            name = f"choice-{row.short}"
            self.fields[name] = forms.ChoiceField(
                label=f"What do you want to save for question {number}?",
                choices=CHOICES,
                widget=forms.RadioSelect,
                initial=row.first_choice,
                error_messages={"required": f"Choose what to save for question {number}."},
            )
            self.fields[name].option_hints = {
                "mine": row.my_words,
                "theirs": row.their_words,
                "both": row.words_of_both,
            }

    def rows(self, comparison: Comparison) -> list[tuple[object, forms.BoundField]]:
        """Each question that differs with its choice, for the page."""
        return [(row, self[f"choice-{row.short}"]) for row in comparison.differing]
