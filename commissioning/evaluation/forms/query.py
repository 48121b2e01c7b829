"""A question to one bidder, its answer, and the decision about it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from commissioning.evaluation.forms.marking import LONGEST_REASON
from commissioning.evaluation.lifecycle.query import OUTCOMES, Kind
from socialvalue.files.forms import FileForm
from socialvalue.forms import CheckedFileField, Form, MomentField, PlainText


class QueryForm(Form):
    """What one bidder is asked, and until when it may answer. `about` are (id, name); none for a low price."""

    about = forms.ChoiceField(
        label="What is your question about?", error_messages={"required": "Choose what your question is about."}
    )
    text = PlainText(
        label="Your question",
        help_text="Say what is unclear. Don’t ask for anything that would make the bid better. Don’t say anything about "
        "other bids.",
        rows=8,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Write your question."},
    )
    answer_by = MomentField(
        label="When must the bidder answer by?", help_text="UK time. Give every bidder you ask the same time."
    )

    def __init__(self, about: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(about)
        if choices:
            self.fields["about"].choices = [("", "Choose one"), *choices]
        else:
            del self.fields["about"]


class AnswerQueryForm(FileForm):
    """What the bidder answers."""

    text = PlainText(
        label="Your answer",
        rows=8,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Write your answer."},
    )
    file = CheckedFileField(label="A file, if one is asked for", required=False)


class DecideQueryForm(Form):
    """What an officer decides about an answer."""

    outcome = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide about this answer."},
    )
    reason = PlainText(
        label="Reason",
        rows=4,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Give the reason for your decision."},
    )

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(one.value, one.label) for one in OUTCOMES[kind]]
