"""Lots with their limits, and whether partners may bid together."""

from dataclasses import replace
from typing import Any

from django import forms

from commissioning.tenders.forms.editor import Editor, Row, choice, line, written
from commissioning.tenders.forms.facts import AreasField
from commissioning.tenders.forms.lists import hidden, named
from commissioning.tenders.readiness import Section
from commissioning.tenders.tenderfile import Lot, LotLimits, LotMechanism, TenderFile
from socialvalue.forms import Form, MoneyField, WholeNumberField

MOST_LOTS = 300


class LotsForm(Form):
    """Limits of lots, why there are no lots, and whether partners may bid together."""

    bid = WholeNumberField(
        label="How many lots may one bidder bid for?",
        help_text="Leave it empty for as many as they like.",
        required=False,
        what="a number of lots",
        min_value=1,
        max_value=MOST_LOTS,
    )
    win = WholeNumberField(
        label="How many lots may one bidder win?",
        help_text="Leave it empty for as many as they like.",
        required=False,
        what="a number of lots",
        min_value=1,
        max_value=MOST_LOTS,
    )
    rule = written(
        "How do you decide which lots a bidder gets?",
        "Needed when there is a limit. Say what happens when one bidder is best for more lots than it may win.",
    )
    mechanism = choice(
        "Which lots does such a bidder keep?", LotMechanism, "Each other lot goes to its next best bidder."
    )
    no_lots_reason = written("If there are no lots, why not?")
    partners_allowed = forms.BooleanField(label="Providers may bid together or use subcontractors", required=False)


class LotRow(Row):
    """One lot."""

    id = hidden()
    title = line("Title")
    description = written("What is in it", rows=3)
    area = AreasField(label="Where", help_text="One area a line. Leave it empty if it is the same for all lots.")
    value = MoneyField(label="Value", help_text="All lots together make the value.", required=False, what="a value")


class LotsEditor(Editor):
    """Lots and partners."""

    section = Section.LOTS
    intro = (
        "Smaller lots let smaller providers bid. Leave the lots empty if the contract is bought as one. "
        "Once you have saved a lot, you can limit how many of them one bidder may win."
    )
    row_name = "Lot"
    form_class = LotsForm
    row_class = LotRow

    def form_initial(self) -> dict[str, Any]:
        """The limits and the reason so far; partners are welcome unless somebody says otherwise."""
        allowed, limits = self.tender.partners_allowed, self.tender.lot_limits or LotLimits()
        return {
            "bid": limits.bid,
            "win": limits.win,
            "rule": limits.rule,
            "mechanism": limits.mechanism,
            "no_lots_reason": self.tender.no_lots_reason,
            "partners_allowed": True if allowed is None else allowed,
        }

    def prepare_form(self, form: Form) -> None:
        """Ask for limits once there are lots."""
        if not self.tender.lots and self.tender.lot_limits is None:
            for name in ("bid", "win", "rule", "mechanism"):
                del form.fields[name]

    def rows_initial(self) -> list[dict[str, Any]]:
        """The lots so far."""
        return [
            {
                "id": lot.id,
                "title": lot.title,
                "description": lot.description,
                "area": "\n".join(lot.area or ()),
                "value": lot.value,
            }
            for lot in self.tender.lots or ()
        ]

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put the lots and their limits into the tender."""
        said = self.form.cleaned_data
        lots = tuple(
            Lot(
                id=row["id"],
                title=row["title"] or None,
                description=row["description"] or None,
                area=tuple(row["area"]) or None,
                value=row["value"],
            )
            for row in named(self.kept_rows(), "L", set())
        )
        limits = LotLimits(
            bid=said.get("bid"),
            win=said.get("win"),
            rule=said.get("rule") or None,
            mechanism=LotMechanism(said["mechanism"]) if said.get("mechanism") else None,
        )
        return replace(
            tender,
            lots=lots or None,
            lot_limits=None if limits == LotLimits() else limits,
            no_lots_reason=said["no_lots_reason"] or None,
            partners_allowed=said["partners_allowed"],
        )
