"""Who sees to which part, and by when."""

from collections.abc import Iterable

from django import forms

from commissioning.bids.reports import PartOfBid
from socialvalue.accounts.models import User
from socialvalue.forms import DayField, Form

NOBODY = "nobody"


class AssignForm(Form):
    """One part, one person or nobody, and a day if wanted."""

    part = forms.ChoiceField(label="Which part?", widget=forms.Select)
    person = forms.ChoiceField(label="Who sees to it?", widget=forms.RadioSelect)
    by_when = DayField(label="By when? (if you like)", help_text="Like 4 12 2026.", required=False)

    def __init__(self, parts: Iterable[PartOfBid], people: Iterable[User], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.parts = {part.key: part for part in parts}
        self.people = {str(person.pk): person for person in people}
        self.fields["part"].choices = [(key, _short(part.title)) for key, part in self.parts.items()]
        named = [(key, person.name) for key, person in self.people.items()]
        self.fields["person"].choices = [*named, (NOBODY, "Nobody")]

    def clean_part(self) -> PartOfBid:
        """The part itself."""
        return self.parts[self.cleaned_data["part"]]

    def clean_person(self) -> User | None:
        """The person; None for nobody."""
        return self.people.get(self.cleaned_data["person"])


def _short(title: str) -> str:
    """A title that fits a narrow screen's list."""
    return title if len(title) <= 60 else f"{title[:57]}..."
