"""The database of the rush: one tender, so many providers with a written bid and a session each. Real actions only."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

QUESTION = "Q1"
WORLD_NOW = datetime(2026, 12, 2, 9, 30, tzinfo=UTC)
"""A Wednesday on which the tender is published; it closes at 12 noon on a working day seven weeks later."""


@dataclass(frozen=True)
class Seat:
    """One provider's place at the rush: its bid, its member's session, and the version of its answer to the question."""

    bid: UUID
    session: str
    version: int


def build(providers: int) -> tuple[list[Seat], datetime]:
    """Fill an empty database; the seats, and the closing instant."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from providers.models import Role
    from tests import play_bids as play
    from tests.cast import make_cast, make_member, make_provider
    from tests.play_tenders import published_tender

    # Nobody signs in by password here, so none needs a slow hash.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    tender = published_tender(make_cast(), WORLD_NOW)
    seats = []
    for place in range(1, providers + 1):
        provider = make_provider(f"Rush Bidder {place:03}")
        person = make_member(provider, f"Member of Rush {place:03}", Role.OWNER, Role.WRITER, Role.SIGNATORY)
        bid = play.written_bid(tender, provider=provider, now=WORLD_NOW + timedelta(days=1), by=person)
        client = Client()
        client.force_login(person)
        seats.append(Seat(bid.pk, client.cookies[settings.SESSION_COOKIE_NAME].value, 1))
    return seats, tender.closes_at
