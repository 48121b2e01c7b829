"""What a new person is asked besides address and password."""

from django import forms
from django.http import HttpRequest

from socialvalue.accounts.models import User


class NameForm(forms.Form):
    """The person's name, as they want colleagues to see it."""

    name = forms.CharField(
        label="Your full name",
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by the sign-in library once the person is saved; the adapter has kept the name already."""
