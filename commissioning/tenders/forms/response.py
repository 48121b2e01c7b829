"""What somebody without an account types to answer an engagement."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.core.validators import MaxLengthValidator

from commissioning.tenders.actions.response import MOST_CHARACTERS, MOST_WORDS
from commissioning.tenders.lifecycle import Audience
from commissioning.tenders.models import Invitation
from socialvalue.forms import Form, PlainLine, PlainText

QUICKEST = 3
"""Seconds: nobody reads the page and answers in less, a program does."""
PREFIX = "answer_"


def new_token(invitation: Invitation, now: datetime) -> str:
    """A signed name for one answer, with the moment when its page was opened. Without it nothing can be sent."""
    return signing.dumps([str(uuid4()), now.timestamp()], salt=_salt(invitation))


def _salt(invitation: Invitation) -> str:
    return f"engagement-{invitation.engagement_id}-{invitation.audience}"


class ResponseForm(Form):
    """The questions of one invitation. `token` and `website` keep programs out and ask nothing of a person."""

    token = forms.CharField(required=False, max_length=400)
    website = forms.CharField(required=False)

    def __init__(self, invitation: Invitation, now: datetime, data: Any = None) -> None:
        super().__init__(data)
        self.invitation, self.now = invitation, now
        self.key: UUID | None = None
        self.fresh_token = new_token(invitation, now)
        for question in invitation.asked:
            self.fields[PREFIX + question.id] = (
                forms.ChoiceField(
                    label=question.text,
                    choices=[(option, option) for option in question.options],
                    widget=forms.RadioSelect,
                    required=False,
                )
                if question.options
                else PlainText(
                    label=question.text,
                    word_limit=MOST_WORDS,
                    rows=5,
                    required=False,
                    validators=[MaxLengthValidator(MOST_CHARACTERS, "This is too long. Make it shorter.")],
                )
            )
        if invitation.audience == Audience.PROVIDERS:
            self.fields["organisation"] = PlainLine(
                label="Your organisation, if you want to say",
                help_text="It is not published. What you say above is.",
                required=False,
            )
        else:
            self.fields["may_quote"] = forms.BooleanField(
                label="You may show some of my words on this page, without saying who I am", required=False
            )

    @property
    def drawn_fields(self) -> list[forms.BoundField]:
        """The fields that a person sees."""
        return [field for field in self if field.name not in ("token", "website")]

    @property
    def carried_token(self) -> str:
        """The token for the page to draw: the one that came, if it was ours."""
        return self.data["token"] if self.key else self.fresh_token

    def clean(self) -> dict[str, Any]:
        """Refuse a program, in words for the person it may yet be. Nothing that was typed is lost."""
        said = super().clean()
        try:
            key, opened_at = signing.loads(said.get("token") or "", salt=_salt(self.invitation))
        except signing.BadSignature:
            self.add_error(None, "This page has been open for too long. Press “Send” again.")
            return said
        self.key = UUID(key)
        if self.now.timestamp() - opened_at < QUICKEST:
            self.add_error(None, "That was very quick. Look at it once more, then press “Send” again.")
        if said.get("website"):
            self.add_error(None, "A hidden box was filled in, as programs do. It is empty again. Press “Send” again.")
        if not self.errors and not self.answers():
            self.add_error(None, "Answer at least one question.")
        return said

    def answers(self) -> dict[str, str]:
        """What was answered, by question id."""
        said = {question.id: self.cleaned_data.get(PREFIX + question.id, "") for question in self.invitation.asked}
        return {id: words for id, words in said.items() if words}


def typed(invitation: Invitation, data: Any) -> list[tuple[str, str]]:
    """Give back what was typed, question by question, as it was typed: for when it can't be sent any more."""
    said = [(question.text, data.get(PREFIX + question.id, "")) for question in invitation.asked]
    return [(text, words) for text, words in said if words.strip()]
