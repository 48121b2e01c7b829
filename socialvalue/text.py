"""How dates, money, numbers and words are written for people, in one place and in one way.

Plain Python. The templates reach the same functions through the filters of `socialvalue.ui.templatetags.portal`, and
the reports call them when they make finished strings, so that a page, a mail and a paper never differ.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
PENNY = Decimal("0.01")

# What a word is, character by character, so that no version of Unicode can come between the server and the browser, whose
# half is static/js/words.mjs. Both are held to tests/word_vectors.json; docs/decisions/0016-writing-and-versions.md says why.
WHITE_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""The white space of ECMAScript's \\s; Python's own \\s differs from it."""
MARKS = (
    "\u00b7\u2010-\u2015\u2022\u2023\u2043\u204c\u204d\u2212\u2219\u25a0-\u25ff\u2713\u2714"
    "\u2756\u2794\u27a2-\u27a4\u29be\u29bf\uf0a7\uf0b7\uf0d8\uf0fc\ufe0e\ufe0f*\\-"
)
"""Bullets, ticks, arrows and dashes, and the private characters that Word writes for bullets: no words by themselves."""
WORD_LETTERS = (
    "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9d\U00020000-\U0003fffd"
)
"""Chinese characters and Japanese kana, written without spaces: each is a word."""
STOPS = "\u3001-\u3004\u3008-\u303f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
"""The points and brackets that part them."""
WORD = re.compile(
    f"[{WORD_LETTERS}]|[^{WHITE_SPACE}{MARKS}{WORD_LETTERS}{STOPS}][^{WHITE_SPACE}{WORD_LETTERS}{STOPS}]*"
)


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


def instant_text(moment: datetime, zone: ZoneInfo = UK) -> str:
    """Write a moment to the second, such as "12:00:05 on Wednesday 20 January 2027 (GMT)": when something reached us."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be written")
    local = moment.astimezone(zone)
    return f"{local:%H:%M:%S} on {date_text(local.date())} ({local.tzname()})"


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


def duration_text(length: timedelta) -> str:
    """Write a length of time in minutes and seconds: "2 minutes", "90 minutes", "1 minute and 30 seconds", "no time"."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    parts = [(minutes, "minute"), (seconds, "second")]
    return list_text([count_text(number, word) for number, word in parts if number]) or "no time"


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
    """Count words: the portal's only definition, the same as the browser's.

    A word is a run of characters between white space, unless it is only bullets or dashes. A Chinese character or a
    Japanese kana is a word by itself. "well-being" is one word, "and / or" is three, an emoji alone is one, "- yes" is one.
    """
    return sum(1 for _ in WORD.finditer(text))
