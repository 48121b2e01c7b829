"""How sign-in's library is told of our people."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Keeps the name given at sign-up, and says what went wrong in plain words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is wrong. Check both and try again. "
        "If you have forgotten the password, choose a new one.",
        "too_many_login_attempts": "Too many tries. Wait a few minutes, then try again.",
        "enter_current_password": "Enter your current password.",
        "incorrect_password": "The password is wrong. Try again.",
        "email_taken": "There is an account with this e-mail address already. Sign in, or choose a new password.",
    }

    def save_user(self, request: HttpRequest, user, form, commit: bool = True):  # type: ignore[no-untyped-def]
        """Save a new person with the name from the sign-up form."""
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)
