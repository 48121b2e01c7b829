"""What every section of a draft has in common: a form, rows where it has a list, and how both become the tender again."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from commissioning.tenders.readiness import Section
from commissioning.tenders.tenderfile import TenderFile, plain
from glossary.words import Word
from socialvalue.forms import Form, PlainLine, PlainText
from socialvalue.text import count_text, count_words, date_text, datetime_text, list_text

LONGEST_TEXT = 5000
"""Words in the longest text of a draft."""
MOST_ROWS = 300


def not_too_long(text: str) -> None:
    """Refuse more words than anybody would read."""
    if (words := count_words(text)) > LONGEST_TEXT:
        raise ValidationError(
            f"This is {count_text(words, 'word')}. The limit is {count_text(LONGEST_TEXT, 'word')}. Make it shorter.",
            code="too_many_words",
        )


def written(label: str, hint: str = "", rows: int = 4) -> PlainText:
    """A field for a text of several lines that may still be empty."""
    return PlainText(label=label, help_text=hint, rows=rows, required=False, validators=[not_too_long])


def line(label: str, hint: str = "", max_length: int = 200) -> PlainLine:
    """A field for one line that may still be empty."""
    return PlainLine(label=label, help_text=hint, max_length=max_length, required=False)


def choice(label: str, words: type[Word], hint: str = "", first: str = "Not chosen yet") -> forms.ChoiceField:
    """A choice of one fixed word, or none yet."""
    return forms.ChoiceField(label=label, help_text=hint, choices=[("", first), *words.choices()], required=False)


class Row(Form):
    """One row of a list. Fields that are hidden name the row; a row whose other fields are empty is no row."""

    legend = ""
    remove = forms.BooleanField(label="Remove this", required=False)

    @property
    def is_new(self) -> bool:
        """Whether the row is the blank one at the end."""
        return bool(self.empty_permitted)

    @property
    def drawn_fields(self) -> list[forms.BoundField]:
        """The fields to draw, the way to remove the row last; a blank row needs none."""
        drawn = [field for field in self if field.name != "remove"]
        return drawn if self.is_new or "remove" not in self.fields else [*drawn, self["remove"]]

    def says_anything(self) -> bool:
        """Whether something was typed or chosen in it."""
        shown = [field.name for field in self.visible_fields() if field.name != "remove"]
        return any(self.cleaned_data.get(name) not in (None, "", [], False) for name in shown)


class Editor:
    """One section of a draft on a page: made from the tender and what was posted, asked for the changed tender."""

    section: ClassVar[Section]
    intro: ClassVar[str] = ""
    terms: ClassVar[tuple[str, ...]] = ()  # slugs of glossary words to explain
    row_name: ClassVar[str] = ""
    form_class: ClassVar[type[Form]] = Form
    row_class: ClassVar[type[Row] | None] = None
    extra: ClassVar[int] = 1
    suggestions: ClassVar[tuple[str, ...]] = ()  # offered while something is typed, never demanded

    def __init__(self, tender: TenderFile, data: Mapping[str, Any] | None = None) -> None:
        self.tender = tender
        self.form = self.form_class(data, initial=self.form_initial())
        self.prepare_form(self.form)
        self.rows: forms.BaseFormSet | None = None
        if self.row_class:
            kind = forms.formset_factory(
                self.row_class,
                extra=self.extra,
                max_num=MOST_ROWS,
                absolute_max=MOST_ROWS + 1,
                validate_max=True,
            )
            self.rows = kind(data, initial=self.rows_initial(), prefix="rows")
            for row in self.rows:
                self.prepare_row(row)

    def form_initial(self) -> dict[str, Any]:
        """What the tender says in this section, by field."""
        return {}

    def rows_initial(self) -> list[dict[str, Any]]:
        """What the tender lists in this section, by row and field."""
        return []

    def prepare_form(self, form: Form) -> None:
        """Give the form what depends on the tender, such as its choices."""

    def prepare_row(self, row: Row) -> None:
        """Give a row what depends on the tender."""

    def is_valid(self) -> bool:
        """Whether all that was typed can be kept; what is not yet there is no fault."""
        return self.form.is_valid() & (self.rows is None or self.rows.is_valid())

    def kept_rows(self) -> list[dict[str, Any]]:
        """Return what each row says that is neither removed nor empty."""
        return [row.cleaned_data for row in self.rows if row.says_anything() and not row.cleaned_data["remove"]]

    def apply(self, tender: TenderFile) -> TenderFile:
        """Return the tender with this section as it was typed. Only after `is_valid`."""
        raise NotImplementedError

    def said(self) -> list[tuple[str, str]]:
        """Return what is in the section as (label, words), for showing it beside what somebody else typed."""
        pairs = said_by(self.form)
        for number, row in enumerate(self.rows or (), start=1):
            if not row.is_new:
                pairs += [(f"{number}. {label}", words) for label, words in said_by(row)]
        return pairs


def said_by(form: Form) -> list[tuple[str, str]]:
    """Return the answers of one form in words, leaving out what is empty."""
    pairs = []
    for field in form.visible_fields():
        if field.name != "remove" and (words := _words(field)):
            pairs.append((str(field.label), words))
    return pairs


def _words(field: forms.BoundField) -> str:
    """Return one initial value in words."""
    value = field.initial
    if value in (None, "", [], False):
        return ""
    if value is True:
        return "Yes"
    if choices := getattr(field.field, "choices", None):
        labels = {str(key): str(label) for key, label in choices}
        return list_text([labels.get(str(one), str(one)) for one in _each(value)])
    if isinstance(value, datetime):
        return datetime_text(value)
    if isinstance(value, date):
        return date_text(value)
    return plain(value) if isinstance(value, Decimal) else str(value)


def _each(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else (value,)
