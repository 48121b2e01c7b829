"""How a commitment comes about, what it leads to, and the steps on the way."""

from datetime import date
from decimal import Decimal

from commissioning.bids.bidfile import Milestone
from commissioning.bids.models import Commitment
from commissioning.bids.readiness import LINKS, MOST_MILESTONES, Chain
from socialvalue.forms import DayField, DecimalTextField, Form, PlainLine, PlainText


class ChainForm(Form):
    """The chain of one commitment; every field may stay empty. Milestones are `step_1`, `step_1_quantity` and so on."""

    beneficiaries = PlainLine(
        label="Who benefits?", help_text="Like young people leaving care.", max_length=300, required=False
    )
    place = PlainLine(label="Where?", help_text="Like Stevenage, or the whole county.", required=False)

    def __init__(self, unit: str, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for link in LINKS:
            self.fields[link.field] = PlainText(
                label=link.label, help_text=link.hint, rows=3, max_length=600, required=False
            )
        for place in range(1, MOST_MILESTONES + 1):
            self.fields[f"step_{place}"] = DayField(label=f"Milestone {place}: by when?", required=False)
            self.fields[f"step_{place}_quantity"] = DecimalTextField(
                label=f"Milestone {place}: how much in all by then?", what="a quantity", suffix=unit, required=False
            )

    def clean(self) -> dict[str, object]:
        """A milestone has both a day and a quantity."""
        said = super().clean()
        for place in range(1, MOST_MILESTONES + 1):
            day, quantity = f"step_{place}", f"step_{place}_quantity"
            if said.get(day) and said.get(quantity) is None and quantity not in self.errors:
                self.add_error(quantity, f"Say how much is done by milestone {place}.")
            if said.get(quantity) is not None and not said.get(day) and day not in self.errors:
                self.add_error(day, f"Say by when milestone {place} is reached.")
        return said

    def chain(self) -> Chain:
        """What was filled in, as the action takes it."""
        said = self.cleaned_data
        steps = [(said[f"step_{place}"], said[f"step_{place}_quantity"]) for place in range(1, MOST_MILESTONES + 1)]
        return Chain(
            **{link.field: said[link.field] for link in LINKS},
            place=said["place"],
            beneficiaries=said["beneficiaries"],
            milestones=tuple(Milestone(day, quantity) for day, quantity in steps if day),
        )


def chain_initial(row: Commitment) -> dict[str, object]:
    """What the form starts from."""
    known: dict[str, object] = {name: getattr(row, name) for name in ("beneficiaries", "place")}
    known |= {link.field: getattr(row, link.field) for link in LINKS}
    for place, (day, quantity) in enumerate(row.milestones, 1):
        known |= {f"step_{place}": date.fromisoformat(day), f"step_{place}_quantity": Decimal(quantity)}
    return known
