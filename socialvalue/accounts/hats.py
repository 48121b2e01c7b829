"""Which organisation a person acts for just now: the hat they wear.

A hat chooses whose desk is shown and for whom new work is started. It never widens what a person may see or do: that
is found through the person (`visible_to(user)`) every time.
"""

from dataclasses import dataclass

from django.http import HttpRequest

SESSION_KEY = "hat"


@dataclass(frozen=True)
class Hat:
    """`kind` is "authority" or "provider"; `organisation_id` that organisation's primary key."""

    kind: str
    organisation_id: int


def worn(request: HttpRequest) -> Hat | None:
    """The hat chosen in this session, or None. The caller must still find the organisation through the user.

    What is kept in any other shape, such as by an earlier version of the portal, is no hat.
    """
    match request.session.get(SESSION_KEY):
        case {"kind": "authority" | "provider" as kind, "organisation_id": int(organisation_id)}:
            return Hat(kind, organisation_id)
        case _:
            return None


def wear(request: HttpRequest, hat: Hat, name: str) -> None:
    """Choose a hat for the rest of the session. `name` is the organisation's, shown on every page."""
    request.session[SESSION_KEY] = {"kind": hat.kind, "organisation_id": hat.organisation_id, "name": name}
