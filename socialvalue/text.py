"""How dates, money, numbers and words are written for people, in one place and in one way.

Plain Python. The templates reach the same functions through the filters of `socialvalue.ui.templatetags.portal`, and
the reports call them when they make finished strings, so that a page, a mail and a paper never differ.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
PENNY = Decimal("0.01")

# The white space of ECMAScript's \s, written out: the browser counts words by /\S+/, Python's own \s differs from it.
WHITE_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
WORD = re.compile(f"[^{WHITE_SPACE}]+")


@lru_cache(maxsize=4096)
def date_text(day: date) -> str:
    """Write a day, such as "Wednesday 20 January 2027". A datetime is refused: its day depends on the zone."""
    if isinstance(day, datetime):
        raise TypeError("date_text takes a day; give a moment to datetime_text")
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date_text(day: date) -> str:
    """Write a day for a narrow column, such as "20 Jan 2027"."""
    return f"{day.day} {day:%b %Y}"


def datetime_text(moment: datetime, zone: ZoneInfo = UK) -> str:
    """Write a moment with its weekday and zone, such as "12 noon on Wednesday 20 January 2027 (GMT)".

    `moment` must know its zone (ValueError otherwise); seconds are left out.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be written")
    return _minute_text(moment.astimezone(UTC).replace(second=0, microsecond=0), zone)


@lru_cache(maxsize=4096)
def _minute_text(minute: datetime, zone: ZoneInfo) -> str:
    """Write one minute of UTC in `zone`. Kept, because a long list repeats the same few moments."""
    local = minute.astimezone(zone)
    return f"{_clock_text(local)} on {date_text(local.date())} ({local.tzname()})"


def _clock_text(local: datetime) -> str:
    """Write the time of day: "2:05pm", "9am", "12 noon", "12 midnight"."""
    if local.minute == 0 and local.hour in (0, 12):
        return "12 noon" if local.hour else "12 midnight"
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def utc_text(moment: datetime) -> str:
    """Write a moment to the second in UTC for receipts, such as "20 January 2027, 11:59:59 UTC"."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be written")
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M:%S} UTC"


def money_text(pounds: Decimal | int) -> str:
    """Write pounds, such as "£120,000" or "£1,200.50". Pence are rounded half up, and left out when there are none."""
    pence = Decimal(pounds).quantize(PENNY, ROUND_HALF_UP)
    places = 0 if pence == pence.to_integral_value() else 2
    return f"{'-' if pence < 0 else ''}£{abs(pence):,.{places}f}"


def number_text(number: Decimal | int, places: int | None = None) -> str:
    """Write a number with commas: "1,200", "12.5". With `places`, rounded half up to just so many decimal places."""
    number = Decimal(number)
    if places is not None:
        return f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    written = f"{number:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def count_text(number: int, one: str, many: str = "") -> str:
    """Write how many: "1 word", "1,200 words", `count_text(2, "entry", "entries")`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def list_text(items: Sequence[str], joint: str = "and") -> str:
    """Write a list as a phrase: "a", "a and b", "a, b and c"."""
    return f" {joint} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def size_text(size: int) -> str:
    """Write a number of bytes: "512 bytes", "14 KB", "10 MB", "1.5 MB"."""
    if size < 1024:
        return count_text(size, "byte")
    if size < 1024 * 1024:
        return f"{number_text(Decimal(size) / 1024, 0)} KB"
    return f"{number_text((Decimal(size) / (1024 * 1024)).quantize(Decimal('0.1'), ROUND_HALF_UP))} MB"


def count_words(text: str) -> int:
    """Count words: the portal's only definition, the same as the browser's (govuk-frontend's character count, /\\S+/).

    A word is a run of characters between white space. "well-being" is one word, "and / or" is three, an emoji alone is
    one.
    """
    return sum(1 for _ in WORD.finditer(text))
