"""Who marks what, when, and who takes over answers that nobody is left to mark."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from commissioning.evaluation.models import Evaluation, PanelMember
from commissioning.evaluation.reports import Bidder, Method
from commissioning.tenders import tenderfile
from commissioning.tenders.tenderfile import Question
from socialvalue.accounts.models import User
from socialvalue.forms import DayField, Form, PlainText

EVERYTHING = "everything"


class AssignmentForm(Form):
    """For each evaluator everything, whole criteria or single questions; and the days."""

    def __init__(self, published: Method, seats: Iterable[PanelMember], *args: Any, has_started: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        marked = [question.id for question in published.marked]
        self.criteria: dict[str, list[str]] = {}
        names = {}
        for _, criterion in tenderfile.each_criterion(published.file):
            asked = [question.id for question in criterion.questions or () if question.id in marked]
            if asked:
                self.criteria[f"criterion:{criterion.id}"] = asked
                names[f"criterion:{criterion.id}"] = criterion.name or criterion.id
        choices = [(EVERYTHING, "Every question")]
        for value, questions in self.criteria.items():
            choices.append((value, f"All of “{names[value]}”"))
            choices += [(f"question:{one}", _question_text(published.question(one))) for one in questions]
        self.people = {f"person_{seat.user_id}": seat.user for seat in seats}
        for name, person in self.people.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=f"What does {person} mark?",
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": f"Choose what {person} marks."},
            )
        self.fields["marking_from"] = DayField(label="Marking begins on", required=False)
        self.fields["marking_by"] = DayField(label="Every mark is locked by the end of", required=False)
        self.fields["moderation_on"] = DayField(label="The panel meets on", required=False)
        if has_started:
            self.fields["reason"] = PlainText(
                label="Why do you change this after marking began?",
                rows=3,
                word_limit=200,
                error_messages={"required": "Marking has begun, so give the reason for this change."},
            )

    def questions(self) -> dict[User, list[str]]:
        """The questions of those who don't mark everything. Only after `is_valid`."""
        chosen = {}
        for name, person in self.people.items():
            said = self.cleaned_data[name]
            if EVERYTHING in said:
                continue
            ids = [value.removeprefix("question:") for value in said if value.startswith("question:")]
            chosen[person] = ids + [one for value in said for one in self.criteria.get(value, ())]
        return chosen


def _question_text(question: Question | None) -> str:
    """A question's id, with the beginning of its text where it has one."""
    if question is None:
        return ""
    text = question.text or ""
    return f"{question.id}: {text[:80]}{'…' if len(text) > 80 else ''}" if text else question.id


class ReassignForm(Form):
    """Which answers go to which evaluator, and why."""

    answers = forms.MultipleChoiceField(
        label="Answers that nobody is left to mark",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one answer."},
    )
    to = forms.ModelChoiceField(
        label="Who marks them now?",
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text="Marks they have locked stay as they are.",
        error_messages={"required": "Choose who marks them."},
    )
    reason = PlainText(
        label="Why this person?", rows=3, word_limit=200, error_messages={"required": "Give the reason."}
    )

    def __init__(
        self, evaluation: Evaluation, unmarked: Iterable[tuple[Bidder, Question]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answers"].choices = [
            (f"{bidder.bid_id} {question.id}", f"{bidder.name}, {question.id}") for bidder, question in unmarked
        ]
        seats = evaluation.panel.filter(seat=PanelMember.Seat.EVALUATOR)
        self.fields["to"].queryset = User.objects.filter(pk__in=seats.values("user")).order_by("name", "pk")

    def chosen(self) -> list[tuple[UUID, str]]:
        """The answers, each a bid's id and a question's. Only after `is_valid`."""
        pairs = (value.split(" ", 1) for value in self.cleaned_data["answers"])
        return [(UUID(bid_id), question_id) for bid_id, question_id in pairs]
