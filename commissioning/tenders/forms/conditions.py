"""Conditions of taking part, each kind with the fields it needs, and the documents to show."""

from dataclasses import replace
from typing import Any

from django import forms

from commissioning.tenders.forms.editor import Editor, Row, choice, line, written
from commissioning.tenders.forms.lists import hidden, named
from commissioning.tenders.readiness import Section
from commissioning.tenders.tenderfile import (
    AskedOf,
    Condition,
    ConditionKind,
    Needed,
    RequiredDocument,
    TenderFile,
    node_ids,
)
from socialvalue.forms import DecimalTextField, MoneyField

OF_KIND: dict[str, tuple[str, ...]] = {
    ConditionKind.TURNOVER: ("amount", "partners_count"),
    ConditionKind.INSURANCE: ("name", "amount"),
    ConditionKind.ACCOUNTS: ("audited",),
    ConditionKind.EXPERIENCE: ("years", "partners_count"),
    ConditionKind.PRIOR_AWARD: (),
    ConditionKind.CERTIFICATE: ("name", "partners_count"),
    ConditionKind.REGISTRATION: ("name", "partners_count"),
}
"""The fields that only some kinds have."""
ONLY_SOME = ("name", "amount", "years", "audited", "partners_count")

HINTS: dict[str, str] = {
    ConditionKind.TURNOVER: "Ask for no more than the contract needs: twice its value for a year is the most.",
    ConditionKind.INSURANCE: "You may ask for it from the start of the contract. You may not ask for it before the award.",
    ConditionKind.ACCOUNTS: "You may not ask for audited accounts from those who need none by law. Most small ones don’t.",
    ConditionKind.EXPERIENCE: "Say what was done and over how many years. Leave room for those who did it elsewhere.",
    ConditionKind.PRIOR_AWARD: "You may not ask that an authority you name has given them a contract before.",
    ConditionKind.CERTIFICATE: "You must take an equivalent. The public page says so beside what you write.",
    ConditionKind.REGISTRATION: "Name the register that the law asks for. You must take an equivalent.",
}
"""What the Procurement Act 2023, s.22, forbids or demands, in plain words, by kind."""

USUAL_DOCUMENTS = (
    "Pricing schedule",
    "Safeguarding policy",
    "Health and safety policy",
    "Equality policy",
    "Data protection policy",
    "Insurance certificates",
    "Business continuity plan",
    "Latest accounts",
    "Criminal record checks",
    "Risk assessment",
    "Mobilisation plan",
)


class ConditionRow(Row):
    """One condition of taking part."""

    id = hidden()
    kind = choice("What it is about", ConditionKind)
    text = written("The condition in words", rows=2)
    name = line("Name", "Of the certificate, the register or the kind of insurance.")
    amount = MoneyField(label="Amount", help_text="For turnover or insurance.", required=False, what="an amount")
    years = DecimalTextField(
        label="Experience from the last", suffix="years", required=False, what="a number of years", max_value=50
    )
    needed = choice("When it must be met", Needed)
    audited = forms.BooleanField(label="The accounts must be audited", required=False)
    partners_count = forms.TypedChoiceField(
        label="Does it count if a partner or subcontractor meets it?",
        choices=[("", "Not said"), ("yes", "Yes"), ("no", "No: each bidder must meet it alone")],
        coerce=lambda word: word == "yes",
        empty_value=None,
        required=False,
    )


class ConditionsEditor(Editor):
    """Conditions of taking part."""

    section = Section.CONDITIONS
    intro = (
        "Ask only for what this contract needs. If you ask for nothing, leave this empty and save it. "
        "Once you have saved a condition, you see only the fields that its kind needs."
    )
    row_name = "Condition"
    row_class = ConditionRow

    def rows_initial(self) -> list[dict[str, Any]]:
        """The conditions so far."""
        return [
            {
                "id": condition.id,
                "kind": condition.kind,
                "text": condition.text,
                "name": condition.name,
                "amount": condition.amount,
                "years": condition.years,
                "needed": condition.needed,
                "audited": condition.audited,
                "partners_count": {None: "", True: "yes", False: "no"}[condition.partners_count],
            }
            for condition in self.tender.conditions or ()
        ]

    def prepare_row(self, row: Row) -> None:
        """Leave in a saved row what its kind needs, and what it says already; hint at what the law forbids."""
        saved = {condition.id: condition for condition in self.tender.conditions or ()}.get(row["id"].value() or "")
        if saved is None or saved.kind is None:
            return
        row.fields["text"].help_text = HINTS[saved.kind]
        for name in ONLY_SOME:
            if name not in OF_KIND[saved.kind] and getattr(saved, name) is None:
                del row.fields[name]

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put the conditions into the tender."""
        before = {condition.id: condition.kind for condition in tender.conditions or ()}
        rows = named(self.kept_rows(), "C", node_ids(tender))
        return replace(tender, conditions=tuple(_condition(row, before.get(row["id"])) for row in rows))


def _condition(said: dict[str, Any], before: ConditionKind | None) -> Condition:
    """Return a condition as its row says it, without what belongs to the kind that it was before."""
    kind = ConditionKind(said["kind"]) if said["kind"] else None
    kept = {name: said.get(name) for name in ONLY_SOME if kind in (None, before) or name in OF_KIND[kind]}
    if kind is not ConditionKind.ACCOUNTS:
        kept["audited"] = None  # a box left empty says nothing of other kinds
    return Condition(
        id=said["id"],
        kind=kind,
        needed=Needed(said["needed"]) if said["needed"] else None,
        text=said["text"] or None,
        **{**kept, "name": kept.get("name") or None},
    )


class DocumentRow(Row):
    """One document to show."""

    name = line("Document", "Choose a usual one or write your own.")
    asked_of = choice("Who must show it", AskedOf)
    reason = written("Why do you need it?", "Bidders read this. It also helps to see what you can leave out.", rows=2)


class DocumentsEditor(Editor):
    """Documents to show."""

    section = Section.DOCUMENTS
    intro = "Ask only the winner where you can. If you ask for nothing, leave this empty and save it."
    row_name = "Document"
    row_class = DocumentRow
    suggestions = USUAL_DOCUMENTS

    def rows_initial(self) -> list[dict[str, Any]]:
        """The documents so far."""
        return [
            {"name": document.name, "asked_of": document.asked_of, "reason": document.reason}
            for document in self.tender.documents or ()
        ]

    def prepare_row(self, row: Row) -> None:
        """Offer the usual documents while a name is typed."""
        row.fields["name"].widget.attrs["list"] = "suggestions"

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put the documents into the tender."""
        documents = tuple(
            RequiredDocument(
                name=row["name"] or None,
                asked_of=AskedOf(row["asked_of"]) if row["asked_of"] else None,
                reason=row["reason"] or None,
            )
            for row in self.kept_rows()
        )
        return replace(tender, documents=documents)
