"""What every page's frame needs: the portal's name, its navigation, and the hat the reader wears."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from socialvalue.accounts.hats import SESSION_KEY

NAME = "Social value commissioning"
EVERYONE = (("Tenders", "tender_list"), ("Have your say", "engagement_list"), ("Glossary", "glossary"))
SIGNED_IN = (("Your desk", "dashboard"), *EVERYONE, ("Question bank", "question_bank"), ("Contracts", "contract_list"))


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """One entry of the navigation; `here` when the page belongs under it."""

    label: str
    address: str
    here: bool


def portal(request: HttpRequest) -> dict[str, str | Callable[[], object]]:
    """Give templates `portal_name`, `navigation` and `hat_name`. The last two cost nothing until a page draws them."""
    return {"portal_name": NAME, "navigation": partial(navigation, request), "hat_name": partial(hat_name, request)}


def navigation(request: HttpRequest) -> list[NavigationLink]:
    """The links for this reader. An address that does not exist is left out."""
    user = getattr(request, "user", None)
    links = []
    for label, name in SIGNED_IN if user is not None and user.is_authenticated else EVERYONE:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        links.append(NavigationLink(label, address, request.path.startswith(address)))
    return links


def hat_name(request: HttpRequest) -> str:
    """The name of the organisation whose hat is worn, kept in the session beside the hat; "" without one."""
    session = getattr(request, "session", None)
    return (session.get(SESSION_KEY) or {}).get("name", "") if session is not None else ""
