"""What may be filled in of a standing text."""

from django import forms

from glossary.words import ServiceCategory
from socialvalue.forms import Form, PlainLine, PlainText


class StandingTextForm(Form):
    """One text with its title."""

    title = PlainLine(label="Title", help_text="So that you find it again, like: How we keep people safe.")
    text = PlainText(label="Text", rows=14, max_length=50_000, widget=forms.Textarea({"dir": "auto"}))
    service = forms.ChoiceField(
        label="For which service? (if it is for one only)",
        choices=[("", "Any service"), *ServiceCategory.choices()],
        required=False,
    )
    tags = PlainLine(
        label="Words to find it by (if you like)",
        help_text="With commas between, like: volunteers, safety.",
        max_length=200,
        required=False,
    )
