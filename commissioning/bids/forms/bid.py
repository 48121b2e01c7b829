"""What may be filled in for a bid. A form says what is readable; whether the bid is whole is judged when it is submitted."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from commissioning.bids.actions.writing import MOST_WORDS
from commissioning.bids.models import Partner
from commissioning.bids.readiness import Asked, AskedQuestion
from providers.models import Provider
from socialvalue.forms import (
    DayField,
    DecimalTextField,
    Form,
    MoneyField,
    PlainLine,
    PlainText,
    check_characters,
)
from socialvalue.text import count_text, count_words


class AnswerText(PlainText):
    """An answer in words. Over its limit it is kept and counted, so that nothing typed is lost; `MOST_WORDS` is refused."""

    def validate(self, value: str) -> None:
        """Refuse control characters, and a text that is no answer any more."""
        check_characters(value, "\n\t")
        if (words := count_words(value)) > MOST_WORDS:
            raise ValidationError(
                f"Your answer has {count_text(words, 'word')}. No answer can have more than {MOST_WORDS:,}.",
                code="too_many_words",
            )


class AnswerForm(Form):
    """The answer to one question in words."""

    def __init__(self, question: AskedQuestion, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        limit = question.question.word_limit
        self.fields["text"] = AnswerText(
            label="Your answer",
            required=False,
            word_limit=limit,
            rows=14 if (limit or 0) > 200 else 8,
            widget=forms.Textarea({"dir": "auto", "autocomplete": "off"}),
        )


class PromiseForm(Form):
    """A commitment. A question that asks for a number fixes its measure and unit."""

    measure = PlainLine(label="What do you promise?", help_text="One thing that can be counted, like apprentices.")
    quantity = DecimalTextField(label="How much?", what="a quantity")
    unit = PlainLine(
        label="What is counted?", help_text="With the time, like people starting in each contract year.", max_length=100
    )
    baseline = DecimalTextField(
        label="Where do you start from? (if you like)",
        help_text="What you do today, in the same unit. Leave it empty for nothing.",
        what="a starting point",
        required=False,
    )
    by_when = DayField(label="By when?", help_text="Like 31 3 2028.")
    evidence = PlainText(
        label="What will show that you did it?",
        help_text="Like signed agreements or a register.",
        rows=3,
        max_length=2000,
    )

    def __init__(
        self, question: AskedQuestion, *args: object, partners: Sequence[Partner] = (), **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        if partners:
            self.fields["partner"] = _who("Who will do it?", partners)
        if question.is_commitment:
            del self.fields["measure"], self.fields["unit"]
            measure = question.question.measure
            self.fields["quantity"].suffix = (measure and measure.unit) or ""


def _who(label: str, partners: Sequence[Partner], hint: str = "") -> forms.TypedChoiceField:
    """A list of the bidder itself and its partners; gives the partner's id, None for the bidder."""
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        choices=[("", "We do ourselves"), *((str(partner.pk), partner.name) for partner in partners)],
        coerce=int,
        empty_value=None,
        required=False,
    )


class PriceForm(Form):
    """The price."""

    price = MoneyField(label="Price", help_text="For the whole contract, without VAT, like 98,500.")


class LotPricesForm(Form):
    """A price for each lot that is bid for. The fields are `lot-1` and so on, in the order of the tender."""

    def __init__(self, asked: Asked, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.lots = {f"lot-{number}": lot.id for number, lot in enumerate(asked.lots, 1)}
        for number, lot in enumerate(asked.lots, 1):
            self.fields[f"lot-{number}"] = MoneyField(
                label=f"Price for lot {number}: {lot.name}",
                help_text="For all the years of this lot, without VAT. Leave it empty if you do not bid for it.",
                required=False,
            )

    def prices(self) -> dict[str, Decimal]:
        """The prices by lot id; a lot left empty is left out."""
        said = {lot: self.cleaned_data[name] for name, lot in self.lots.items()}
        return {lot: price for lot, price in said.items() if price is not None}


class DeclarationsForm(Form):
    """Whether each condition is met, with a note. The fields are `meets-1`, `note-1` and so on.

    With partners also `by-1`, who meets it. `says` are sentences about what partners say of themselves, and
    `facts` about what the bidder's own facts and papers say, both by condition id.
    """

    def __init__(
        self,
        asked: Asked,
        *args: object,
        partners: Sequence[Partner] = (),
        says: Mapping[str, str] | None = None,
        facts: Mapping[str, str] | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        for number, condition in enumerate(asked.conditions, 1):
            when = "Will you meet it when the contract starts?" if condition.at_start else "Do you meet it?"
            self.fields[f"meets-{number}"] = forms.ChoiceField(
                label=f"{number}. {condition.text} {when}",
                help_text=(facts or {}).get(condition.id, ""),
                choices=[("yes", "Yes"), ("no", "No")],
                widget=forms.RadioSelect,
                required=False,
            )
            if partners and condition.partners_count:
                self.fields[f"by-{number}"] = _who(
                    f"Who meets condition {number}?", partners, hint=(says or {}).get(condition.id, "")
                )
            self.fields[f"note-{number}"] = PlainText(
                label=f"Note on condition {number}",
                help_text="If you say no, say why, or what you have instead.",
                rows=2,
                max_length=2000,
                required=False,
            )

    def declarations(self, asked: Asked) -> dict[str, tuple[bool, str]]:
        """What was answered, by condition id; a condition without yes or no is left out."""
        return {
            condition.id: (self.cleaned_data[f"meets-{number}"] == "yes", self.cleaned_data[f"note-{number}"])
            for number, condition in enumerate(asked.conditions, 1)
            if self.cleaned_data[f"meets-{number}"]
        }

    def met_by(self, asked: Asked) -> dict[str, int | None]:
        """The partner who meets a condition, by condition id, where it was asked."""
        return {
            condition.id: self.cleaned_data[f"by-{number}"]
            for number, condition in enumerate(asked.conditions, 1)
            if f"by-{number}" in self.fields
        }

    def clean(self) -> dict[str, object]:
        """A note alone says nothing."""
        said = super().clean()
        for name in [name for name in said if name.startswith("note-")]:
            number = name.removeprefix("note-")
            if said[name] and not said.get(f"meets-{number}"):
                self.add_error(f"meets-{number}", f"Say yes or no to condition {number}. Your note needs it.")
        return said


class StartForm(Form):
    """For which organisation the bid is."""

    provider = forms.ModelChoiceField(
        label="Which organisation is bidding?",
        queryset=Provider.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )


class SubmitForm(Form):
    """The signature."""

    signed = forms.BooleanField(
        label="I may sign for my organisation. What this bid says is true, and we will do what it promises."
    )
