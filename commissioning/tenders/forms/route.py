"""What the route helper asks, and the choice of a route."""

from decimal import Decimal
from typing import Any

from django import forms

from commissioning.tenders.forms.editor import not_too_long
from commissioning.tenders.route import (
    Answers,
    HealthProvider,
    Market,
    Reservation,
    ThresholdKind,
    Urgency,
    estimated_value,
    usual_kind,
)
from commissioning.tenders.tenderfile import Procedure, TenderFile
from glossary.words import Word
from socialvalue.forms import DecimalTextField, Form, MoneyField, PlainText


def one_of(label: str, words: type[Word], hint: str = "") -> forms.ChoiceField:
    """A field for one fixed word, as radio buttons."""
    return forms.ChoiceField(label=label, help_text=hint, choices=words.choices(), widget=forms.RadioSelect)


class AnswersForm(Form):
    """Facts about the service, the value and the market."""

    kind = one_of(
        "What do you buy?", ThresholdKind, "Light touch services are listed in the regulations by their codes."
    )
    value = MoneyField(
        label="What is it worth in all?", help_text="In pounds, with VAT and every extension.", what="a value"
    )
    years = DecimalTextField(
        label="How long may it run, with every extension?", suffix="years", required=False, what="a number of years"
    )
    grant = forms.BooleanField(label="It is a grant: nothing is bought", required=False)
    health_care = forms.BooleanField(label="It is health care that is given to people", required=False)
    health_provider = one_of("If it is health care: who provides it now?", HealthProvider)
    market = one_of("How many could do it?", Market)
    urgency = one_of("How urgent is it?", Urgency)
    framework = forms.BooleanField(label="A framework that we may use covers it", required=False)
    reserved_for = one_of("For whom should it be kept?", Reservation)
    begun_under_2015_rules = forms.BooleanField(label="The case was begun before 24 February 2025", required=False)

    WORDS: dict[str, type[Word]] = {
        "kind": ThresholdKind,
        "health_provider": HealthProvider,
        "market": Market,
        "urgency": Urgency,
        "reserved_for": Reservation,
    }

    def answers(self) -> Answers:
        """Return the answers. Only after `is_valid`."""
        said = dict(self.cleaned_data)
        return Answers(
            **{name: self.WORDS[name](value) if name in self.WORDS else value for name, value in said.items()}
        )


def first_answers(tender: TenderFile) -> Answers:
    """Return the answers that a draft gives by itself."""
    value = tender.value
    chosen = tender.procedure
    return Answers(
        kind=ThresholdKind.LIGHT_TOUCH if chosen.endswith("light_touch") else usual_kind(tender.service),
        value=estimated_value(tender).quantize(Decimal("0.01")),
        years=value.years + (value.extension_years or 0) if value.years else None,
        grant=chosen is Procedure.GRANT,
        health_care=chosen.startswith("psr_"),
        begun_under_2015_rules=chosen.startswith("legacy_"),
        framework=chosen is Procedure.FRAMEWORK_CALL_OFF,
    )


class RouteForm(Form):
    """The route that the officer chooses, and why."""

    chosen = forms.ChoiceField(label="Which route do you take?", choices=Procedure.choices())
    reason = PlainText(
        label="Why?", help_text="It is kept with the tender, with your answers.", rows=4, validators=[not_too_long]
    )


def initial_of(answers: Answers) -> dict[str, Any]:
    """Return the answers as the form shows them first."""
    return {name: getattr(answers, name) for name in AnswersForm.base_fields}
