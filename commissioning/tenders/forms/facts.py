"""The sections that are a few facts: the service, the value, the dates, the frameworks, and what parts equal bids."""

from dataclasses import replace
from typing import Any

from django import forms

from commissioning.tenders.forms.editor import Editor, choice, line, written
from commissioning.tenders.readiness import Section
from commissioning.tenders.reports.method import tie_names
from commissioning.tenders.tenderfile import (
    FrameworkChoice,
    Procedure,
    TenderFile,
    Timetable,
)
from glossary.models import Framework
from glossary.words import ServiceCategory
from socialvalue.forms import (
    DayField,
    DecimalTextField,
    Form,
    MomentField,
    MoneyField,
    PlainLine,
    PlainText,
    WholeNumberField,
)

MOST_TIES = 4


class AreasField(PlainText):
    """Areas, one a line. Gives each once; refuses one too long to be a name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"rows": 3, "required": False, **kwargs})

    def clean(self, value: Any) -> list[str]:
        """Return the areas."""
        areas = [" ".join(part.split()) for part in super().clean(value).splitlines()]
        if any(len(area) > 200 for area in areas):
            raise forms.ValidationError("Write one area a line, each in 200 characters or fewer.")
        return list(dict.fromkeys(filter(None, areas)))


class AboutForm(Form):
    """What is bought, in a few words."""

    title = PlainLine(
        label="Title", help_text="A few words that a provider will recognise.", max_length=200, required=True
    )
    reference = line("Your reference", "Leave it empty if you have none.", max_length=60)
    summary = written("Summary", "Two or three sentences: what the service does, and for whom.")
    service = choice("Kind of service", ServiceCategory)
    area = AreasField(label="Where", help_text="One area a line, such as Hertfordshire.")


class AboutEditor(Editor):
    """About the service."""

    section = Section.ABOUT
    form_class = AboutForm

    def form_initial(self) -> dict[str, Any]:
        """What the tender says about the service."""
        tender = self.tender
        return {
            "title": tender.title,
            "reference": tender.reference,
            "summary": tender.summary,
            "service": tender.service,
            "area": "\n".join(tender.area or ()),
        }

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put the facts into the tender."""
        said = self.form.cleaned_data
        return replace(
            tender,
            title=said["title"],
            reference=said["reference"] or None,
            summary=said["summary"] or None,
            service=ServiceCategory(said["service"]) if said["service"] else None,
            area=tuple(said["area"]) or None,
        )


class ValueForm(Form):
    """What the contract is worth, how long it runs, and by which route it is bought."""

    amount = MoneyField(
        label="Value of the contract", help_text="In pounds, with VAT, over the first term.", what="a value"
    )
    years = DecimalTextField(label="First term", suffix="years", required=False, what="a number of years")
    extension_years = DecimalTextField(
        label="Possible extension", suffix="years", required=False, what="a number of years"
    )
    procedure = forms.ChoiceField(label="Route", choices=Procedure.choices())
    expected_bidders = WholeNumberField(
        label="How many bids do you expect?",
        help_text="A guess is enough. It helps to see how much work you ask for in all.",
        required=False,
        what="a number of bids",
        max_value=1000,
    )


class ValueEditor(Editor):
    """Value and length."""

    section = Section.VALUE
    form_class = ValueForm

    def form_initial(self) -> dict[str, Any]:
        """What the tender says about value and length."""
        value = self.tender.value
        return {
            "amount": value.amount,
            "years": value.years,
            "extension_years": value.extension_years,
            "procedure": self.tender.procedure,
            "expected_bidders": self.tender.expected_bidders,
        }

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put value, length and route into the tender."""
        said = self.form.cleaned_data
        value = replace(
            tender.value, amount=said["amount"], years=said["years"], extension_years=said["extension_years"]
        )
        return replace(
            tender,
            value=value,
            procedure=Procedure(said["procedure"]),
            expected_bidders=said["expected_bidders"],
        )


class TimetableForm(Form):
    """The dates of the procurement."""

    published_on = DayField(label="Publication", help_text="When you mean to publish.", required=False)
    clarifications_by = DayField(label="Last day for questions from bidders", required=False)
    closes_at = MomentField(
        label="Bids must arrive before", help_text="A working day, and not midnight. 12 noon is usual.", required=False
    )
    award_on = DayField(label="Award", required=False)
    starts_on = DayField(label="Start of the contract", required=False)
    electronic = forms.BooleanField(label="Bids are sent through this portal", required=False)
    all_documents = forms.BooleanField(label="All documents are there from the first day", required=False)


class TimetableEditor(Editor):
    """Timetable."""

    section = Section.TIMETABLE
    form_class = TimetableForm

    def form_initial(self) -> dict[str, Any]:
        """The dates so far; bids through the portal with all documents at hand is what it makes easy."""
        dates = self.tender.timetable or Timetable(electronic=True, all_documents=True)
        return {name: getattr(dates, name) for name in TimetableForm.base_fields}

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put the dates into the tender; a closing time that did not change stays as it was written."""
        said = dict(self.form.cleaned_data)
        dates = tender.timetable or Timetable()
        if said["closes_at"] is not None and said["closes_at"] == dates.closes_at:
            said["closes_at"] = dates.closes_at
        return replace(tender, timetable=replace(dates, **said))


class FrameworksForm(Form):
    """Which frameworks the tender stands on."""

    frameworks = forms.MultipleChoiceField(
        label="Which frameworks of priorities does this tender use?",
        help_text="The priorities you can tie a question to come from these.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class FrameworksEditor(Editor):
    """Frameworks and priorities."""

    section = Section.FRAMEWORKS
    form_class = FrameworksForm

    def form_initial(self) -> dict[str, Any]:
        """The frameworks chosen so far."""
        return {"frameworks": [framework.id for framework in self.tender.frameworks or ()]}

    def prepare_form(self, form: Form) -> None:
        """Offer every framework, and those that the tender names but the portal does not know."""
        found = list(Framework.objects.all())
        names = {framework.slug: framework.name for framework in found}
        unknown = [(id, id) for id in self.form_initial()["frameworks"] if id not in names]
        form.fields["frameworks"].choices = [*names.items(), *unknown]
        form.fields["frameworks"].option_hints = {
            framework.slug: f"{framework.owner}, {framework.version}" for framework in found
        }

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put the chosen frameworks into the tender."""
        chosen = tuple(FrameworkChoice(id=id) for id in self.form.cleaned_data["frameworks"])
        return replace(tender, frameworks=chosen or None)


class TiesEditor(Editor):
    """Tied bids."""

    section = Section.TIES
    intro = "Two bids may end with the same total. Say now what decides then, so that nobody can doubt it later."

    def form_initial(self) -> dict[str, Any]:
        """The order so far."""
        return {f"tie_{place}": id for place, id in enumerate(self.tender.ties or ())}

    def prepare_form(self, form: Form) -> None:
        """Ask for as many as are there already, and at least four."""
        choices = [("", "Nothing more"), *tie_names(self.tender).items()]
        for place in range(max(MOST_TIES, len(self.tender.ties or ()))):
            label = "What decides first?" if place == 0 else f"If they are still equal ({place + 1})"
            form.fields[f"tie_{place}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    def apply(self, tender: TenderFile) -> TenderFile:
        """Put the order into the tender, each rule once."""
        chosen = tuple(dict.fromkeys(filter(None, self.form.cleaned_data.values())))
        return replace(tender, ties=chosen or None)
