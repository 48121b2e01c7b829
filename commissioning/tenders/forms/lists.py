"""The sections that are lists: specification, scale, lots, conditions, documents, and what is monitored."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from commissioning.tenders.forms.editor import Editor, Row, choice, line, written
from commissioning.tenders.readiness import Section
from commissioning.tenders.tenderfile import (
    AskedOf,
    Condition,
    ConditionKind,
    Level,
    Lot,
    Monitoring,
    MonitoringIndicator,
    Needed,
    Question,
    QuestionKind,
    RequiredDocument,
    Scale,
    SpecificationItem,
    TenderFile,
    each_question,
    free_id,
    node_ids,
    without_loose_ends,
)
from socialvalue.forms import DecimalTextField, Form, MoneyField

USUAL_LEVELS = (
    ("0", "No answer", "Nothing was written, or what was written does not answer the question."),
    ("1", "Poor", "Touches the question but leaves out most of it. The service would probably fail here."),
    ("2", "Weak", "Answers part of the question. At least one important matter is missing or unclear."),
    ("3", "Sound", "Answers the whole question with a plan that should work, with only small gaps."),
    ("4", "Good", "Answers the whole question in detail for this contract, and backs it with evidence."),
    ("5", "Excellent", "All that a good answer has, and a clear gain beyond what was asked that can be checked."),
)


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


class LevelRow(Row):
    """One level of the scale."""

    mark = DecimalTextField(label="Mark", required=False, what="a mark", max_value=1000)
    label = line("Name", max_length=60)
    means = written("What an answer must do to get it", rows=3)


class ScaleEditor(Editor):
    """Marking scale."""

    section = Section.SCALE
    intro = (
        "Every written answer gets one of these marks. Each level needs words of its own, so that marks can be fair."
    )
    row_name = "Level"
    row_class = LevelRow

    def rows_initial(self) -> list[dict[str, Any]]:
        """The levels so far, or the usual ones to start from."""
        if self.tender.scale is None:
            return [{"mark": Decimal(mark), "label": label, "means": means} for mark, label, means in USUAL_LEVELS]
        return [
            {"mark": level.mark, "label": level.label, "means": level.means} for level in self.tender.scale.levels or ()
        ]

    def is_valid(self) -> bool:
        """Refuse a mark that comes twice, beside the second."""
        valid = super().is_valid()
        seen: set[Decimal] = set()
        for row in self.rows or ():
            if not row.is_valid() or row.cleaned_data.get("remove"):
                continue
            mark = row.cleaned_data.get("mark")
            if mark in seen:
                row.add_error("mark", "Another level has this mark. Each mark has one level.")
                valid = False
            elif mark is not None:
                seen.add(mark)
        return valid

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put the levels into the tender; the highest mark is the highest level's."""
        levels = tuple(
            Level(mark=row["mark"], label=row["label"] or None, means=row["means"] or None) for row in self.kept_rows()
        )
        marks = [level.mark for level in levels if level.mark is not None]
        scale = replace(tender.scale or Scale(), levels=levels, max=max(marks, default=None))
        return replace(tender, scale=scale if levels else None)


class LotsForm(Form):
    """Why there are no lots, and whether partners may bid together."""

    no_lots_reason = written("If there are no lots, why not?")
    partners_allowed = forms.BooleanField(label="Providers may bid together or use subcontractors", required=False)


class LotRow(Row):
    """One lot."""

    id = hidden()
    title = line("Title")
    value = MoneyField(label="Value", required=False, what="a value")


class LotsEditor(Editor):
    """Lots and partners."""

    section = Section.LOTS
    intro = "Smaller lots let smaller providers bid. Leave the lots empty if the contract is bought as one."
    row_name = "Lot"
    form_class = LotsForm
    row_class = LotRow

    def form_initial(self) -> dict[str, Any]:
        """The reason so far; partners are welcome unless somebody says otherwise."""
        allowed = self.tender.partners_allowed
        return {
            "no_lots_reason": self.tender.no_lots_reason,
            "partners_allowed": True if allowed is None else allowed,
        }

    def rows_initial(self) -> list[dict[str, Any]]:
        """The lots so far."""
        return [{"id": lot.id, "title": lot.title, "value": lot.value} for lot in self.tender.lots or ()]

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put the lots into the tender."""
        lots = tuple(
            Lot(id=row["id"], title=row["title"] or None, value=row["value"])
            for row in named(self.kept_rows(), "L", set())
        )
        return replace(
            tender,
            lots=lots or None,
            no_lots_reason=self.form.cleaned_data["no_lots_reason"] or None,
            partners_allowed=self.form.cleaned_data["partners_allowed"],
        )


class ConditionRow(Row):
    """One condition of taking part."""

    id = hidden()
    kind = choice("What it is about", ConditionKind)
    text = written("The condition in words", rows=2)
    amount = MoneyField(label="Amount", help_text="For turnover or insurance.", required=False, what="an amount")
    needed = choice("When it must be met", Needed)
    audited = forms.BooleanField(label="The accounts must be audited", required=False)


class ConditionsEditor(Editor):
    """Conditions of taking part."""

    section = Section.CONDITIONS
    intro = "Ask only for what this contract needs. If you ask for nothing, leave this empty and save it."
    row_name = "Condition"
    row_class = ConditionRow

    def rows_initial(self) -> list[dict[str, Any]]:
        """The conditions so far."""
        return [
            {name: getattr(condition, name) for name in ("id", "kind", "text", "amount", "needed", "audited")}
            for condition in self.tender.conditions or ()
        ]

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put the conditions into the tender. Whether accounts are audited is only said of accounts."""
        conditions = tuple(
            Condition(
                id=row["id"],
                kind=ConditionKind(row["kind"]) if row["kind"] else None,
                amount=row["amount"],
                needed=Needed(row["needed"]) if row["needed"] else None,
                audited=row["audited"] if row["kind"] == ConditionKind.ACCOUNTS else None,
                text=row["text"] or None,
            )
            for row in named(self.kept_rows(), "C", node_ids(tender))
        )
        return replace(tender, conditions=conditions)


class DocumentRow(Row):
    """One document to show."""

    name = line("Document")
    asked_of = choice("Who must show it", AskedOf)


class DocumentsEditor(Editor):
    """Documents to show."""

    section = Section.DOCUMENTS
    intro = "Ask only the winner where you can. If you ask for nothing, leave this empty and save it."
    row_name = "Document"
    row_class = DocumentRow

    def rows_initial(self) -> list[dict[str, Any]]:
        """The documents so far."""
        return [{"name": document.name, "asked_of": document.asked_of} for document in self.tender.documents or ()]

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put the documents into the tender."""
        documents = tuple(
            RequiredDocument(name=row["name"] or None, asked_of=AskedOf(row["asked_of"]) if row["asked_of"] else None)
            for row in self.kept_rows()
        )
        return replace(tender, documents=documents)


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
