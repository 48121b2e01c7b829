"""What every test shares: quick settings, one day, the cast, and a browser for those that ask."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from random import SystemRandom

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase

from commissioning.bids.models import Bid
from socialvalue import clock
from tests.cast import Cast, make_cast

# Playwright's own loop runs in the thread that also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what a database can't change: tests that open none, and browser tests but the journeys.

    The suite runs on SQLite too, with all of them.
    """
    if connection.vendor != "postgresql":
        return
    left_out = [item for item in items if not _depends_on_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _depends_on_database(item)]


def _depends_on_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser"):
        return "journey" in item.path.name
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames))


@pytest.fixture(autouse=True)
def quick_settings(settings):
    """Messages stay in the outbox, work is done at once, passwords hash quickly, the cache is in memory."""
    settings.SEND_MESSAGES_AT_ONCE = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    # What one test was counted for is no fault of the next.
    cache.clear()


@pytest.fixture
def now() -> datetime:
    """A Wednesday morning in winter, when UK time is UTC."""
    return datetime(2026, 12, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def cast(db) -> Cast:
    """The people and organisations that every story is about."""
    return make_cast()


class Clock:
    """The portal's clock in a test with a browser: it stands at `instant` and moves when it is told to."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        """What the portal takes for the present."""
        return self.instant

    def move_to(self, instant: datetime) -> None:
        """Let time pass."""
        self.instant = instant

    def move_on(self, **delta: float) -> None:
        """Let some hours or days pass."""
        self.instant += timedelta(**delta)


@pytest.fixture
def portal_clock(monkeypatch, now) -> Clock:
    """A clock that every request is stamped by."""
    its = Clock(now)
    monkeypatch.setattr(clock, "timezone", its)
    return its


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, started once. As root it needs --no-sandbox; the rest keeps it from calling home."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()


_flush = TransactionTestCase._fixture_teardown


def _flush_past_the_triggers(case: TransactionTestCase) -> None:
    """Tests that commit are followed by a flush, which append-only tables refuse: let that one flush through."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
            tables = [table for (table,) in cursor.fetchall()]
            before = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            after = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            before = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
            after = [statement for _, statement in triggers]
        for statement in before:
            cursor.execute(statement)
    _flush(case)
    with connection.cursor() as cursor:
        for statement in after:
            cursor.execute(statement)


TransactionTestCase._fixture_teardown = _flush_past_the_triggers


class Backwards(SystemRandom):
    """Chance that always falls the same way, and never with the alphabet."""

    def shuffle(self, bids: list) -> None:
        names = {bid.pk: bid.provider.name for bid in Bid.objects.filter(pk__in=bids).select_related("provider")}
        bids.sort(key=names.__getitem__, reverse=True)


@pytest.fixture(autouse=True)
def letters_against_the_alphabet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bidder A is the last by name: tests can say letters, and an order by name shows."""
    monkeypatch.setattr("commissioning.evaluation.actions.letter.SystemRandom", Backwards)
