"""What a new person is asked besides address and password, and how an organisation names one of its people."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from socialvalue.accounts.models import User
from socialvalue.forms import Form, PlainLine


class NameForm(forms.Form):
    """The person's name, as they want colleagues to see it."""

    name = PlainLine(label="Your full name", widget=forms.TextInput({"autocomplete": "name"}))

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by the sign-in library once the person is saved; the adapter has kept the name already."""


class RoleForm(Form):
    """A person, by the address they sign in with, and a role for them in an organisation.

    `roles` are the organisation's choices of (value, label), `hints` what each may do, by value.
    """

    email = PlainLine(
        label="E-mail address",
        error_messages={"required": "Enter an e-mail address"},
        help_text="The address they sign in with. They need an account first.",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, roles: list[tuple[str, str]], hints: dict[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles
        self.fields["role"].option_hints = hints or {}

    def clean_email(self) -> User:
        """The person with this address."""
        person = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if person is None:
            raise ValidationError("Nobody has an account with this address. Ask them to make one, then come back.")
        return person
