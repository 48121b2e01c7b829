"""What the components page shows: a made-up tender, so that every component has something to draw."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms

from socialvalue import charts
from socialvalue.forms import (
    CheckedFileField,
    DayField,
    DecimalTextField,
    Form,
    MomentField,
    MoneyField,
    PlainLine,
    PlainText,
    WholeNumberField,
)


class SampleForm(Form):
    """One field of every type."""

    organisation = PlainLine(label="Name of your organisation", help_text="As it stands in its governing document.")
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput({"autocomplete": "email"}))
    answer = PlainText(
        label="How will you create lasting jobs for residents who are out of work?",
        help_text="Say what you will do, for whom and by when.",
        word_limit=50,
    )
    price = MoneyField(label="Price for the whole contract", help_text="Leave out VAT.")
    quantity = DecimalTextField(label="How many apprentices will start?", what="a quantity", suffix="people a year")
    months = WholeNumberField(label="Length in months", max_value=120)
    starts_on = DayField(label="Start date", help_text="Like 1 4 2027.")
    closes_at = MomentField(label="Closing time", help_text="Like 20 1 2027, 12 noon. UK time.")
    service = forms.ChoiceField(
        label="Kind of service", choices=[("", "Choose one"), ("a", "Transport"), ("b", "Housing")]
    )
    route = forms.ChoiceField(
        label="Route",
        choices=[("open", "Open procedure"), ("light", "Light touch")],
        widget=forms.RadioSelect,
    )
    strands = forms.MultipleChoiceField(
        label="Strands of well-being",
        choices=[("economic", "Economic"), ("social", "Social"), ("environmental", "Environmental")],
        widget=forms.CheckboxSelectMultiple,
    )
    declared = forms.BooleanField(label="I have no interest in any of these bidders")
    plan = CheckedFileField(label="Your delivery plan")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)


SampleForm.base_fields["route"].option_hints = {
    "open": "Anyone may bid, in one stage.",
    "light": "For social, health and education services.",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the sample task list."""

    title: str
    address: str
    status: str
    colour: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the sample timeline or history."""

    when: str
    what: str = ""
    state: str = "next"
    note: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One criterion of the sample weight tree."""

    name: str
    weight: Decimal
    children: tuple["Node", ...] = ()


TASKS = (
    Task("About the service", "#tasks", "Complete", ""),
    Task(
        "Criteria and weights", "#tasks", "5% left to give", "yellow", "Weights beside each other must add up to 100."
    ),
    Task("Review", "", "Cannot start yet", "", "Finish the other parts first."),
)
MOMENTS = (
    Moment("Tuesday 1 December 2026", "Published", "done"),
    Moment("12 noon on Wednesday 20 January 2027 (GMT)", "Closes", "now", "In 8 days"),
    Moment("Monday 1 March 2027", "Award"),
)
HISTORY = (
    Moment("2:05pm on Tuesday 1 December 2026 (GMT)", sentence="Priya Shah published the tender."),
    Moment("9am on Monday 30 November 2026 (GMT)", sentence="Tom Hill asked for approval."),
)
NODES = (
    Node(
        "Quality",
        Decimal(60),
        (
            Node("Delivery", Decimal(42)),
            Node("Social value", Decimal(18), (Node("Jobs", Decimal("10.8")), Node("Apprentices", Decimal("7.2")))),
        ),
    ),
    Node("Price", Decimal(40)),
)


def sample_charts() -> list[charts.Drawing]:
    """One chart of each kind."""
    return [
        charts.bars(
            "Weights of the criteria",
            [
                charts.Bar("Delivery", Decimal(42)),
                charts.Bar("Social value", Decimal(18)),
                charts.Bar("Price", Decimal(40)),
            ],
            unit="%",
        ),
        charts.stacks(
            "Totals by criterion",
            ["Delivery", "Social value", "Price"],
            [
                charts.Stack("Hertfordshire Reuse Trust", (Decimal("33.6"), Decimal("15.3"), Decimal("36.25"))),
                charts.Stack("Chiltern Haulage Ltd", (Decimal("29.4"), Decimal("10.8"), Decimal(40))),
            ],
            most=Decimal(100),
        ),
        charts.spreads(
            "Marks given, question by question",
            [
                charts.Spread("SV1 Lasting jobs", (Decimal(2), Decimal(4), Decimal(4)), Decimal(4)),
                charts.Spread("SV2 Local suppliers", (Decimal(3), Decimal(3), Decimal(3))),
            ],
            most=Decimal(5),
        ),
        charts.lines(
            "Totals by the weight of social value",
            tuple(Decimal(weight) for weight in (5, 10, 15, 20, 25, 30)),
            [
                charts.Stack("Hertfordshire Reuse Trust", tuple(map(Decimal, (80, 81, 82, 83, 84, 85)))),
                charts.Stack("Chiltern Haulage Ltd", tuple(map(Decimal, (84, 82, 80, 78, 76, 74)))),
            ],
            of="Social value weighs",
            unit="%",
            marked=(Decimal("11.67"),),
        ),
        charts.progress(
            "Apprentices started",
            [
                charts.Point(date(2027, 4, 1), Decimal(0)),
                charts.Point(date(2027, 7, 1), Decimal(2)),
                charts.Point(date(2027, 10, 1), Decimal(3)),
            ],
            [
                charts.Point(date(2027, 4, 1), Decimal(0)),
                charts.Point(date(2027, 10, 1), Decimal(4)),
                charts.Point(date(2028, 4, 1), Decimal(8)),
            ],
            unit="people",
        ),
    ]
