"""What a commissioner types about an engagement: the draft's parts, and what is made of the responses."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms

from commissioning.authorities.models import AuthorityQuerySet
from commissioning.tenders.actions import engagement as actions
from commissioning.tenders.forms.editor import Editor, Row, choice, line, not_too_long, written
from commissioning.tenders.forms.lists import hidden, named
from commissioning.tenders.forms.tender import AuthorityField
from commissioning.tenders.lifecycle import Audience
from commissioning.tenders.models import Asked, Engagement, Invitation, Response, Tender, TenderQuerySet, Theme
from commissioning.tenders.tenderfile import each_question
from glossary.words import ServiceCategory
from socialvalue.accounts.models import User
from socialvalue.forms import DayField, Form, MomentField, PlainLine, PlainText

MOST_OPTIONS = 12
MOST_QUESTIONS = 12
EASY_AGE = 9
"""The reading age that an easy-read text should not go beyond."""


class _Days(Form):
    """A title and the two days, in order."""

    title = PlainLine(label="Title", help_text="A few words that people will recognise.", max_length=200)
    opens_on = DayField(label="First day for answers")
    closes_on = DayField(label="Last day for answers", help_text="Four weeks or more lets people find the time.")

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, beside the last one."""
        said = super().clean()
        if said.get("opens_on") and said.get("closes_on") and said["closes_on"] < said["opens_on"]:
            self.add_error("closes_on", "The last day must not come before the first day.")
        return said


