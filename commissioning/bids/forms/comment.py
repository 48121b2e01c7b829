"""What may be typed as a comment."""

from django import forms

from socialvalue.forms import Form, PlainText


class CommentForm(Form):
    """One comment."""

    text = PlainText(
        label="Your comment",
        help_text="Only people of your organisation read it. It is never part of the bid.",
        rows=4,
        max_length=2000,
        widget=forms.Textarea({"dir": "auto"}),
    )
