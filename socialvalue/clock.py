"""The clock enters here, once a request: `request.now` is the instant the request arrived, in UTC.

Where a trusted front end stamps each request as it takes it in, that stamp is the instant: a request then costs its sender
nothing while it waits for a free worker. Otherwise it is the start of the request. See docs/decisions/0014-deadlines.md.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# "t=" or nothing, then seconds with a fraction (nginx), or whole seconds, milliseconds (Heroku) or microseconds (Apache,
# HAProxy). Until the year 2286 the number of digits tells which.
STAMP = re.compile(r"(?:t=)?(?:([0-9]{10})(?:\.([0-9]{1,6}))?|([0-9]{13})|([0-9]{16}))", re.ASCII)
LOCAL_SOCKET = "unix"
"""In `TRUSTED_PROXIES`: a front end on this machine that reaches the portal through a socket file and has no address."""


def arrival_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Stamp each request with the instant it arrived, before any other work is done on it.

    Deadlines are judged by this stamp and never by a later look at the clock, so that a slow page costs nobody a bid.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.now = arrival(request, timezone.now())
        return get_response(request)

    return middleware


def arrival(request: HttpRequest, started: datetime) -> datetime:
    """When a request arrived: as a trusted front end stamped it, otherwise `started`, the start of the request.

    A stamp is believed only where a header is named in the settings, the direct peer is one of the trusted front ends, and
    the stamp is one readable moment, not in the future and not older than the drain: opening waits no longer than that.
    """
    name = settings.ARRIVAL_HEADER
    if not name or not _is_trusted(request.META.get("REMOTE_ADDR", "")):
        return started
    stamped = read_stamp(request.headers.get(name, ""))
    if stamped is None or not started - settings.CLOSING_DRAIN <= stamped <= started:
        return started
    return stamped


def read_stamp(text: str) -> datetime | None:
    """Read a front end's stamp: `t=` or nothing, then seconds with or without a fraction, milliseconds or microseconds.

    None for anything else. A header that came twice is one text with a comma in it, so it is nothing.
    """
    match = STAMP.fullmatch(text)
    if match is None:
        return None
    seconds, fraction, milliseconds, microseconds = match.groups()
    if seconds is not None:
        return EPOCH + timedelta(seconds=int(seconds), microseconds=int((fraction or "").ljust(6, "0")))
    if milliseconds is not None:
        return EPOCH + timedelta(milliseconds=int(milliseconds))
    return EPOCH + timedelta(microseconds=int(microseconds))


def _is_trusted(peer: str) -> bool:
    """Whether the direct peer is a trusted front end: an address, a network, or `LOCAL_SOCKET` for one without address."""
    if not peer:
        return LOCAL_SOCKET in settings.TRUSTED_PROXIES
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    return any(address in ip_network(one) for one in settings.TRUSTED_PROXIES if one != LOCAL_SOCKET)
