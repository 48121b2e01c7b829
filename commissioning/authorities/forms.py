"""What an authority's administrator may fill in."""

from django import forms
from django.core.exceptions import ValidationError

from commissioning.authorities.models import Role
from socialvalue.accounts.models import User
from socialvalue.forms import Form, PlainLine


class RoleForm(Form):
    """A person, by the address they sign in with, and a role for them."""

    email = PlainLine(
        label="E-mail address",
        error_messages={"required": "Enter an e-mail address"},
        help_text="The address they sign in with. They need an account first.",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label="Role", choices=Role.choices, widget=forms.RadioSelect)

    def clean_email(self) -> User:
        """The person with this address."""
        person = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if person is None:
            raise ValidationError("Nobody has an account with this address. Ask them to make one, then come back.")
        return person
