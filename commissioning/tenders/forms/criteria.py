"""The tree of criteria with every weight, on one page."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms

from commissioning.tenders.forms.editor import Editor, Row, choice, line
from commissioning.tenders.forms.lists import hidden
from commissioning.tenders.readiness import Section, left_text
from commissioning.tenders.tenderfile import (
    CarryOver,
    Criterion,
    CriterionKind,
    Formula,
    TenderFile,
    ZeroPrice,
    change_criteria,
    each_criterion,
    each_family,
    each_question,
    free_id,
    node_ids,
    without_loose_ends,
)
from commissioning.tenders.tenderfile.words import PRICE_FORMULAS
from socialvalue.forms import DecimalTextField, MoneyField

USUAL_CRITERIA = (
    Criterion(
        id="Q",
        kind=CriterionKind.QUALITY,
        name="Quality",
        weight=Decimal(60),
        criteria=(
            Criterion(id="M", kind=CriterionKind.QUALITY, name="Method", weight=Decimal(75)),
            Criterion(id="SV", kind=CriterionKind.SOCIAL_VALUE, name="Social value", weight=Decimal(25)),
        ),
    ),
    Criterion(
        id="P",
        kind=CriterionKind.PRICE,
        name="Price",
        weight=Decimal(40),
        formula=Formula.LOWEST_OVER_PRICE,
        zero_price=ZeroPrice.REJECT,
    ),
)
"""A tree to start from: six tenths quality, of which a quarter is social value, and four tenths price."""

STEMS = {
    CriterionKind.QUALITY: "Q",
    CriterionKind.SOCIAL_VALUE: "SV",
    CriterionKind.PRICE: "P",
    CriterionKind.PASS: "G",
}
ONLY_PRICE = ("formula", "high", "low", "zero_price")
OF_A_CRITERION = ("id", "name", "kind", "weight", "threshold", "carry_over", *ONLY_PRICE)
OF_A_QUESTION = ("id", "weight")
TOP = "the tender"


def percent(label: str, hint: str = "") -> DecimalTextField:
    """A field for a share in per cent that may still be empty."""
    return DecimalTextField(
        label=label, help_text=hint, suffix="%", required=False, what="a share", max_value=100, places=6
    )


class NodeRow(Row):
    """One criterion, the weight of one question, or the criterion to add."""

    id = hidden()
    parent = forms.ChoiceField(label="Put it under", required=False)
    name = line("Name")
    kind = choice("What it judges", CriterionKind)
    weight = percent("Weight")
    threshold = percent("Least share of its points", "A bid below it is out. Leave it empty for none.")
    formula = forms.ChoiceField(
        label="How prices become points",
        choices=[("", "Not chosen yet"), *((word.value, word.label) for word in Formula if word in PRICE_FORMULAS)],
        required=False,
    )
    high = MoneyField(label="High price", help_text="Only for a straight line: no points here.", required=False)
    low = MoneyField(label="Low price", help_text="Only for a straight line: all points here.", required=False)
    zero_price = choice("A bid with a price of nothing", ZeroPrice)
    carry_over = choice(
        "When the next tender is started from this one", CarryOver, first="Not said: it may be changed there"
    )


@dataclass(frozen=True)
class Group:
    """The children of one parent on the page, with what is left to give among them."""

    id: str
    name: str
    rows: list[NodeRow]

    @property
    def left(self) -> Decimal:
        """What is left of 100 with the weights as they stand on the page."""
        return Decimal(100) - sum((_weight(row) for row in self.rows), Decimal())

    @property
    def left_text(self) -> str:
        """The same in words."""
        return left_text(self.left)


def _weight(row: NodeRow) -> Decimal:
    """Return the weight on the page where it can be read, else the saved one."""
    if row.is_bound and not row.errors.get("weight"):
        return row.cleaned_data.get("weight") or Decimal()
    return row.initial.get("weight") or Decimal()


class CriteriaEditor(Editor):
    """Criteria and weights."""

    section = Section.CRITERIA
    intro = "Weights are shares of what they stand under. The ones that stand together add up to 100."
    row_name = "Criterion"
    row_class = NodeRow

    def rows_initial(self) -> list[dict[str, Any]]:
        """Every criterion and question, family by family."""
        rows = []
        for _, children in each_family(self.tender):
            for child in children.values():
                names = OF_A_CRITERION if isinstance(child, Criterion) else OF_A_QUESTION
                rows.append({name: getattr(child, name) for name in names})
        return rows

    def prepare_row(self, row: Row) -> None:
        """Leave in a row the fields that its kind of node has."""
        criteria = {criterion.id: criterion for _, criterion in each_criterion(self.tender)}
        questions = {question.id: question for _, question in each_question(self.tender)}
        id = row["id"].value() or ""
        if row.is_new:
            row.legend = "Add a criterion"
            row.fields["parent"].choices = [
                ("", "Nothing: it stands at the top"),
                *(
                    (criterion.id, criterion.name or criterion.id)
                    for criterion in criteria.values()
                    if criterion.kind not in (CriterionKind.PRICE, CriterionKind.PASS)
                ),
            ]
            gone = ("threshold", "carry_over", *ONLY_PRICE)
        elif id in questions:
            row.legend = f"Question {id}: {questions[id].text or 'not written yet'}"
            gone = ("parent", "name", "kind", "threshold", "carry_over", "remove", *ONLY_PRICE)
        else:
            criterion = criteria.get(id)
            row.legend = (criterion and criterion.name) or id
            row.fields["remove"].label = "Remove this and all that stands under it"
            is_price = criterion is not None and criterion.kind is CriterionKind.PRICE
            gone = ("parent", *ONLY_PRICE)
            if is_price:
                # High and low belong to one formula: they appear once that is chosen and saved.
                gone = ("parent",) if criterion.formula is Formula.LINEAR_BETWEEN else ("parent", "high", "low")
        for name in gone:
            del row.fields[name]
        row.fields["weight"].widget.attrs["data-weight"] = "true"

    @property
    def groups(self) -> list[Group]:
        """The rows by parent, for the page."""
        by_id = {row["id"].value(): row for row in self.rows if not row.is_new}
        families = [
            (
                (parent.name or parent.id) if parent else TOP,
                [by_id[child.id] for child in children.values() if child.id in by_id],
            )
            for parent, children in each_family(self.tender)
        ]
        return [Group(id=f"group-{place}", name=name, rows=rows) for place, (name, rows) in enumerate(families) if rows]

    @property
    def new_row(self) -> Row | None:
        """The criterion to add; none where what was posted had no room for one."""
        return next((row for row in self.rows if row.is_new), None)

    def is_valid(self) -> bool:
        """Refuse a kind that can't have what stands under it, and a new criterion without a name."""
        valid = super().is_valid()
        criteria = {criterion.id: criterion for _, criterion in each_criterion(self.tender)}
        for row in self.rows or ():
            said = row.cleaned_data if row.is_valid() else {}
            under = criteria.get(said.get("id", ""))
            leaf = said.get("kind") in (CriterionKind.PRICE, CriterionKind.PASS)
            if leaf and under and (under.criteria or under.questions):
                row.add_error("kind", "Something stands under it. Take that away first, or choose another kind.")
                valid = False
            if row.is_new and row.says_anything() and not said.get("name"):
                row.add_error("name", "Give the new criterion a name.")
                valid = False
            if row.is_new and row.says_anything() and not said.get("kind"):
                row.add_error("kind", "Choose what the new criterion judges.")
                valid = False
        return valid

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put names, kinds and weights into the tree, take away and add what was asked."""
        said = {row.cleaned_data["id"]: row.cleaned_data for row in self.rows if not row.is_new}

        def change(criterion: Criterion) -> Criterion | None:
            if criterion.questions:
                questions = tuple(
                    replace(question, weight=said[question.id]["weight"]) if question.id in said else question
                    for question in criterion.questions
                )
                criterion = replace(criterion, questions=questions)
            row = said.get(criterion.id)
            if row is None:
                return criterion
            return None if row.get("remove") else _changed(criterion, row)

        tender = change_criteria(tender, change)
        for row in self.rows:
            if row.is_new and row.says_anything():
                tender = _added(tender, row.cleaned_data)
        return without_loose_ends(tender)


def _changed(criterion: Criterion, said: dict[str, Any]) -> Criterion:
    """Return a criterion as its row says it; what only a price has goes when it is no price any more."""
    kind = CriterionKind(said["kind"]) if said["kind"] else None
    criterion = replace(
        criterion,
        kind=kind,
        name=said["name"] or None,
        weight=said["weight"],
        threshold=said["threshold"],
        carry_over=CarryOver(said["carry_over"]) if said["carry_over"] else None,
    )
    if kind is not CriterionKind.PRICE:
        return replace(criterion, formula=None, high=None, low=None, zero_price=None)
    if "formula" not in said:
        return criterion
    is_line = said["formula"] == Formula.LINEAR_BETWEEN
    return replace(
        criterion,
        formula=Formula(said["formula"]) if said["formula"] else None,
        high=said.get("high", criterion.high) if is_line else None,
        low=said.get("low", criterion.low) if is_line else None,
        zero_price=ZeroPrice(said["zero_price"]) if said["zero_price"] else None,
    )


def _added(tender: TenderFile, said: dict[str, Any]) -> TenderFile:
    """Return the tender with a new criterion under the parent that was chosen."""
    kind, taken = CriterionKind(said["kind"]), node_ids(tender)
    stem = STEMS[kind]
    new = Criterion(
        id=free_id(stem, taken) if stem in taken else stem, kind=kind, name=said["name"], weight=said["weight"]
    )
    if not said["parent"]:
        return replace(tender, criteria=(*tender.criteria, new))

    def change(criterion: Criterion) -> Criterion:
        if criterion.id != said["parent"]:
            return criterion
        return replace(criterion, criteria=(*(criterion.criteria or ()), new))

    return change_criteria(tender, change)
