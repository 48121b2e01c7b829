"""What may be filled in about an outage."""

from collections.abc import Iterable

from django import forms

from commissioning.tenders.models import Tender
from socialvalue.forms import Form, MomentField, PlainText, WholeNumberField
from socialvalue.text import datetime_text

MOST_DAYS = 20


class OutageForm(Form):
    """From when until when, and what failed."""

    began_at = MomentField(label="When did it begin?", help_text="Like 20 1 2027, 10:15am. UK time.")
    ended_at = MomentField(label="When was it over?", help_text="Like 20 1 2027, 11:40am. UK time.")
    what = PlainText(
        label="What failed?",
        help_text="In a sentence that bidders understand, such as: Nobody could sign in.",
        rows=3,
        max_length=500,
    )


class ExtendForAllForm(Form):
    """Which closings move, and by how much."""

    tenders = forms.TypedMultipleChoiceField(
        label="Which tenders get more time?", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    days = WholeNumberField(
        label="How many working days more?",
        help_text="The same for all. The time of the day stays as it is.",
        what="a number of days",
        min_value=1,
        max_value=MOST_DAYS,
    )

    def __init__(self, tenders: Iterable[Tender], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        tenders = list(tenders)
        self.fields["tenders"].choices = [(tender.pk, tender.title) for tender in tenders]
        self.fields["tenders"].initial = [tender.pk for tender in tenders]
        self.fields["tenders"].option_hints = {
            str(tender.pk): f"Closing: {datetime_text(tender.closes_at)}" for tender in tenders
        }
