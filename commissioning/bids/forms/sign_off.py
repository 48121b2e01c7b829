"""Why a signatory does not sign."""

from django import forms

from socialvalue.forms import Form, PlainText


class DeclineSignOffForm(Form):
    """The reason."""

    reason = PlainText(
        label="What has to change?",
        help_text="Everybody who writes the bid gets it by mail. It is never part of the bid.",
        rows=5,
        max_length=2000,
        widget=forms.Textarea({"dir": "auto"}),
    )
