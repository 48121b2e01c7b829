"""What an organisation says of itself: who it is, what it does, its money and its numbers."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from glossary.words import ServiceCategory
from providers.forms import numbers
from providers.models import Provider, Role
from socialvalue.forms import Form, MoneyField, PlainLine, PlainText

Kind = Provider.Kind

POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}", re.ASCII)
MOST_AREAS = 30
WHAT_MEMBERS_MAY_DO = {
    Role.OWNER.value: "Adds and removes people, and writes bids.",
    Role.WRITER.value: "Writes bids.",
    Role.SIGNATORY.value: "Writes bids, submits them and withdraws them.",
    Role.VIEWER.value: "Reads bids and comments on them. Changes nothing in them.",
}


class FactsForm(Form):
    """Who the organisation is: the first page."""

    name = PlainLine(
        label="Name of your organisation", help_text="As it is in your rules or on a register.", max_length=200
    )
    kind = forms.ChoiceField(label="What kind of organisation is it?", choices=Kind.choices, widget=forms.RadioSelect)
    size = forms.ChoiceField(
        label="How many people does it employ?", choices=Provider.Size.choices, widget=forms.RadioSelect
    )
    charity_number = PlainLine(
        label="Charity number (if you have one)",
        help_text="Like 1123456, SC012345 or NIC100123.",
        max_length=20,
        required=False,
    )
    company_number = PlainLine(
        label="Company number (if you have one)", help_text="Like 01234567 or SC123456.", max_length=20, required=False
    )
    postcode = PlainLine(label="Postcode", help_text="Of your main address, like SG13 8DE.", max_length=12)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "organization"
        self.fields["postcode"].widget.attrs |= {"autocomplete": "postal-code", "class": "govuk-input--width-10"}
        for name in ("charity_number", "company_number"):
            self.fields[name].widget.attrs |= {"class": "govuk-input--width-10", "autocomplete": "off"}

    def clean_charity_number(self) -> str:
        """The number as it is printed."""
        return numbers.charity_number(self.cleaned_data["charity_number"])

    def clean_company_number(self) -> str:
        """The number as it is printed."""
        return numbers.company_number(self.cleaned_data["company_number"])

    def clean_postcode(self) -> str:
        """The postcode in capitals, with one space."""
        squeezed = numbers.squeezed(self.cleaned_data["postcode"])
        postcode = f"{squeezed[:-3]} {squeezed[-3:]}"
        if not POSTCODE.fullmatch(postcode):
            raise ValidationError("Enter a UK postcode, like SG13 8DE.")
        return postcode

    def clean(self) -> dict[str, object]:
        """A registered charity has a charity number, a company has a company number."""
        said = super().clean()
        kind = said.get("kind")
        if kind == Kind.CHARITY and not said.get("charity_number") and "charity_number" not in self.errors:
            self.add_error("charity_number", "Enter the charity number. A registered charity has one.")
        if kind in (Kind.CIC, Kind.COMPANY) and not said.get("company_number") and "company_number" not in self.errors:
            self.add_error("company_number", "Enter the company number. Every company has one.")
        return said


class ReachForm(Form):
    """What the organisation does, and where: the second page."""

    services = forms.MultipleChoiceField(
        label="Which services do you offer?",
        help_text="Tick all that fit. We show you open tenders for them.",
        choices=ServiceCategory.choices(),
        widget=forms.CheckboxSelectMultiple,
    )
    areas = PlainText(
        label="Which areas do you serve?", help_text="Write one on each line, like Hertfordshire or Stevenage.", rows=4
    )
    about = PlainText(
        label="About your organisation (if you like)",
        help_text="What you do and for whom, in a few sentences.",
        word_limit=200,
        rows=6,
        required=False,
    )

    def clean_areas(self) -> list[str]:
        """The areas, each once, in the order typed."""
        areas = _lines(self.cleaned_data["areas"])
        if len(areas) > MOST_AREAS:
            raise ValidationError(f"Write {MOST_AREAS} areas or fewer.")
        if any(len(area) > 100 for area in areas):
            raise ValidationError("Use 100 characters or fewer for each area.")
        return areas


class StandingFactsForm(ReachForm, FactsForm):
    """Everything that an organisation says of itself: what it said when it registered, and what conditions look at."""

    turnover = MoneyField(
        label="Turnover of your last financial year",
        help_text="All that came in, in pounds. Some councils ask for a turnover before you may bid.",
        what="a turnover",
        required=False,
    )
    accounts_audited = forms.ChoiceField(
        label="Are your accounts audited?",
        help_text="By an auditor. An independent examination is not an audit. Few small organisations need one.",
        choices=[("yes", "Yes"), ("no", "No"), ("unsaid", "We would rather not say")],
        widget=forms.RadioSelect,
        required=False,
    )
    ppon = PlainLine(
        label="PPON (if you have one)",
        help_text="Public Procurement Organisation Number, from Find a Tender. Like PQRS-1234-TVWX.",
        max_length=30,
        required=False,
    )
    share_code = PlainLine(
        label="Share code (if you have one)",
        help_text="From Find a Tender, the Central Digital Platform. Who opens your bid can look up your answers there.",
        max_length=20,
        required=False,
    )
    vat_number = PlainLine(
        label="VAT number (if you have one)", help_text="Like GB 980 7806 84.", max_length=20, required=False
    )

    def __init__(self, *args: Any, provider: Provider, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(provider), **kwargs)
        for name in ("ppon", "share_code", "vat_number"):
            self.fields[name].widget.attrs |= {"class": "govuk-input--width-20", "autocomplete": "off"}

    def clean_accounts_audited(self) -> bool | None:
        """Yes, no, or None for what is not said."""
        return {"yes": True, "no": False}.get(self.cleaned_data["accounts_audited"])

    def clean_ppon(self) -> str:
        """The number as it is printed."""
        return numbers.ppon(self.cleaned_data["ppon"])

    def clean_share_code(self) -> str:
        """The code as it was given."""
        return numbers.share_code(self.cleaned_data["share_code"])

    def clean_vat_number(self) -> str:
        """The number without GB and spaces."""
        return numbers.vat_number(self.cleaned_data["vat_number"])

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        who, what = list(FactsForm.base_fields), list(ReachForm.base_fields)
        rest = [name for name in self.fields if name not in {*who, *what}]
        named = (("Who you are", who), ("What you do", what), ("Money and numbers", rest))
        return [(heading, [self[name] for name in names]) for heading, names in named]


def _initial(provider: Provider) -> dict[str, object]:
    """What is known of an organisation, as the form takes it."""
    known = {name: getattr(provider, name) for name in StandingFactsForm.base_fields}
    known["areas"] = "\n".join(provider.areas)
    known["accounts_audited"] = {True: "yes", False: "no", None: "unsaid"}[provider.accounts_audited]
    return known


def _lines(text: str) -> list[str]:
    """Return what stands on each line, each once, in the order typed."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
