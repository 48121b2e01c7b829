"""Engagements as people read them: the list, the public page, what came of them, and the short account for a tender."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from commissioning.tenders.lifecycle import Audience, EngagementPhase
from commissioning.tenders.lifecycle.tender import Status
from commissioning.tenders.models import Engagement, EngagementQuerySet, Response, Tender, Theme
from commissioning.tenders.timetable import uk_day
from glossary.words import ServiceCategory
from socialvalue.text import count_text, date_text, datetime_text, list_text

ENGAGEMENT_COLOURS = {
    EngagementPhase.DRAFT: "grey",
    EngagementPhase.COMING: "yellow",
    EngagementPhase.OPEN: "green",
    EngagementPhase.ENDED: "blue",
}
FEW = 5
"""A number of people below this is never shown: it could lead to one of them."""
MOST_QUOTES = 30


def safe_count(number: int) -> str:
    """Write how many people there were without pointing at one of them: "none", "fewer than five", "12"."""
    return "none" if not number else "fewer than five" if number < FEW else f"{number:,}"


@dataclass(frozen=True)
class EngagementRow:
    """One engagement of a list."""

    title: str
    address: str
    authority: str
    service: str
    where: str
    days: str
    phase: str
    colour: str


def rows(engagements: Iterable[Engagement], now: datetime, page: str = "engagement") -> list[EngagementRow]:
    """Return the rows of one page of a list, each leading to the address called `page`."""
    return [
        EngagementRow(
            title=engagement.title,
            address=reverse(page, args=[engagement.pk]),
            authority=engagement.authority.name,
            service=service_label(engagement),
            where=list_text(engagement.areas),
            days=days_text(engagement, now),
            phase=engagement.phase(now).label,
            colour=ENGAGEMENT_COLOURS[engagement.phase(now)],
        )
        for engagement in engagements
    ]


def published(now: datetime, *, ended: bool) -> EngagementQuerySet:
    """Return the published engagements that have ended, latest first, or the others, soonest to end first."""
    today = uk_day(now)
    found = Engagement.objects.published().select_related("authority")
    if ended:
        return found.filter(closes_on__lt=today).order_by("-closes_on", "-pk")
    return found.filter(closes_on__gte=today).order_by("closes_on", "pk")


def service_label(engagement: Engagement) -> str:
    """Return the kind of service in words; "" where none is chosen."""
    return ServiceCategory(engagement.service).label if engagement.service else ""


def days_text(engagement: Engagement, now: datetime) -> str:
    """Say when it opens or closes, as it stands at `now`."""
    match engagement.phase(now):
        case EngagementPhase.OPEN:
            return f"Answer until the end of {date_text(engagement.closes_on)}"
        case EngagementPhase.ENDED:
            return f"Answers were taken until {date_text(engagement.closes_on)}"
        case _:
            return f"From {date_text(engagement.opens_on)} to {date_text(engagement.closes_on)}"


@dataclass(frozen=True)
class Door:
    """One audience's way in."""

    label: str
    hint: str
    address: str
    easy_read: bool


@dataclass(frozen=True)
class SessionView:
    """One session, ready to be drawn."""

    when: str
    place: str
    audience: str
    joining: str
    access: str
    notes: str
    is_over: bool


@dataclass(frozen=True)
class Reply:
    """One theme of “You said, we did”."""

    anchor: str
    name: str
    counts: str
    heard: str
    did: str
    did_label: str
    questions: str


@dataclass(frozen=True)
class EngagementPage:
    """All that the public page says."""

    phase: str
    colour: str
    days: str
    is_open: bool
    is_ended: bool
    facts: list[tuple[str, str]]
    doors: list[Door]
    sessions: list[SessionView]
    counts: list[tuple[str, str]]
    replies: list[Reply]
    quotes: list[tuple[str, str]]
    tender: tuple[str, str] | None
    count_headers: tuple[str, str] = ("Who", "How many answered")


