"""How an action says no, in words fit for the page."""

from collections.abc import Callable


class Refused(Exception):
    """An action may not be done, or not now.

    `problems` are sentences for the person who tried, one a fault; nothing has been changed when it is raised.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


class Late(Refused):
    """Refused because it came after the time for it had ended."""


def allowed(check: Callable[..., None], *args: object, **named: object) -> bool:
    """Whether a check passes: turns the check that guards an action into the button that offers it."""
    try:
        check(*args, **named)
    except Refused:
        return False
    return True
