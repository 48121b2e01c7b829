"""The sections that list what the contract asks for: the specification, and what is monitored."""

from dataclasses import replace
from typing import Any

from django import forms

from commissioning.tenders.forms.editor import Editor, Row, line, written
from commissioning.tenders.readiness import Section
from commissioning.tenders.tenderfile import (
    Monitoring,
    MonitoringIndicator,
    Question,
    QuestionKind,
    SpecificationItem,
    TenderFile,
    each_question,
    free_id,
    without_loose_ends,
)
from socialvalue.forms import DecimalTextField, Form


def hidden() -> forms.CharField:
    """The name of a row, carried from page to page."""
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)


def named(rows: list[dict[str, Any]], stem: str, taken: set[str]) -> list[dict[str, Any]]:
    """Return the rows without `remove`, each new one with an id of its own that nothing has."""
    taken = taken | {row["id"] for row in rows}
    made = []
    for row in rows:
        id = row["id"] or free_id(stem, taken)
        taken.add(id)
        made.append({**{name: value for name, value in row.items() if name != "remove"}, "id": id})
    return made


class PartRow(Row):
    """One part of the specification."""

    id = hidden()
    heading = line("Heading")
    text = written("What you need", rows=6)


class SpecificationEditor(Editor):
    """Specification."""

    section = Section.SPECIFICATION
    intro = "Say what the service must do. Questions can then be tied to the part they serve."
    row_name = "Part"
    row_class = PartRow

    def rows_initial(self) -> list[dict[str, Any]]:
        """The parts so far."""
        return [{"id": item.id, "heading": item.heading, "text": item.text} for item in self.tender.specification or ()]

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put the parts into the tender; questions lose what was taken away."""
        parts = tuple(
            SpecificationItem(id=row["id"], heading=row["heading"] or None, text=row["text"] or None)
            for row in named(self.kept_rows(), "S", {item.id for item in tender.specification or ()})
        )
        return without_loose_ends(replace(tender, specification=parts or None))


class MonitoringForm(Form):
    """How often the provider reports."""

    every_months = forms.TypedChoiceField(
        label="How often does the provider report?",
        coerce=int,
        empty_value=None,
        required=False,
    )


class WatchRow(Row):
    """One question, and whether its promise is watched."""

    question = hidden()
    watched = forms.BooleanField(label="Watch this promise in the contract", required=False)
    hours_per_return = DecimalTextField(
        label="Hours that one report on it takes",
        suffix="hours",
        required=False,
        what="a number of hours",
        max_value=1000,
    )


class MonitoringEditor(Editor):
    """Monitoring."""

    section = Section.MONITORING
    intro = "Each promise you reward should be watched, and watching it should cost as few hours as it can."
    terms = ("monitoring", "indicator", "milestone")
    row_name = "Promise"
    form_class = MonitoringForm
    row_class = WatchRow
    extra = 0

    def prepare_form(self, form: Form) -> None:
        """Offer the usual rhythms, and the tender's own."""
        names = {1: "Every month", 3: "Every 3 months", 6: "Every 6 months", 12: "Once a year"}
        now = self.tender.monitoring and self.tender.monitoring.every_months
        if now and now not in names:
            names[now] = f"Every {now} months"
        form.fields["every_months"].choices = [("", "Not chosen yet"), *sorted(names.items())]

    def form_initial(self) -> dict[str, Any]:
        """The rhythm so far."""
        return {"every_months": self.tender.monitoring and self.tender.monitoring.every_months}

    def rows_initial(self) -> list[dict[str, Any]]:
        """Every question; the commitments are ticked to begin with."""
        monitoring = self.tender.monitoring
        hours = {
            indicator.question: indicator.hours_per_return for indicator in (monitoring and monitoring.indicators) or ()
        }
        begun = monitoring is not None
        return [
            {
                "question": question.id,
                "watched": question.id in hours if begun else question.kind is QuestionKind.COMMITMENT,
                "hours_per_return": hours.get(question.id),
            }
            for _, question in each_question(self.tender)
        ]

    def prepare_row(self, row: Row) -> None:
        """Name the promise above its row."""
        asked = {question.id: question for _, question in each_question(self.tender)}
        id = row["question"].value()
        row.legend = _question_line(asked[id]) if id in asked else str(id)
        del row.fields["remove"]

    def kept_rows(self) -> list[dict[str, Any]]:
        """Return the rows that are watched."""
        return [row.cleaned_data for row in self.rows if row.cleaned_data.get("watched")]

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put rhythm and indicators into the tender."""
        known = {question.id for _, question in each_question(tender)}
        indicators = tuple(
            MonitoringIndicator(question=row["question"], hours_per_return=row["hours_per_return"])
            for row in self.kept_rows()
            if row["question"] in known
        )
        return replace(
            tender,
            monitoring=Monitoring(every_months=self.form.cleaned_data["every_months"], indicators=indicators),
        )


def _question_line(question: Question) -> str:
    """Return a question as one line."""
    return f"{question.id}: {question.text or 'not written yet'}"