WHO = {
    Audience.PROVIDERS: "Charities, community groups and firms that might offer the service.",
    Audience.SERVICE_USERS: "You use the service, or care for somebody who does.",
    Audience.ANYONE: "You live or work in the area, or just want to say something.",
}


def engagement_page(engagement: Engagement, now: datetime) -> EngagementPage:
    """Return the public page. Six queries at most, however many people answered."""
    phase = engagement.phase(now)
    is_ended = phase is EngagementPhase.ENDED
    tender = engagement.tender if engagement.tender and engagement.tender.status == Status.PUBLISHED else None
    return EngagementPage(
        phase=phase.label,
        colour=ENGAGEMENT_COLOURS[phase],
        days=days_text(engagement, now),
        is_open=phase is EngagementPhase.OPEN,
        is_ended=is_ended,
        facts=_facts(engagement),
        doors=_doors(engagement),
        sessions=[
            SessionView(
                when=datetime_text(session.starts_at),
                place=session.place,
                audience=Audience(session.audience).label,
                joining=session.joining,
                access=session.access,
                notes=session.notes,
                is_over=session.starts_at <= now,
            )
            for session in engagement.sessions.all()
        ],
        counts=_audience_counts(engagement) if is_ended else [],
        replies=_replies(engagement, tender) if engagement.replied_at else [],
        quotes=_quotes(engagement),
        tender=(tender.title, reverse("tender", args=[tender.pk])) if tender else None,
    )


def _facts(engagement: Engagement) -> list[tuple[str, str]]:
    facts = [
        ("Who asks", engagement.authority.name),
        ("Kind of service", service_label(engagement)),
        ("Where", list_text(engagement.areas)),
        ("First day", date_text(engagement.opens_on)),
        ("Last day", f"{date_text(engagement.closes_on)}, to the end of the day"),
    ]
    return [(label, words) for label, words in facts if words]


def _doors(engagement: Engagement) -> list[Door]:
    return [
        Door(
            label=invitation_label(invitation.audience),
            hint=WHO[Audience(invitation.audience)],
            address=reverse("engagement_answer", args=[engagement.pk, invitation.audience]),
            easy_read=bool(invitation.easy_read),
        )
        for invitation in engagement.invitations.all()
        if invitation.questions
    ]


def invitation_label(audience: str) -> str:
    """Return an audience as people read it."""
    return Audience(audience).label


def audience_counts(engagement: Engagement) -> dict[str, int]:
    """Return how many responses there are that are not hidden, by audience."""
    found = engagement.responses.filter(hidden_at=None).order_by().values_list("audience").annotate(Count("pk"))
    return dict(found)


def _audience_counts(engagement: Engagement) -> list[tuple[str, str]]:
    counts = audience_counts(engagement)
    asked = {invitation.audience for invitation in engagement.invitations.all() if invitation.questions}
    return [(audience.label, safe_count(counts.get(audience, 0))) for audience in Audience if audience in asked]


def theme_counts(engagements: Mapping[int, object]) -> dict[int, dict[str, int]]:
    """Return how many responses carry each theme of these engagements (by their numbers), by theme and audience."""
    carried = (
        Response.themes.through.objects.filter(theme__engagement__in=list(engagements), response__hidden_at=None)
        .values_list("theme_id", "response__audience")
        .annotate(Count("pk"))
    )
    found: dict[int, dict[str, int]] = {}
    for theme, audience, number in carried:
        found.setdefault(theme, {})[audience] = number
    return found


def counts_text(counts: Mapping[str, int]) -> str:
    """Write how many of each audience carry a theme, without pointing at anybody."""
    said = [f"{safe_count(counts[one])} {PEOPLE[one]}" for one in Audience if counts.get(one)]
    return list_text(said) or "Nobody’s answer"


PEOPLE = {
    Audience.PROVIDERS: "from providers",
    Audience.SERVICE_USERS: "from people who use the service",
    Audience.ANYONE: "from anyone else",
}


