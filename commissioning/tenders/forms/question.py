"""One question of a draft: written by hand, or begun from the bank."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commissioning.tenders.forms.criteria import percent
from commissioning.tenders.forms.editor import choice, line, not_too_long, said_by, written
from commissioning.tenders.models import BankQuestion
from commissioning.tenders.tenderfile import (
    Band,
    CriterionKind,
    Formula,
    FrameworkChoice,
    Measure,
    Question,
    QuestionKind,
    TenderFile,
    each_criterion,
    free_id,
    node_ids,
    plain,
    put_question,
)
from commissioning.tenders.tenderfile.words import COMMITMENT_FORMULAS, NARRATIVE_FORMULAS
from glossary.models import Priority
from glossary.words import Benefit, Strand
from socialvalue.forms import DecimalTextField, Form, PlainText, WholeNumberField

STEP = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)\s*[:=]\s*([0-9]{1,3}(?:\.[0-9]{1,6})?)")


PARTS = (
    ("", "", ("parent", "kind", "text", "weight")),
    ("If it is answered in words", "", ("word_limit", "minimum", "marking")),
    (
        "If it is answered with a commitment",
        "A commitment is a number that the provider promises to deliver.",
        (
            "measure_name",
            "measure_unit",
            "measure_definition",
            "measure_evidence",
            "counting",
            "target",
            "share",
        ),
    ),
    ("If points come in steps", "", ("steps",)),
    (
        "Why you ask it",
        "Bidders read this too.",
        ("strand", "benefit", "priorities", "specification", "relevance", "proportionality"),
    ),
)
"""The groups of fields on the page of a question: heading, hint, names."""


def formulas(fitting: frozenset[Formula]) -> list[tuple[str, str]]:
    """The choices of a formula."""
    return [("", "Not chosen yet"), *((word.value, word.label) for word in Formula if word in fitting)]


class QuestionForm(Form):
    """A question with all that makes it fair: how it is answered and marked, what it serves, and why."""

    parent = forms.ChoiceField(label="Which criterion is it part of?")
    kind = forms.ChoiceField(label="How is it answered?", choices=QuestionKind.choices(), widget=forms.RadioSelect)
    text = PlainText(
        label="The question",
        help_text="Ask one thing, in words you would use aloud.",
        rows=3,
        validators=[not_too_long],
    )
    weight = percent("Weight", "Its share of the criterion it is part of.")
    word_limit = WholeNumberField(
        label="Word limit", suffix="words", required=False, what="a number of words", min_value=1, max_value=10000
    )
    minimum = DecimalTextField(
        label="Lowest mark that may win",
        help_text="Leave it empty for none.",
        required=False,
        what="a mark",
        max_value=1000,
    )
    marking = forms.ChoiceField(
        label="How its mark becomes points",
        choices=formulas(NARRATIVE_FORMULAS),
        required=False,
        help_text="Not chosen means the mark as a share of the highest mark.",
    )
    measure_name = line("What is counted")
    measure_unit = line("Unit", "With its time, such as people starting per contract year.")
    measure_definition = written("What counts, exactly", rows=3)
    measure_evidence = written("What shows it", rows=2)
    counting = forms.ChoiceField(
        label="How quantities become points", choices=formulas(COMMITMENT_FORMULAS), required=False
    )
    target = DecimalTextField(
        label="Target that gets all the points",
        required=False,
        what="a target",
        places=6,
        help_text="For a share of the target.",
    )
    share = percent("Share of the price that gets all the points", "For value promised as a share of the price.")
    steps = PlainText(
        label="Published steps",
        help_text="One a line: the mark or quantity, then its points. Such as 4: 50",
        rows=3,
        required=False,
    )
    strand = choice("Strand of well-being", Strand)
    benefit = choice("Kind of benefit", Benefit)
    priorities = forms.MultipleChoiceField(
        label="Priorities it serves", widget=forms.CheckboxSelectMultiple, required=False
    )
    specification = forms.MultipleChoiceField(
        label="Parts of the specification it serves", widget=forms.CheckboxSelectMultiple, required=False
    )
    relevance = written("Why is it relevant to this contract?", rows=3)
    proportionality = written("Why is it in proportion to this contract?", rows=3)

    def __init__(self, tender: TenderFile, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial or {})
        self.tender = tender
        parents = [
            (criterion.id, criterion.name or criterion.id)
            for _, criterion in each_criterion(tender)
            if criterion.kind not in (CriterionKind.PRICE, CriterionKind.PASS)
        ]
        self.fields["parent"].choices = parents
        self.fields["specification"].choices = [
            (item.id, f"{item.id}: {item.heading or item.text or 'not written yet'}"[:200])
            for item in tender.specification or ()
        ]
        self.fields["priorities"].choices = self._priorities()
        for name in ("priorities", "specification"):
            if not self.fields[name].choices:
                del self.fields[name]

    def _priorities(self) -> list[tuple[str, str]]:
        """Return the priorities of the tender's frameworks, and those that the question has from elsewhere."""
        chosen = [framework.id for framework in self.tender.frameworks or ()]
        own = list(self.initial.get("priorities") or ())
        found = Priority.objects.select_related("theme").order_by("theme__framework", "theme__place", "place")
        known = {
            priority.key: f"{priority.theme.name}: {priority.name}"
            for priority in found
            if priority.key.partition("/")[0] in chosen or priority.key in own
        }
        return [*known.items(), *((key, key) for key in own if key not in known)]

    @property
    def parts(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The fields in groups with a heading and a hint, for the page."""
        return [
            (heading, hint, [self[name] for name in names if name in self.fields]) for heading, hint, names in PARTS
        ]

    def said(self) -> list[tuple[str, str]]:
        """Return what the question says as (label, words)."""
        return said_by(self)

    def clean_steps(self) -> list[tuple[Decimal, Decimal]]:
        """Return (mark or quantity, points) for each line."""
        steps = []
        for said in filter(str.strip, self.cleaned_data["steps"].splitlines()):
            match = STEP.fullmatch(said.strip().rstrip("%"))
            if not match or Decimal(match[2]) > 100:
                raise ValidationError(f"Write “{said.strip()[:60]}” as a figure, a colon and its points: 4: 50")
            steps.append((Decimal(match[1]), Decimal(match[2])))
        return steps

    def apply(self, tender: TenderFile, old: Question | None) -> TenderFile:
        """Return the tender with the question as it was typed; `old` is the question it changes."""
        said = self.cleaned_data
        kind = QuestionKind(said["kind"])
        is_narrative = kind is QuestionKind.NARRATIVE
        chosen = said["marking"] if is_narrative else said["counting"]
        formula = Formula(chosen) if chosen else None
        priorities = tuple(said.get("priorities") or ())
        question = replace(
            old or Question(id=free_id(said["parent"], node_ids(tender))),
            kind=kind,
            text=said["text"],
            weight=said["weight"],
            word_limit=said["word_limit"] if is_narrative else None,
            minimum=said["minimum"] if is_narrative else None,
            formula=formula,
            target=said["target"] if formula is Formula.TARGET_CAPPED else None,
            share=said["share"] if formula is Formula.SHARE_OF_PRICE else None,
            bands=_bands(said["steps"], is_narrative) if formula is Formula.BANDS else None,
            measure=None if is_narrative else _measure(said),
            strand=Strand(said["strand"]) if said["strand"] else None,
            benefit=Benefit(said["benefit"]) if said["benefit"] else None,
            priorities=priorities or None,
            specification=tuple(said.get("specification") or ()) or None,
            relevance=said["relevance"] or None,
            proportionality=said["proportionality"] or None,
        )
        return _with_frameworks(put_question(tender, question, said["parent"]), priorities)


def _bands(steps: list[tuple[Decimal, Decimal]], is_narrative: bool) -> tuple[Band, ...] | None:
    """Return the published steps, or None while there are none."""
    key = "mark" if is_narrative else "from_"
    return tuple(Band(**{key: start, "points": points}) for start, points in steps) or None


def _measure(said: dict[str, Any]) -> Measure | None:
    """Return the measure of a commitment, or None while nothing is said of it."""
    measure = Measure(
        name=said["measure_name"] or None,
        unit=said["measure_unit"] or None,
        definition=said["measure_definition"] or None,
        evidence=said["measure_evidence"] or None,
    )
    return None if measure == Measure() else measure


def _with_frameworks(tender: TenderFile, priorities: tuple[str, ...]) -> TenderFile:
    """Return the tender with the frameworks of these priorities among its own."""
    chosen = [framework.id for framework in tender.frameworks or ()]
    missing = dict.fromkeys(key.partition("/")[0] for key in priorities if key.partition("/")[0] not in chosen)
    if not missing:
        return tender
    return replace(tender, frameworks=(*(tender.frameworks or ()), *(FrameworkChoice(id=id) for id in missing)))


def initial_of(question: Question, parent_id: str) -> dict[str, Any]:
    """What a question says, by field."""
    is_narrative = question.kind is QuestionKind.NARRATIVE
    measure = question.measure or Measure()
    steps = [
        f"{plain(start)}: {plain(band.points or Decimal())}"
        for band in question.bands or ()
        if (start := band.mark if is_narrative else band.from_) is not None
    ]
    same = ("kind", "text", "weight", "word_limit", "minimum", "target", "share", "strand", "benefit", "relevance")
    return {
        **{name: getattr(question, name) for name in (*same, "proportionality")},
        "parent": parent_id,
        "marking": question.formula if is_narrative else None,
        "counting": None if is_narrative else question.formula,
        "measure_name": measure.name,
        "measure_unit": measure.unit,
        "measure_definition": measure.definition,
        "measure_evidence": measure.evidence,
        "steps": "\n".join(steps),
        "priorities": list(question.priorities or ()),
        "specification": list(question.specification or ()),
    }


def initial_from_bank(found: BankQuestion, tender: TenderFile) -> dict[str, Any]:
    """What a bank question brings to a draft, by field: under social value, with those priorities that the draft uses."""
    chosen = [framework.id for framework in tender.frameworks or ()]
    keys = [priority.key for priority in found.priorities.all()]
    social = [criterion.id for _, criterion in each_criterion(tender) if criterion.kind is CriterionKind.SOCIAL_VALUE]
    measure = found.measure if found.kind == BankQuestion.Kind.COMMITMENT else None
    return {
        "parent": social[0] if social else None,
        "kind": found.kind,
        "text": found.text,
        "word_limit": found.word_limit,
        "counting": Formula.TARGET_CAPPED if measure else None,
        "measure_name": measure and measure.name,
        "measure_unit": measure and measure.unit,
        "measure_definition": measure and measure.definition,
        "measure_evidence": (found.evidence or measure.evidence) if measure else None,
        "strand": found.strand,
        "benefit": found.benefit,
        "priorities": [key for key in keys if key.partition("/")[0] in chosen] or keys,
        "relevance": found.relevance_hint,
        "proportionality": found.proportionality_hint,
    }
