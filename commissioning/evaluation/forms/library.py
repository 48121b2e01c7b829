"""What is looked for in the answer library."""

from django import forms

from glossary.words import ServiceCategory
from socialvalue.forms import Form, PlainLine


class LibraryForm(Form):
    """What to look for in an answer library."""

    words = PlainLine(label="Words", required=False)
    service = forms.ChoiceField(
        label="Service", choices=[("", "Any service"), *ServiceCategory.choices()], required=False
    )
