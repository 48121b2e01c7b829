"""Form fields that say what is wrong in plain words, and a form that asks for what is missing by name.

Every field takes `label` and `help_text` (the hint), and keeps what was typed when it refuses it. They are drawn by our
crispy template pack: `{{ form|crispy }}`.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from socialvalue import filekinds
from socialvalue.files.scanning import scan
from socialvalue.text import UK, count_text, count_words, list_text, money_text, number_text, size_text

CHOOSING = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.Select, forms.FileInput)
OWN_WORDS = frozenset(
    {"a", "an", "any", "each", "his", "her", "its", "our", "the", "their", "this", "what", "who", "your"}
)

# Embeddings, overrides and isolates. Scripts written from right to left need none of them in a line of their own.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Form(forms.Form):
    """The form that all our forms are: no colon after a label, checked by the server alone."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def missing_message(field: forms.Field) -> str:
    """Say what to fill in: "Enter your full name", "Choose the route", "Answer this question: What will you do?"."""
    label = str(field.label or "answer")
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Tick the box: {label}"
    if label.endswith("?"):
        return f"Answer this question: {label}"
    first = label.split()[0]
    # "NHS number" and "I agree" keep their capitals; "Your name" becomes "your name".
    if first[1:].islower():
        label = label[0].lower() + label[1:]
    the = "" if first.lower() in OWN_WORDS else "the "
    return f"{'Choose' if isinstance(field.widget, CHOOSING) else 'Enter'} {the}{label}"


class PlainText(forms.CharField):
    """Text of several lines, kept as written: any script, direction or emoji, but no control characters.

    Line ends become "\\n". `word_limit` counts words as `socialvalue.text.count_words` does, on the page as well.
    """

    widget = forms.Textarea

    def __init__(self, *, word_limit: int | None = None, rows: int = 8, **kwargs: Any) -> None:
        self.word_limit = word_limit
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = rows

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends and without white space around it."""
        return super().to_python(re.sub(r"\r\n?", "\n", value) if isinstance(value, str) else value)

    def validate(self, value: str) -> None:
        """Refuse control characters and too many words."""
        super().validate(value)
        check_characters(value, "\n\t")
        if self.word_limit is not None and (words := count_words(value)) > self.word_limit:
            raise ValidationError(
                f"Your answer is {count_text(words, 'word')}. The limit is {count_text(self.word_limit, 'word')}. "
                f"Take out {count_text(words - self.word_limit, 'word')}.",
                code="too_many_words",
            )


class PlainLine(PlainText):
    """Text of one line: a name, a title, an address."""

    widget = forms.TextInput

    def __init__(self, *, max_length: int = 150, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        del self.widget.attrs["rows"]
        self.error_messages["max_length"] = f"Use {count_text(max_length, 'character')} or fewer."

    def to_python(self, value: Any) -> str:
        """Return the text with any line end as a space."""
        return super().to_python(value).replace("\n", " ")

    def validate(self, value: str) -> None:
        """Refuse also what turns the writing direction: in a name it turns the words around it on other pages."""
        super().validate(value)
        if TURNING.search(value):
            raise ValidationError(
                "There is a hidden mark that turns the writing direction. Delete it and type that part again.",
                code="direction",
            )


def check_characters(text: str, kept: str) -> None:
    """Refuse control characters other than those `kept`, and halves of characters that no database can hold."""
    for place, letter in enumerate(text):
        if letter not in kept and unicodedata.category(letter) in {"Cc", "Cs"}:
            before = text[max(0, place - 20) : place].strip()
            where = f"after “{before}”" if before else "at the start"
            raise ValidationError(
                f"There is a hidden control character {where}. Delete it and type that part again.", code="control"
            )


class DecimalTextField(forms.Field):
    """A number typed as text, such as "1,200.5". Returns Decimal, or None when empty and not required.

    `what` names it in messages ("a quantity"). Only digits, commas between thousands and one point are read, so that
    "NaN", "1e9" and digits of other scripts can never come in.
    """

    widget = forms.TextInput
    width = 5
    sign = ""
    written = staticmethod(number_text)
    example = "12 or 12.5"

    def __init__(
        self,
        *,
        what: str = "a number",
        min_value: Decimal | int = 0,
        max_value: Decimal | int = 10**10,
        places: int = 2,
        suffix: str = "",
        **kwargs: Any,
    ) -> None:
        self.what, self.places, self.suffix = what, places, suffix
        self.min_value, self.max_value = Decimal(min_value), Decimal(max_value)
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "decimal" if places else "numeric", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Write a stored number as people type it; give back what was typed as it was typed."""
        return number_text(value) if isinstance(value, Decimal | int) else value

    def to_python(self, value: Any) -> Decimal | None:
        """Read a number, or say how to write one."""
        typed = str(value if value is not None else "").strip().removeprefix(self.sign).strip()
        if not typed:
            return None
        match = re.fullmatch(r"([-−]?)£?((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,30}))(?:\.([0-9]{0,30}))?", typed)
        if not match:
            raise ValidationError(self.unreadable(), code="unreadable")
        minus, whole, fraction = match.groups()
        number = Decimal(f"{'-' if minus else ''}{whole.replace(',', '')}.{fraction or '0'}")
        if len((fraction or "").rstrip("0")) > self.places:
            raise ValidationError(self.too_fine(), code="places")
        if number < self.min_value:
            raise ValidationError(f"Enter {self.written(self.min_value)} or more.", code="too_small")
        if number > self.max_value:
            raise ValidationError(f"Enter {self.written(self.max_value)} or less.", code="too_large")
        return number

    def unreadable(self) -> str:
        """What to say to something that is no number."""
        return f"Enter {self.what} in figures, like {self.example if self.places else '12'}."

    def too_fine(self) -> str:
        """What to say to too many digits after the point."""
        if not self.places:
            return f"Enter {self.what} as a whole number, like 12."
        return f"Use no more than {count_text(self.places, 'digit')} after the point."


