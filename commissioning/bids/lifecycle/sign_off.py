"""What is recorded of asking for sign-off. Plain Python: no clock, no user."""

from socialvalue.audit.events import Event


class SignOffEvent(Event):
    """Only the provider's members see these."""

    ASKED = "sign_off.asked", "asked for sign-off."
    DECLINED = "sign_off.declined", "declined to sign: {reason}"
