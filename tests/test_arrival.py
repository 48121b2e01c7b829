"""When a request arrived: the stamp of a trusted front end, and nobody else's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from socialvalue.clock import arrival, read_stamp

STARTED = datetime(2026, 12, 2, 12, 0, 1, 500000, tzinfo=UTC)
STAMPED = datetime(2026, 12, 2, 11, 59, 59, 250000, tzinfo=UTC)
FRONT_END = "10.0.0.7"


def stamp(moment, form="t={seconds:.3f}"):
    seconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return form.format(seconds=seconds / 10**6, ms=seconds // 1000, us=seconds)


def asked(header=None, peer=FRONT_END, name="X-Request-Start"):
    request = RequestFactory().get("/", headers={name: header} if header is not None else {})
    request.META["REMOTE_ADDR"] = peer
    return arrival(request, STARTED)


@pytest.fixture
def front_end(settings):
    settings.ARRIVAL_HEADER = "X-Request-Start"
    settings.TRUSTED_PROXIES = [FRONT_END]
    settings.CLOSING_DRAIN = timedelta(minutes=2)


@pytest.mark.parametrize("form", ["t={seconds:.3f}", "{seconds:.3f}", "t={ms}", "{ms}", "t={us}", "{us}"])
def test_the_stamp_of_a_trusted_front_end_is_the_instant_however_it_is_written(front_end, form):
    assert asked(stamp(STAMPED, form)) == STAMPED


def test_whole_seconds_are_read_too(front_end):
    assert asked(f"t={int(STAMPED.timestamp())}") == STAMPED.replace(microsecond=0)


@pytest.mark.parametrize("peer", ["10.0.0.8", "192.0.2.1", "::1", "", "nonsense"])
def test_nobody_else_is_believed(front_end, peer):
    assert asked(stamp(STAMPED), peer=peer) == STARTED


def test_without_the_setting_no_header_counts(settings):
    settings.ARRIVAL_HEADER, settings.TRUSTED_PROXIES = "", [FRONT_END]
    assert asked(stamp(STAMPED)) == STARTED


@pytest.mark.parametrize("name", ["X-Queue-Start", "X-Request-Started", "Date", "X-Arrival"])
def test_another_header_does_not_count(front_end, name):
    assert asked(stamp(STAMPED), name=name) == STARTED


def test_a_front_end_may_be_a_network_or_a_local_socket(front_end, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/24", "2001:db8::/32"]
    assert asked(stamp(STAMPED)) == asked(stamp(STAMPED), peer="2001:db8::5") == STAMPED
    assert asked(stamp(STAMPED), peer="") == STARTED
    settings.TRUSTED_PROXIES = ["unix"]
    assert asked(stamp(STAMPED), peer="") == STAMPED
    assert asked(stamp(STAMPED)) == STARTED


@pytest.mark.parametrize(
    ("age", "is_believed"),
    [
        (timedelta(microseconds=-1), False),
        (timedelta(days=-1), False),
        (timedelta(0), True),
        (timedelta(minutes=2), True),
        (timedelta(minutes=2, microseconds=1), False),
        (timedelta(days=365), False),
    ],
)
def test_a_stamp_is_believed_from_the_drain_before_the_start_up_to_the_start(front_end, age, is_believed):
    assert asked(stamp(STARTED - age, "t={us}")) == (STARTED - age if is_believed else STARTED)


@pytest.mark.parametrize(
    "text",
    [
        *("", "t=", "now", "t=now", "-1764676799.250", "t=17646767", "1764676799,250", "t=1764676799.", "nan", "1e9"),
        *("t=1764676799.2500001", "17646767992", "٠١٢٣٤٥٦٧٨٩", "t=t=1764676799.250", " t=1764676799.250x"),
        "t=1764676799.250,t=1764676799.250",
        "t=1764676799.250, t=1764676700.000",
        "9" * 5000,
    ],
)
def test_what_is_no_single_stamp_is_not_believed(front_end, text):
    assert read_stamp(text) is None
    assert asked(text) == STARTED


def test_a_page_is_stamped_by_the_front_end_through_the_whole_portal(front_end, portal_clock, client, db, settings):
    """The home page says what is open at `request.now`: asked for with a stamp, it is that of a moment before."""
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    portal_clock.move_to(STARTED)
    assert client.get("/", headers={"X-Request-Start": stamp(STAMPED)}).wsgi_request.now == STAMPED
    assert (
        client.get("/", headers={"X-Request-Start": stamp(STAMPED)}, REMOTE_ADDR="192.0.2.1").wsgi_request.now
        == STARTED
    )
    assert client.get("/").wsgi_request.now == STARTED
