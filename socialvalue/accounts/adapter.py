"""How sign-in's library is told of our people."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Keeps the name given at sign-up."""

    def save_user(self, request: HttpRequest, user, form, commit: bool = True):  # type: ignore[no-untyped-def]
        """Save a new person with the name from the sign-up form."""
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)
