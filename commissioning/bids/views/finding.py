"""Finding a bid through the person, and drawing a page of it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from commissioning.bids import permissions
from commissioning.bids.models import Bid, with_extension
from commissioning.bids.readiness import Asked, asked_by
from providers.models import Member
from providers.permissions import roles_at
from socialvalue.accounts.models import User
from socialvalue.text import instant_text

CONFLICT, REFUSED = 409, 422
NOT_SAVED = "Not saved. What you typed is still on this page: copy it if you want to keep it."


@dataclass(frozen=True)
class Found:
    """A bid of one of the person's providers, and what its tender asks."""

    bid: Bid
    asked: Asked
    user: User
    now: datetime

    @cached_property
    def may(self) -> permissions.May:
        """What the person may do with it. One query, the first time: a save that succeeds never asks."""
        return permissions.may(roles_at(self.user, self.bid.provider), self.bid, self.now)


def find(request: HttpRequest, pk: UUID) -> Found:
    """The bid among those of the person's providers, or 404. One query."""
    bid = find_bid(request, pk)
    return Found(bid, asked_by(bid.tender.document), request.user, request.now)


def find_bid(request: HttpRequest, pk: UUID) -> Bid:
    """The bid among those of the person's providers, or 404: the same answer as for one that does not exist."""
    return get_object_or_404(with_extension(Bid.own.of(request.user).select_related("tender", "provider")), pk=pk)


def members_of(bid: Bid) -> list[Member]:
    """Every role of every person of the bid's provider. One query."""
    return list(Member.objects.filter(provider=bid.provider_id).select_related("user").order_by("user__name", "pk"))


def page(request: HttpRequest, template: str, bid: Bid, status: int = 200, **context: object) -> HttpResponse:
    """Draw a page of this bid. With the `problems` of an action it says that nothing was saved."""
    closes, is_open = bid.closing_text(request.now), bid.is_open(request.now)
    if context.get("problems") or (request.method == "POST" and not is_open):
        context.setdefault("not_saved", NOT_SAVED)
    if context.get("not_saved") and not is_open:
        context["not_saved"] = f"{context['not_saved']} It reached us at {instant_text(request.now)}."
    return render(
        request,
        template,
        {
            "bid": bid,
            "closes": closes,
            "is_open": is_open,
            "countdown": countdown(bid, request.now),
            "is_refused": status != 200,
            **context,
        },
        status=status,
    )


def countdown(bid: Bid, now: datetime) -> tuple[str, str] | None:
    """The server's clock and the instant of closing, for static/js/countdown.mjs; None once that has passed."""
    until = max(filter(None, (bid.tender.closes_at, bid.extended_until)))
    return (now.isoformat(), until.isoformat()) if now < until else None


def from_version(request: HttpRequest, name: str = "from_version") -> int:
    """The version that a form began from; -1, which no save has, if it does not say."""
    return read_version(request.POST.get(name, ""))


def read_version(typed: str) -> int:
    """A version as a form carries it; -1, which no save has, for anything else."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1
