"""Who sits on the panel, and what they declare."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from commissioning.authorities.models import Authority, Staff
from commissioning.evaluation.models import READERS, PanelMember
from commissioning.evaluation.permissions import ROLE_OF_SEAT
from commissioning.evaluation.reports import Bidder
from socialvalue.accounts.models import User
from socialvalue.forms import Form, PlainText


def people_for(authority: Authority, seat: PanelMember.Seat) -> QuerySet[User]:
    """Those who may sit: they hold the seat's role and no role that can read prices."""
    staff = Staff.objects.filter(authority=authority)
    return (
        User.objects.filter(pk__in=staff.filter(role=ROLE_OF_SEAT[seat]).values("user"))
        .exclude(pk__in=staff.filter(role__in=READERS).values("user"))
        .order_by("name", "pk")
    )


class PanelForm(Form):
    """Who marks, and who chairs; once marking has begun, why that changes."""

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

    reason = PlainText(
        label="Why do you change the panel?",
        rows=3,
        word_limit=200,
        error_messages={"required": "Marking has begun, so give the reason for changing the panel."},
    )

    def __init__(self, authority: Authority, *args: Any, has_started: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_started:
            del self.fields["reason"]
        self.fields["evaluators"].queryset = people_for(authority, PanelMember.Seat.EVALUATOR)
        self.fields["chair"].queryset = people_for(authority, PanelMember.Seat.CHAIR)


class ConflictsForm(Form):
    """Yes or no for each bidder, and what the conflict is."""

    def __init__(self, bidders: Iterable[Bidder], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bidders = list(bidders)
        for bidder in self.bidders:
            self.fields[f"conflict_{bidder.provider_id}"] = forms.ChoiceField(
                label=f"Do you have a conflict of interest with {bidder.name}?",
                choices=[("no", "No"), ("yes", "Yes")],
                widget=forms.RadioSelect,
                error_messages={"required": f"Say whether you have a conflict of interest with {bidder.name}."},
            )
            self.fields[f"detail_{bidder.provider_id}"] = PlainText(
                label=f"If yes, what is your conflict with {bidder.name}?", required=False, rows=2, word_limit=200
            )

    def clean(self) -> dict[str, Any]:
        """A conflict needs its detail."""
        for bidder in self.bidders:
            detail = f"detail_{bidder.provider_id}"
            is_conflicted = self.cleaned_data.get(f"conflict_{bidder.provider_id}") == "yes"
            if is_conflicted and not self.cleaned_data.get(detail) and detail not in self.errors:
                self.add_error(detail, f"Say what your conflict of interest with {bidder.name} is.")
        return self.cleaned_data

    def declarations(self) -> dict[UUID, tuple[bool, str]]:
        """What was declared, by the bid's id."""
        return {
            bidder.bid_id: (
                self.cleaned_data[f"conflict_{bidder.provider_id}"] == "yes",
                self.cleaned_data[f"detail_{bidder.provider_id}"],
            )
            for bidder in self.bidders
        }
