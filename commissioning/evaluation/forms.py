"""What people fill in while they evaluate. The forms say what is valid; the actions decide."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from commissioning.authorities.models import Authority, Staff
from commissioning.evaluation.models import READERS, Mark, PanelMember
from commissioning.evaluation.permissions import ROLE_OF_SEAT
from commissioning.evaluation.reports import Bidder, Method
from commissioning.tenders.tenderfile import plain
from glossary.words import ServiceCategory
from socialvalue.accounts.models import User
from socialvalue.forms import Form, PlainLine, PlainText

LONGEST_REASON = 500
"""Words. A reason is a few sentences tied to the published level, not an essay."""


def people_for(authority: Authority, seat: PanelMember.Seat) -> QuerySet[User]:
    """Those who may sit: they hold the seat's role and no role that can read prices."""
    staff = Staff.objects.filter(authority=authority)
    return (
        User.objects.filter(pk__in=staff.filter(role=ROLE_OF_SEAT[seat]).values("user"))
        .exclude(pk__in=staff.filter(role__in=READERS).values("user"))
        .order_by("name", "pk")
    )


class LibraryForm(Form):
    """What to look for in an answer library."""

    words = PlainLine(label="Words", required=False)
    service = forms.ChoiceField(
        label="Service", choices=[("", "Any service"), *ServiceCategory.choices()], required=False
    )


class PanelForm(Form):
    """Who marks, and who chairs."""

    evaluators = forms.ModelMultipleChoiceField(
        label="Evaluators",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Each marks alone. Procurement officers and auditors are not listed, as they can read prices.",
        error_messages={"required": "Choose at least one evaluator."},
    )
    chair = forms.ModelChoiceField(
        label="Chair",
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text="Leads the panel to one agreed mark for each answer.",
        error_messages={"required": "Choose a chair."},
    )

    def __init__(self, authority: Authority, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evaluators"].queryset = people_for(authority, PanelMember.Seat.EVALUATOR)
        self.fields["chair"].queryset = people_for(authority, PanelMember.Seat.CHAIR)


class ConflictsForm(Form):
    """Yes or no for each bidder, and what the conflict is."""

    def __init__(self, bidders: Iterable[Bidder], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bidders = list(bidders)
        for bidder in self.bidders:
            self.fields[f"conflict_{bidder.bid_id.hex}"] = forms.ChoiceField(
                label=f"Do you have a conflict of interest with {bidder.name}?",
                choices=[("no", "No"), ("yes", "Yes")],
                widget=forms.RadioSelect,
                error_messages={"required": f"Say whether you have a conflict of interest with {bidder.name}."},
            )
            self.fields[f"detail_{bidder.bid_id.hex}"] = PlainText(
                label=f"If yes, what is your conflict with {bidder.name}?", required=False, rows=2, word_limit=200
            )

    def clean(self) -> dict[str, Any]:
        """A conflict needs its detail."""
        for bidder in self.bidders:
            detail = f"detail_{bidder.bid_id.hex}"
            is_conflicted = self.cleaned_data.get(f"conflict_{bidder.bid_id.hex}") == "yes"
            if is_conflicted and not self.cleaned_data.get(detail) and detail not in self.errors:
                self.add_error(detail, f"Say what your conflict of interest with {bidder.name} is.")
        return self.cleaned_data

    def declarations(self) -> dict[UUID, tuple[bool, str]]:
        """What was declared, by the bid's id."""
        return {
            bidder.bid_id: (
                self.cleaned_data[f"conflict_{bidder.bid_id.hex}"] == "yes",
                self.cleaned_data[f"detail_{bidder.bid_id.hex}"],
            )
            for bidder in self.bidders
        }


class GateForm(Form):
    """Whether a bid meets a condition."""

    outcome = forms.ChoiceField(
        label="Does the bid meet this condition?",
        choices=[("met", "Yes, it is met"), ("not_met", "No, it is not met")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the condition is met."},
    )
    outcome.option_hints = {"not_met": "The bid is then disqualified."}
    reason = PlainText(
        label="Reason", rows=4, word_limit=LONGEST_REASON, error_messages={"required": "Give the reason."}
    )


def mark_field(published: Method, label: str, **named: Any) -> forms.TypedChoiceField:
    """The scale's published levels as radio buttons, each with what it means. Gives a Decimal, or None."""
    field = forms.TypedChoiceField(
        label=label,
        choices=[(plain(level.mark), f"{plain(level.mark)} – {level.label}") for level in reversed(published.levels)],
        coerce=Decimal,
        empty_value=None,
        widget=forms.RadioSelect,
        **named,
    )
    field.error_messages["invalid_choice"] = f"A mark must be one of {published.marks_text}."
    field.option_hints = {plain(level.mark): level.means or "" for level in published.levels}
    return field


class MarkForm(Form):
    """One evaluator's mark and reason. Either may be blank in a draft."""

    reason = PlainText(
        label="Your reason",
        help_text="What in the answer fits this level? What does the next one lack?",
        required=False,
        rows=4,
        word_limit=LONGEST_REASON,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, published: Method, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"mark": mark_field(published, "Your mark", required=False)} | self.fields


class AgreeForm(Form):
    """The agreed mark, why, who was there, and why it differs from each mark that it does."""

    reason = PlainText(
        label="Reason for the agreed mark",
        rows=5,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Give the reason for the agreed mark."},
    )
    present = PlainText(
        label="Who was present", rows=2, word_limit=100, error_messages={"required": "Say who was present."}
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, published: Method, marks: Iterable[Mark], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks = list(marks)
        mark = mark_field(
            published, "Agreed mark", error_messages={"required": f"Choose the agreed mark: {published.marks_text}."}
        )
        mark.error_messages["invalid_choice"] = f"A mark must be one of {published.marks_text}."
        differences = {
            f"difference_{own.pk}": PlainText(
                label=f"Why the agreed mark differs from {own.evaluator.user}’s {plain(own.mark)}",
                help_text="Leave this empty if the agreed mark is the same.",
                required=False,
                rows=2,
                word_limit=200,
            )
            for own in self.marks
        }
        self.fields = {"mark": mark, **differences} | self.fields

    def clean(self) -> dict[str, Any]:
        """Each mark that differs needs its reason."""
        agreed = self.cleaned_data.get("mark")
        for own in self.marks:
            name = f"difference_{own.pk}"
            if (
                agreed is not None
                and own.mark != agreed
                and not self.cleaned_data.get(name)
                and name not in self.errors
            ):
                self.add_error(name, f"Say why the agreed mark differs from {own.evaluator.user}’s.")
        return self.cleaned_data

    def differences(self) -> Mapping[int, str]:
        """The reasons given, by the mark's id."""
        given = {own.pk: self.cleaned_data[f"difference_{own.pk}"] for own in self.marks}
        return {pk: reason for pk, reason in given.items() if reason}


class RecommendForm(Form):
    """Which of the bids that rank first, and why."""

    bid = forms.TypedChoiceField(
        label="Who should be awarded the contract?",
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a bid.", "invalid_choice": "Choose a bid that ranks first."},
    )
    reason = PlainText(
        label="Reason",
        help_text="If a price looks abnormally low, say what the bidder’s explanation was.",
        rows=5,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Give the reason for your recommendation."},
    )

    def __init__(self, first: Iterable[tuple[UUID, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bid"].choices = [(str(bid_id), name) for bid_id, name in first]


class TurnDownForm(Form):
    """Why a recommendation is turned down."""

    reason = PlainText(
        label="Reason",
        rows=5,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Give the reason for turning the recommendation down."},
    )
