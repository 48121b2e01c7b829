"""The clock enters here, once a request: `request.now` is the instant the request arrived, in UTC."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


def arrival_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Stamp each request with the instant it arrived, before any other work is done on it.

    Deadlines are judged by this stamp and never by a later look at the clock, so that a slow page costs nobody a bid.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()
        return get_response(request)

    return middleware
