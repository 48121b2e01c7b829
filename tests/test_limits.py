"""How often one connection may do something: counted in the cache that the portal really uses."""

import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import RequestFactory, override_settings

from socialvalue import settings as own_settings
from socialvalue.limits import is_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal_cache():
    """The cache of the settings, in place of the one that tests have in memory."""
    with override_settings(CACHES=own_settings.CACHES):
        call_command("createcachetable")
        yield


def over(now, address="192.0.2.1", **headers):
    request = RequestFactory().post("/", headers=headers, REMOTE_ADDR=address)
    return is_over(request, "trial", most=2, seconds=600, now=now)


def test_a_flood_of_other_callers_does_not_make_the_count_forgotten(portal_cache, now):
    assert [over(now) for _ in range(3)] == [False, False, True]
    for place in range(700):
        over(now, f"198.51.{place // 250}.{place % 250}")
    assert over(now)


def test_who_waits_a_while_in_the_window_is_still_counted(now):
    """Counting must not shorten how long the count is kept to the usual time of the cache: here two seconds."""
    with override_settings(CACHES={"default": {**own_settings.CACHES["default"], "TIMEOUT": 2}}):
        call_command("createcachetable")
        assert [over(now) for _ in range(3)] == [False, False, True]
        time.sleep(3.1)
        assert over(now)


def test_a_caller_does_not_get_round_the_count_by_a_header(portal_cache, now):
    assert [over(now, **{"X-Forwarded-For": f"203.0.113.{place}"}) for place in range(3)] == [False, False, True]
    later = now + timedelta(seconds=600)
    assert not over(later)
