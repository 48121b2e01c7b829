"""An engagement as those who work on it read it: its parts, the responses as written, and the themes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from commissioning.tenders.lifecycle import Audience, EngagementPhase
from commissioning.tenders.models import Engagement, Response, Theme
from commissioning.tenders.reports.engagement import (
    ENGAGEMENT_COLOURS,
    answers_of,
    audience_counts,
    days_text,
    theme_counts,
)
from socialvalue.text import count_text, datetime_text


@dataclass(frozen=True)
class Part:
    """One line of the task list."""

    title: str
    address: str
    status: str
    colour: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Desk:
    """Where an engagement stands."""

    phase: str
    colour: str
    days: str
    is_draft: bool
    is_ended: bool
    parts: list[Part]
    counts: list[tuple[str, str]]


def desk(engagement: Engagement, now: datetime, *, may_work: bool) -> Desk:
    """Return where an engagement stands. `may_work` opens the parts that may still be changed. Two queries."""
    phase = engagement.phase(now)
    counts = audience_counts(engagement)
    return Desk(
        phase=phase.label,
        colour=ENGAGEMENT_COLOURS[phase],
        days=days_text(engagement, now),
        is_draft=phase is EngagementPhase.DRAFT,
        is_ended=phase is EngagementPhase.ENDED,
        parts=_parts(engagement, is_draft=phase is EngagementPhase.DRAFT, may_work=may_work),
        counts=[(audience.label, f"{counts.get(audience, 0):,}") for audience in Audience],
    )


def _parts(engagement: Engagement, *, is_draft: bool, may_work: bool) -> list[Part]:
    may_edit = is_draft and may_work
    kept = {invitation.audience: invitation for invitation in engagement.invitations.all()}
    parts = [
        _part("What is planned", "engagement_about", [engagement.pk], may_edit, bool(engagement.planned)),
    ]
    for audience in Audience:
        invitation = kept.get(audience)
        asks = len(invitation.questions) if invitation else 0
        has_words = bool(invitation and invitation.introduction)
        is_easy = audience is Audience.PROVIDERS or bool(invitation and invitation.easy_read)
        part = _part(audience.label, "engagement_invitation", [engagement.pk, audience], may_edit, bool(asks))
        if not asks:
            part = Part(part.title, part.address, "Not asked", "grey")
        elif not (has_words and is_easy):
            part = Part(part.title, part.address, "Needs its introduction or easy-read text", "yellow")
        else:
            part = Part(part.title, part.address, count_text(asks, "question"))
        parts.append(part)
    sessions = engagement.sessions.count()
    parts.append(
        Part(
            "Sessions",
            reverse("engagement_sessions", args=[engagement.pk]) if may_work else "",
            count_text(sessions, "session") if sessions else "None",
            "" if sessions else "grey",
            "Add what was said there afterwards.",
        )
    )
    parts.append(
        Part(
            "The tender it leads to",
            reverse("engagement_tender", args=[engagement.pk]) if may_work else "",
            "Chosen" if engagement.tender_id else "None yet",
            "" if engagement.tender_id else "grey",
        )
    )
    return parts


def _part(title: str, page: str, values: list[object], may_edit: bool, is_done: bool) -> Part:
    address = reverse(page, args=values) if may_edit else ""
    return Part(title, address, "Done" if is_done else "Not written yet", "" if is_done else "grey")


@dataclass(frozen=True)
class ResponseView:
    """One response as it was written."""

    pk: int
    address: str
    audience: str
    given: str
    organisation: str
    answers: list[tuple[str, str]]
    themes: list[str]
    marks: list[tuple[str, str]]


def response_views(
    engagement: Engagement, responses: Iterable[Response], asked: Mapping[tuple[str, str], str]
) -> list[ResponseView]:
    """Return one page of responses; their themes must have been fetched with them."""
    return [response_view(engagement, response, asked) for response in responses]


def response_view(engagement: Engagement, response: Response, asked: Mapping[tuple[str, str], str]) -> ResponseView:
    """Return one response as it was written, with what has become of it."""
    marks = [
        ("Hidden", "red", response.hidden_at is not None),
        ("Edited", "yellow", response.edited is not None),
        ("Quoted", "purple", bool(response.quote)),
        ("May be quoted", "grey", response.may_quote and not response.quote),
    ]
    return ResponseView(
        pk=response.pk,
        address=reverse("engagement_response", args=[engagement.pk, response.pk]),
        audience=Audience(response.audience).label,
        given=datetime_text(response.given_at),
        organisation=response.organisation,
        answers=answers_of(response, asked, response.answers),
        themes=[theme.name for theme in response.themes.all()],
        marks=[(words, colour) for words, colour, holds in marks if holds],
    )


THEME_HEADERS = ("Theme", *(audience.label for audience in Audience), "Reply")


def theme_rows(engagement: Engagement) -> list[tuple[tuple[str, str], *tuple[str, ...]]]:
    """Return each theme, with its page, how many of each audience carry it, and how far its reply is. Two queries."""
    counts = theme_counts({engagement.pk: engagement})
    return [
        (
            (theme.name, reverse("engagement_theme", args=[engagement.pk, theme.pk])),
            *(f"{counts.get(theme.pk, {}).get(audience, 0):,}" for audience in Audience),
            _reply_state(theme),
        )
        for theme in engagement.themes.all()
    ]


def _reply_state(theme: Theme) -> str:
    if not (theme.heard and theme.did and theme.is_changed is not None):
        return "Not written yet"
    if not theme.question_ids:
        return "Written"
    return f"Written: changed {count_text(len(theme.question_ids), 'question')}"
