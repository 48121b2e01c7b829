"""Asking about a tender, and what an officer does with a question."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from commissioning.tenders.forms.editor import not_too_long
from providers.models import Provider, ProviderQuerySet
from socialvalue.forms import Form, PlainText

LONGEST_QUESTION = 500
MOST_CHARACTERS = 5000


class AskForm(Form):
    """A question, and the organisation it is asked for."""

    provider = forms.ModelChoiceField(
        Provider.objects.none(), label="For which organisation?", empty_label=None, widget=forms.RadioSelect
    )
    question = PlainText(
        label="Your question",
        help_text="Leave out your name, your organisation and anything that only you would know.",
        rows=6,
        word_limit=LONGEST_QUESTION,
        validators=[MaxLengthValidator(MOST_CHARACTERS, "This is too long. Make it shorter.")],
    )

    def __init__(self, providers: ProviderQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = providers


class AnswerForm(Form):
    """The question as everyone will read it, and its answer."""

    wording = PlainText(
        label="The question, as everyone will read it",
        help_text="Take out every word that may tell who asked.",
        rows=5,
        validators=[not_too_long],
    )
    answer = PlainText(label="The answer", rows=8, validators=[not_too_long])


class MergeForm(Form):
    """Which published clarification answers the question already."""

    number = forms.TypedChoiceField(label="Which clarification answers it?", coerce=int)

    def __init__(self, answered: Iterable[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = [(number, f"{number}: {text[:100]}") for number, text in answered]


class SetAsideForm(Form):
    """Why a question gets no answer."""

    set_aside_reason = PlainText(
        label="Why does it get no answer?", help_text="Only the asker reads this.", rows=3, validators=[not_too_long]
    )