class StartEngagementForm(_Days):
    """What an engagement begins with."""

    authority = AuthorityField()
    field_order = ("authority",)

    def __init__(self, authorities: AuthorityQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities


class EngagementEditor(Editor):
    """One part of an engagement on a page. It holds the engagement where the editors of a draft hold the tender."""

    label: ClassVar[str] = ""

    @property
    def engagement(self) -> Engagement:
        """The engagement as it was when the page was made."""
        return self.tender

    def save(self, *, from_version: int, by: User, now: datetime) -> Engagement:
        """Hand what was typed to the action. Only after `is_valid`."""
        raise NotImplementedError


class AboutForm(_Days):
    """What is planned, where, and by when people can answer."""

    planned = written("What is planned", "What you may buy, for whom, and what is not decided yet.", rows=8)
    service = choice("Kind of service", ServiceCategory)
    areas = PlainText(label="Where", help_text="One area a line, such as Hertfordshire.", rows=3, required=False)
    field_order = ("title", "planned", "service", "areas")

    def clean_areas(self) -> list[str]:
        """Return the areas, each once; refuse one too long to be a name."""
        areas = [" ".join(part.split()) for part in self.cleaned_data["areas"].splitlines()]
        if any(len(area) > 200 for area in areas):
            raise forms.ValidationError("Write one area a line, each in 200 characters or fewer.")
        return list(dict.fromkeys(filter(None, areas)))


class EngagementAboutEditor(EngagementEditor):
    """What is planned."""

    label = "What is planned"
    form_class = AboutForm

    def form_initial(self) -> dict[str, Any]:
        """The facts so far."""
        names = ("title", "planned", "service", "opens_on", "closes_on")
        return {name: getattr(self.engagement, name) for name in names} | {"areas": "\n".join(self.engagement.areas)}

    def save(self, *, from_version: int, by: User, now: datetime) -> Engagement:
        """Save the facts."""
        said = self.form.cleaned_data
        service = ServiceCategory(said["service"]) if said["service"] else None
        return actions.save_about(
            self.engagement, **said | {"service": service}, from_version=from_version, by=by, now=now
        )


class InvitationForm(Form):
    """What one audience is told."""

    introduction = written("Introduction", "Why you ask these people, and what their answers can still change.")
    easy_read = written(
        "Easy-read text",
        "Short sentences, one idea each. It is shown in a part of its own. Not needed for providers.",
        rows=8,
    )


class QuestionRow(Row):
    """One question."""

    id = hidden()
    text = line("Question", max_length=300)
    options = PlainText(
        label="Answers to choose from",
        help_text="One a line. Leave it empty if people should answer in their own words.",
        rows=3,
        required=False,
    )

    def clean_options(self) -> list[str]:
        """Return the answers, each once; refuse one alone, too many and too long ones."""
        options = [" ".join(part.split()) for part in self.cleaned_data["options"].splitlines()]
        options = list(dict.fromkeys(filter(None, options)))
        if len(options) == 1 or len(options) > MOST_OPTIONS or any(len(option) > 200 for option in options):
            raise forms.ValidationError(f"Write two to {MOST_OPTIONS} answers, each in 200 characters or fewer.")
        return options

    def clean(self) -> dict[str, Any]:
        """Answers need a question."""
        said = super().clean()
        if said.get("options") and not said.get("text") and not said.get("remove"):
            self.add_error("text", "Write the question that these are the answers to.")
        return said


class InvitationEditor(EngagementEditor):
    """The page for one audience."""

    form_class = InvitationForm
    row_class = QuestionRow
    row_name = "Question"
    extra = 3

    def __init__(self, invitation: Invitation, data: Any = None) -> None:
        self.invitation = invitation
        self.label = Audience(invitation.audience).label
        super().__init__(invitation.engagement, data)

    def form_initial(self) -> dict[str, Any]:
        """The words so far."""
        return {"introduction": self.invitation.introduction, "easy_read": self.invitation.easy_read}

    def rows_initial(self) -> list[dict[str, Any]]:
        """The questions so far."""
        return [
            {"id": question.id, "text": question.text, "options": "\n".join(question.options)}
            for question in self.invitation.asked
        ]

    def is_valid(self) -> bool:
        """Refuse more questions than people answer in the time they have."""
        if not super().is_valid():
            return False
        if len(self.kept_rows()) > MOST_QUESTIONS:
            self.form.add_error(None, f"Ask {MOST_QUESTIONS} questions or fewer. People give you a few minutes.")
            return False
        return True

    def save(self, *, from_version: int, by: User, now: datetime) -> Engagement:
        """Save the words and the questions."""
        rows = named(self.kept_rows(), "q", set())
        return actions.save_invitation(
            self.engagement,
            Audience(self.invitation.audience),
            **self.form.cleaned_data,
            questions=[Asked(row["id"], row["text"], tuple(row["options"])) for row in rows],
            from_version=from_version,
            by=by,
            now=now,
        )


class SessionRow(Row):
    """One session."""

    audience = choice("For whom", Audience)
    starts_at = MomentField(label="When", required=False)
    place = line("Where", "An address, or “Online”.")
    joining = written("How to join", rows=2)
    access = written("Access", "Steps, hearing loop, captions, breaks, who to tell about other needs.", rows=2)
    notes = written("What was said", "Afterwards: notes for all to read. Name nobody.", rows=4)

    def clean(self) -> dict[str, Any]:
        """A session has an audience, a time and a place."""
        said = super().clean()
        if self.says_anything() and not said.get("remove"):
            for name, words in (
                ("audience", "Choose for whom it is."),
                ("starts_at", "Enter the day and time."),
                ("place", "Enter where it is."),
            ):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return said


class SessionsEditor(EngagementEditor):
    """The sessions."""

    label = "Sessions"
    intro = "Meetings that people can come to. What is said there is open to all afterwards: add notes here."
    row_class = SessionRow
    row_name = "Session"

    def rows_initial(self) -> list[dict[str, Any]]:
        """The sessions so far."""
        return list(
            self.engagement.sessions.values("audience", "starts_at", "place", "joining", "access", "notes").order_by(
                "starts_at", "pk"
            )
        )

    def save(self, *, from_version: int, by: User, now: datetime) -> Engagement:
        """Save the sessions."""
        sessions = [{name: said for name, said in row.items() if name != "remove"} for row in self.kept_rows()]
        return actions.save_sessions(self.engagement, sessions, from_version=from_version, by=by, now=now)


class TenderLinkForm(Form):
    """The tender that an engagement leads to."""

    tender = forms.ModelChoiceField(
        Tender.objects.none(), label="Tender", required=False, empty_label="None yet", widget=forms.Select
    )

    def __init__(self, tenders: TenderQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tender"].queryset = tenders


class TagForm(Form):
    """A theme for the responses that are ticked: one of those there are, or a new one."""

    theme = forms.TypedChoiceField(label="Theme", required=False, empty_value=None)
    name = PlainLine(label="Or a new theme", required=False, max_length=100)

    def __init__(self, themes: Sequence[Theme], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_number = {str(theme.pk): theme for theme in themes}
        self.fields["theme"].choices = [("", "Choose one"), *((number, str(one)) for number, one in by_number.items())]
        self.fields["theme"].coerce = by_number.__getitem__

    def clean(self) -> dict[str, Any]:
        """One of the two must be said."""
        said = super().clean()
        if not self.errors and not said.get("theme") and not said.get("name"):
            self.add_error("theme", "Choose a theme, or write a new one.")
        return said


class ThemeNameForm(Form):
    """What a theme is called."""

    name = PlainLine(label="Name of the theme", max_length=100)


class MergeForm(Form):
    """The theme that takes in another."""

    into = forms.ModelChoiceField(Theme.objects.none(), label="Merge it into", empty_label="Choose one")

    def __init__(self, theme: Theme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Theme.objects.filter(engagement=theme.engagement_id).exclude(pk=theme.pk)


class ReplyForm(Form):
    """“You said, we did” for one theme."""

    heard = written("What we heard", "In your own words, so that nobody can be recognised.")
    is_changed = forms.TypedChoiceField(
        label="Did it change something?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda said: said == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    did = written("What we did, or why not")
    question_ids = forms.MultipleChoiceField(
        label="Questions of the tender that it changed", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, tender: Tender | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [question for _, question in each_question(tender.file)] if tender else []
        if asked:
            self.fields["question_ids"].choices = [
                (question.id, f"{question.id}: {(question.text or 'not written yet')[:120]}") for question in asked
            ]
        else:
            del self.fields["question_ids"]


class WordsForm(Form):
    """A provider's words as they are published: one field an answer."""

    def __init__(self, response: Response, asked: dict[tuple[str, str], str], data: Any = None) -> None:
        super().__init__(data)
        for id, words in response.shown.items():
            self.fields[f"words_{id}"] = PlainText(
                label=asked.get((response.audience, id), id),
                initial=words,
                rows=4,
                required=False,
                validators=[not_too_long],
            )

    def edited(self) -> dict[str, str]:
        """The words by question id."""
        return {name.removeprefix("words_"): words for name, words in self.cleaned_data.items()}


class QuoteForm(Form):
    """Words to show, with the writer's agreement."""

    quote = written("Words to show", "Take out all that could show who wrote it. Leave it empty to show nothing.")


class HideForm(Form):
    """Why a response is hidden."""

    reason = PlainText(
        label="Why is it hidden?",
        help_text="Do not repeat what it says: the reason stays in the history.",
        rows=2,
        validators=[not_too_long],
    )
