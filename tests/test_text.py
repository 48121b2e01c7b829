"""How dates, money, numbers and words are written."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from socialvalue import text


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2027, 1, 20, 12, 0, tzinfo=UTC), "12 noon on Wednesday 20 January 2027 (GMT)"),
        (datetime(2027, 1, 20, 14, 5, 59, tzinfo=UTC), "2:05pm on Wednesday 20 January 2027 (GMT)"),
        (datetime(2027, 1, 20, 9, 0, tzinfo=UTC), "9am on Wednesday 20 January 2027 (GMT)"),
        (datetime(2027, 1, 20, 0, 0, tzinfo=UTC), "12 midnight on Wednesday 20 January 2027 (GMT)"),
        (datetime(2027, 1, 20, 0, 30, tzinfo=UTC), "12:30am on Wednesday 20 January 2027 (GMT)"),
        (datetime(2027, 1, 20, 12, 30, tzinfo=UTC), "12:30pm on Wednesday 20 January 2027 (GMT)"),
        (datetime(2027, 7, 1, 11, 0, tzinfo=UTC), "12 noon on Thursday 1 July 2027 (BST)"),
        (datetime(2027, 7, 1, 23, 30, tzinfo=UTC), "12:30am on Friday 2 July 2027 (BST)"),
        # Clocks go forward on 28 March 2027 at 1am GMT, and back on 31 October 2027 at 2am BST.
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "12:59am on Sunday 28 March 2027 (GMT)"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "2am on Sunday 28 March 2027 (BST)"),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "1:30am on Sunday 31 October 2027 (BST)"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "1:30am on Sunday 31 October 2027 (GMT)"),
        (
            datetime(2027, 1, 20, 7, 0, tzinfo=timezone(timedelta(hours=-5))),
            "12 noon on Wednesday 20 January 2027 (GMT)",
        ),
    ],
)
def test_a_moment_is_written_with_weekday_and_zone(moment, written):
    assert text.datetime_text(moment) == written


def test_days_and_utc():
    assert text.date_text(date(2027, 1, 20)) == "Wednesday 20 January 2027"
    assert text.short_date_text(date(2027, 1, 2)) == "2 Jan 2027"
    assert text.utc_text(datetime(2027, 7, 1, 11, 59, 59, tzinfo=UTC)) == "1 July 2027, 11:59:59 UTC"


@pytest.mark.parametrize("write", [text.datetime_text, text.utc_text])
def test_a_moment_without_zone_is_refused(write):
    with pytest.raises(ValueError, match="time zone"):
        write(datetime(2027, 1, 20, 12))  # noqa: DTZ001  the very thing


def test_a_moment_is_not_a_day():
    with pytest.raises(TypeError):
        text.date_text(datetime(2027, 1, 20, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("pounds", "written"),
    [
        (Decimal(120000), "£120,000"),
        (Decimal("120000.00"), "£120,000"),
        (Decimal("1200.5"), "£1,200.50"),
        (Decimal(0), "£0"),
        (Decimal(-20), "-£20"),
        (Decimal("0.005"), "£0.01"),
        (Decimal("-0.001"), "£0"),
        (1200000, "£1,200,000"),
    ],
)
def test_money(pounds, written):
    assert text.money_text(pounds) == written


@pytest.mark.parametrize(
    ("number", "places", "written"),
    [
        (Decimal(1200), None, "1,200"),
        (Decimal("12.50"), None, "12.5"),
        (Decimal("1E+3"), None, "1,000"),
        (Decimal(100), None, "100"),
        (Decimal("2.005"), 2, "2.01"),
        (Decimal("66.6666"), 2, "66.67"),
        (Decimal(5), 2, "5.00"),
        (Decimal("12345.5"), 0, "12,346"),
    ],
)
def test_numbers(number, places, written):
    assert text.number_text(number, places) == written


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", 0),
        ("  \n\t ", 0),
        ("one", 1),
        ("well-being", 1),
        ("and / or", 3),
        ("a\u00a0b\u2003c\ufeffd", 4),
        ("👩‍👩‍👧‍👦 family", 2),
        ("مرحبا بالعالم", 2),
        ("line one\nline two", 4),
        ("word " * 50_001, 50_001),
    ],
)
def test_words(written, words):
    assert text.count_words(written) == words


def test_counts_lists_and_sizes():
    assert [text.count_text(n, "word") for n in (0, 1, 1200)] == ["0 words", "1 word", "1,200 words"]
    assert text.count_text(2, "entry", "entries") == "2 entries"
    assert [text.list_text(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert text.list_text(["PDF", "CSV"], "or") == "PDF or CSV"
    assert [text.size_text(n) for n in (1, 2048, 10 * 1024**2, 3 * 2**19)] == ["1 byte", "2 KB", "10 MB", "1.5 MB"]
