"""The marking scale: a ready one, or levels of the tender's own."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from django import forms

from commissioning.tenders.forms.editor import Editor, Row, line, written
from commissioning.tenders.readiness import Section
from commissioning.tenders.tenderfile import Level, Moderation, Scale, TenderFile
from socialvalue.forms import DecimalTextField, Form

FILE = Path(__file__).parents[1] / "data" / "scales.json"


def _ready() -> dict[str, tuple[str, Scale]]:
    """Return the ready scales by id, each with what it is called, the usual one first."""
    made = {}
    for row in json.loads(FILE.read_text(encoding="utf-8"))["scales"]:
        levels = tuple(Level(mark=Decimal(mark), label=label, means=means) for mark, label, means in row["levels"])
        made[row["id"]] = (row["name"], Scale(id=row["id"], max=levels[-1].mark, levels=levels))
    return made


READY = _ready()
USUAL = next(iter(READY.values()))[1]


class ScaleForm(Form):
    """Whether to take a ready scale instead of the levels on the page."""

    ready = forms.ChoiceField(
        label="Take a ready scale",
        help_text="It takes the place of the levels below when you save. You can then change its words.",
        choices=[("", "No, keep the levels below"), *((id, name) for id, (name, _) in READY.items())],
        required=False,
    )
    moderation = forms.ChoiceField(
        label="How is one mark found from those of several evaluators?",
        help_text="It is published, and it can’t be changed once marking has started.",
        choices=[(word.value, word.label) for word in Moderation],
        widget=forms.RadioSelect,
        required=False,
    )


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
    form_class = ScaleForm
    row_class = LevelRow

    def form_initial(self) -> dict[str, Any]:
        """How one mark is found so far; the evaluators agree it unless the tender says otherwise."""
        return {"moderation": (self.tender.moderation or Moderation.CONSENSUS).value}

    def rows_initial(self) -> list[dict[str, Any]]:
        """The levels so far, or the usual ones to start from."""
        scale = self.tender.scale or USUAL
        return [{"mark": level.mark, "label": level.label, "means": level.means} for level in scale.levels or ()]

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
        """Put the ready scale, or the levels, into the tender; the highest mark is the highest level's."""
        # Absent means consensus: a tender that says it in so many words goes on saying it.
        if self.form.cleaned_data["moderation"] == Moderation.AVERAGE:
            tender = replace(tender, moderation=Moderation.AVERAGE)
        elif tender.moderation is Moderation.AVERAGE:
            tender = replace(tender, moderation=None)
        if chosen := self.form.cleaned_data["ready"]:
            return replace(tender, scale=READY[chosen][1])
        levels = tuple(
            Level(mark=row["mark"], label=row["label"] or None, means=row["means"] or None) for row in self.kept_rows()
        )
        marks = [level.mark for level in levels if level.mark is not None]
        scale = replace(tender.scale or Scale(), levels=levels, max=max(marks, default=None))
        return replace(tender, scale=scale if levels else None)
