"""Fetching every address of the portal as somebody: for tests of what a person must never see."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from socialvalue.accounts.models import User


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every route of the portal, with its converters. Routes by regular expression belong to libraries: left out."""
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, route)
        elif isinstance(one, URLPattern) and not re.search(r"[\^$\\(]", route):
            yield route


def addresses(values: Mapping[str, Sequence[object]]) -> list[str]:
    """Every route filled with every value that fits: `values` by the name of the converter (int, uuid, slug, str, path).

    A parameter called `version`, `number` or the like takes the same values as any int.
    """
    found = []
    for route in routes():
        parts = re.split(r"<(?:(\w+):)?\w+>", route)
        kinds = [kind or "str" for kind in parts[1::2]]
        for chosen in product(*(values[kind] for kind in kinds)):
            filled = "".join(text + str(value) for text, value in zip(parts[0::2], (*chosen, ""), strict=True))
            found.append(f"/{filled}")
    return found


def browser(user: User | None) -> Client:
    """A browser in which the person is signed in; nobody is for None."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def fetched(client: Client, address: str) -> str:
    """What a person gets at an address, as `whole` writes it."""
    client.cookies.pop("messages", None)
    return whole(client.get(address))


def whole(answer: HttpResponse) -> str:
    """A whole answer as text, without the form tokens that change from one request to the next."""
    assert answer.status_code < 500, answer.request["PATH_INFO"]
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = f"{answer.status_code} {answer.headers.get('Location', '')} {body.decode(errors='replace')}"
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", said)
