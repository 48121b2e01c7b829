"""What every test shares: quick settings, one day, and the cast."""

import os
from datetime import UTC, datetime

import pytest

from tests.cast import Cast, make_cast

# Playwright's own loop runs in the thread that also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(autouse=True)
def quick_settings(settings):
    """Messages stay in the outbox, work is done at once, passwords hash quickly, the cache is in memory."""
    settings.SEND_MESSAGES_AT_ONCE = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def now() -> datetime:
    """A Wednesday morning in winter, when UK time is UTC."""
    return datetime(2026, 12, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def cast(db) -> Cast:
    """The people and organisations that every story is about."""
    return make_cast()
