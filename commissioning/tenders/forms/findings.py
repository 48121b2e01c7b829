"""What the checker finds, beside the fields that mend it; and what people write about it."""

from collections.abc import Iterable

from django import forms

from commissioning.tenders.forms.editor import written
from commissioning.tenders.reports.findings import FindingLine
from glossary.words import Strand
from socialvalue.forms import Form


class RecordedReasonForm(Form):
    """Why a warning is accepted as it is. Blank takes the reason away."""

    reason = written(
        "Why is it right for this contract?",
        "Whoever approves the tender reads this. Leave it empty to take a reason away.",
        rows=3,
    )


class SetAsideForm(Form):
    """Why a strand of well-being is left out on purpose."""

    economic = written(f"{Strand.ECONOMIC.label}: why is it left out?", rows=3)
    social = written(f"{Strand.SOCIAL.label}: why is it left out?", rows=3)
    environmental = written(f"{Strand.ENVIRONMENTAL.label}: why is it left out?", rows=3)


def place_findings(lines: Iterable[FindingLine], *drawn: forms.BaseForm) -> list[FindingLine]:
    """Give every field of the forms the findings to draw beside it; return those whose field is on none of them."""
    waiting: dict[str, list[FindingLine]] = {}
    for line in lines:
        waiting.setdefault(line.place.field, []).append(line)
    for form in drawn:
        for field in form.visible_fields():
            field.field.findings = waiting.pop(field.auto_id, [])
    return [line for left in waiting.values() for line in left]