class WholeNumberField(DecimalTextField):
    """A whole number typed as text. Returns int, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(places=0, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Read a whole number."""
        number = super().to_python(value)
        return None if number is None else int(number)


class MoneyField(DecimalTextField):
    """Pounds typed as people write them: "£1,200.50", "1200". Returns Decimal with at most two places."""

    width = 10
    sign = "£"
    prefix = "£"
    written = staticmethod(money_text)

    def __init__(
        self, *, what: str = "a price", max_value: Decimal | int = Decimal("9999999999.99"), **kwargs: Any
    ) -> None:
        super().__init__(what=what, max_value=max_value, places=2, **kwargs)

    def unreadable(self) -> str:
        """What to say to "free"."""
        return f"Enter {self.what} in pounds, like 1200 or 1,200.50."

    def too_fine(self) -> str:
        """What to say to parts of a penny."""
        return f"Enter {self.what} in pounds and pence, like 1,200.50."


class Boxes(forms.MultiWidget):
    """Several short text boxes for one answer. `boxes` are (name, label, width in characters)."""

    use_fieldset = True

    def __init__(self, boxes: Sequence[tuple[str, str, int]], attrs: dict[str, Any] | None = None) -> None:
        self.boxes = boxes
        super().__init__({name: forms.TextInput() for name, _, _ in boxes}, attrs)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return what was typed in each box, as it was typed."""
        return [(value or "").strip() for value in super().value_from_datadict(data, files, name)]

    def decompress(self, value: Any) -> list[str]:
        """Spread a stored day or moment (in UK time) over the boxes."""
        if isinstance(value, datetime):
            local = value.astimezone(UK)
            return [str(local.day), str(local.month), str(local.year), f"{local:%H:%M}"]
        return (
            [str(value.day), str(value.month), str(value.year)] if isinstance(value, date) else [""] * len(self.boxes)
        )


DAY_BOXES = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DayField(forms.Field):
    """A day in three boxes, posted as `name_day`, `name_month`, `name_year`. Returns date, or None."""

    boxes: Sequence[tuple[str, str, int]] = DAY_BOXES

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=Boxes(self.boxes), **kwargs)

    def to_python(self, value: Any) -> Any:
        """Read the boxes, and name the one that is missing."""
        if isinstance(value, date):
            return value
        if not value or not any(value):
            return None
        missing = [label.lower() for (_, label, _), typed in zip(self.boxes, value, strict=True) if not typed]
        if missing:
            raise ValidationError(f"Add the {list_text(missing)}.", code="incomplete")
        return self.read(value)

    def read(self, value: list[str]) -> Any:
        """Make a day of three filled boxes. The month may be a number or a name."""
        day, month, year = value[:3]
        if month[:3].lower() in MONTHS:
            month = str(MONTHS.index(month[:3].lower()) + 1)
        try:
            if not (day + month + year).isascii() or not 1900 <= int(year) <= 2200:
                raise ValueError
            return date(int(year), int(month), int(day))
        except ValueError:
            raise ValidationError("Enter a real date, like 20 1 2027.", code="unreal") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the boxes hold another answer than before."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class MomentField(DayField):
    """A day and a UK time in four boxes (`name_time` too: "12 noon", "5pm", "17:30"). Returns a UTC datetime."""

    boxes = (*DAY_BOXES, ("time", "Time", 10))

    def read(self, value: list[str]) -> datetime:
        """Make a moment; a time that the change of clocks skips or repeats is refused."""
        day = super().read(value)
        hour, minute = read_time(value[3])
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UK)
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            raise ValidationError("The clocks change at that time. Choose another time.", code="clocks")
        return local.astimezone(UTC)


def read_time(typed: str) -> tuple[int, int]:
    """Read "12 noon", "noon", "5pm", "5:30 pm", "5.30pm" or "17:30" as (hour, minute); ValidationError otherwise."""
    typed = typed.lower().replace(" ", "").replace(".", ":")
    if typed in {"noon", "12noon", "midday"}:
        return 12, 0
    match = re.fullmatch(r"([0-9]{1,2})(?::([0-9]{2}))?(am|pm)?", typed)
    if match and (match[2] or match[3]):
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if minute < 60 and (1 <= hour <= 12 if half else hour < 24):
            return (hour % 12 + 12 * (half == "pm") if half else hour), minute
    raise ValidationError("Enter a time, like 12 noon, 5pm or 17:30.", code="unreadable_time")


class CheckedFileField(forms.FileField):
    """A file of an allowed kind, by name and by content, no larger than `settings.UPLOAD_LIMIT_BYTES`, free of viruses.

    Returns the upload with a name that has no folders in it.
    """

    widget = forms.FileInput

    def __init__(self, *, kinds: Sequence[str] = filekinds.ALLOWED_KINDS, **kwargs: Any) -> None:
        self.kinds = kinds
        names = list_text([filekinds.KIND_NAMES[kind] for kind in kinds], "or")
        kwargs.setdefault("help_text", f"{names}, up to {size_text(settings.UPLOAD_LIMIT_BYTES)}.")
        super().__init__(allow_empty_file=True, **kwargs)
        self.widget.attrs["accept"] = ",".join(f".{kind}" for kind in kinds)

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        """Check size before kind, so that a huge file is never read."""
        upload = super().to_python(data)
        if upload is None:
            return None
        upload.name = filekinds.clean_name(upload.name)
        if upload.size > settings.UPLOAD_LIMIT_BYTES:
            limit = size_text(settings.UPLOAD_LIMIT_BYTES)
            raise ValidationError(
                f"“{upload.name}” is {size_text(upload.size)}. The limit is {limit}. Choose a smaller file.",
                code="large",
            )
        if not upload.size:
            raise ValidationError(f"“{upload.name}” is empty. Choose a file with something in it.", code="empty")
        kind = filekinds.named_kind(upload.name)
        if kind not in self.kinds:
            names = list_text([filekinds.KIND_NAMES[kind] for kind in self.kinds], "or")
            raise ValidationError(f"“{upload.name}” cannot be used. Choose a file that is {names}.", code="kind")
        if filekinds.has_two_endings(upload.name):
            raise ValidationError(
                f"“{upload.name}” has two endings. Give it a name with one, and choose it again.", code="two_endings"
            )
        content = upload.read()
        upload.seek(0)
        if fault := filekinds.fault_in(content, kind):
            raise ValidationError(f"“{upload.name}” {fault}", code="disguised")
        scan(content, upload.name)
        return upload