def _replies(engagement: Engagement, tender: Tender | None) -> list[Reply]:
    counts = theme_counts({engagement.pk: engagement})
    return [
        Reply(
            anchor=f"theme-{theme.pk}",
            name=theme.name,
            counts=f"Answers: {counts_text(counts.get(theme.pk, {}))}.",
            heard=theme.heard,
            did=theme.did,
            did_label="What we did" if theme.is_changed else "Why we changed nothing",
            questions=list_text(theme.question_ids) if tender else "",
        )
        for theme in engagement.themes.all()
        if theme.heard and theme.did
    ]


def _quotes(engagement: Engagement) -> list[tuple[str, str]]:
    quoted = engagement.responses.exclude(quote="").filter(hidden_at=None, may_quote=True)
    return [
        (quote, Audience(audience).label) for quote, audience in quoted.values_list("quote", "audience")[:MOST_QUOTES]
    ]


@dataclass(frozen=True)
class SaidView:
    """What one provider said, as it is published."""

    number: int
    answers: list[tuple[str, str]]
    is_edited: bool


def published_by_providers(engagement: Engagement):  # type: ignore[no-untyped-def]
    """Return the providers' responses that everybody may read: none before they are published."""
    if engagement.responses_published_at is None:
        return engagement.responses.none()
    return engagement.responses.filter(audience=Audience.PROVIDERS, hidden_at=None)


def said_views(engagement: Engagement, responses: Iterable[Response], first_number: int) -> list[SaidView]:
    """Return published responses with the words of their questions, numbered from `first_number`. One query."""
    asked = questions_of(engagement)
    return [
        SaidView(number, answers_of(response, asked, response.shown), response.edited is not None)
        for number, response in enumerate(responses, start=first_number)
    ]


def questions_of(engagement: Engagement) -> dict[tuple[str, str], str]:
    """Return the words of every question by audience and id. One query."""
    return {
        (invitation.audience, question.id): question.text
        for invitation in engagement.invitations.all()
        for question in invitation.asked
    }


def answers_of(
    response: Response, asked: Mapping[tuple[str, str], str], words: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return (question, words) for what a response says."""
    return [(asked.get((response.audience, id), id), said) for id, said in words.items() if said]


def changed_by(tender: Tender) -> dict[str, list[tuple[str, str]]]:
    """Return the themes that changed each question of a tender, as (name, address) by question id. One query.

    Everybody reads only what is published; before the tender is, its preview shows its staff what will be.
    """
    themes = Theme.objects.filter(engagement__tender=tender)
    if tender.status == Status.PUBLISHED:
        themes = themes.filter(engagement__replied_at__isnull=False)
    found: dict[str, list[tuple[str, str]]] = {}
    for pk, name, engagement, ids in themes.values_list("pk", "name", "engagement", "question_ids"):
        for id in ids:
            found.setdefault(id, []).append((name, f"{reverse('engagement', args=[engagement])}#theme-{pk}"))
    return found


@dataclass(frozen=True)
class EngagementSummary:
    """Whether and how people were heard before a tender, for its record. No number leads to a person."""

    title: str
    address: str
    dates: str
    counts: list[tuple[str, str]]
    themes: list[tuple[str, str]]
    is_replied: bool

    @property
    def sentence(self) -> str:
        """One sentence for a record."""
        themes = f"; {count_text(len(self.themes), 'theme')} came of it" if self.themes else ""
        return f"People were asked in “{self.title}”, {self.dates}{themes}."


def summary_for(tender: Tender) -> EngagementSummary | None:
    """Return the last published engagement that leads to a tender, or None where nobody was asked. Five queries."""
    engagement = tender.engagements.published().order_by("-closes_on", "-pk").first()
    if engagement is None:
        return None
    counts = theme_counts({engagement.pk: engagement})
    return EngagementSummary(
        title=engagement.title,
        address=reverse("engagement", args=[engagement.pk]),
        dates=f"{date_text(engagement.opens_on)} to {date_text(engagement.closes_on)}",
        counts=_audience_counts(engagement),
        themes=[(theme.name, counts_text(counts.get(theme.pk, {}))) for theme in engagement.themes.all()],
        is_replied=engagement.replied_at is not None,
    )
