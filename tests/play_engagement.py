"""Reaching the states of an engagement by playing the real actions. All of these need the database."""

from datetime import datetime, timedelta
from uuid import uuid4

from commissioning.tenders.actions import engagement as actions
from commissioning.tenders.actions import response as response_actions
from commissioning.tenders.actions import theme as theme_actions
from commissioning.tenders.lifecycle import Audience
from commissioning.tenders.models import Asked, Engagement, Response, Tender
from commissioning.tenders.timetable import uk_day
from glossary.words import ServiceCategory
from tests.cast import Cast

LASTS = timedelta(days=28)
QUESTIONS = {
    Audience.PROVIDERS: (
        Asked("q1", "What would stop you from bidding?"),
        Asked("q2", "How long a contract do you need?", ("Two years", "Three years", "Five years")),
    ),
    Audience.SERVICE_USERS: (Asked("q1", "What matters most to you?"),),
    Audience.ANYONE: (Asked("q1", "What should we know?"), Asked("q2", "How often do you use it?", ("Often", "Never"))),
}


def draft_engagement(cast: Cast, now: datetime, tender: Tender | None = None) -> Engagement:
    """A draft of the county's, complete, which opens at once and lasts four weeks."""
    by, opens_on = cast.commissioner, uk_day(now)
    engagement = actions.start(
        cast.county, title="Furniture reuse", opens_on=opens_on, closes_on=opens_on + LASTS, by=by, now=now
    )
    engagement = actions.save_about(
        engagement,
        title="Furniture reuse",
        planned="We plan one service that collects, mends and passes on furniture.",
        service=ServiceCategory.ENVIRONMENT,
        areas=["Hertfordshire"],
        opens_on=engagement.opens_on,
        closes_on=engagement.closes_on,
        from_version=engagement.version,
        by=by,
        now=now,
    )
    for audience, questions in QUESTIONS.items():
        engagement = actions.save_invitation(
            engagement,
            audience,
            introduction=f"Words for {audience.label.lower()}.",
            easy_read="We want to hear from you.\nIt takes two minutes.",
            questions=questions,
            from_version=engagement.version,
            by=by,
            now=now,
        )
    session = {
        "audience": Audience.ANYONE,
        "starts_at": now + timedelta(days=7),
        "place": "Hertford Library",
        "joining": "Come in at any time.",
        "access": "Level entrance and a hearing loop.",
        "notes": "",
    }
    engagement = actions.save_sessions(engagement, [session], from_version=engagement.version, by=by, now=now)
    return actions.link_tender(engagement, tender, by=by, now=now)


def open_engagement(cast: Cast, now: datetime, tender: Tender | None = None) -> Engagement:
    """A published engagement that takes responses at `now`."""
    return actions.publish(draft_engagement(cast, now, tender), by=cast.commissioner, now=now)


def response_to(
    engagement: Engagement,
    now: datetime,
    audience: Audience = Audience.ANYONE,
    words: str = "Mend more.",
    **more: object,
) -> Response:
    """One response in words."""
    return response_actions.respond(engagement, audience, answers={"q1": words}, key=uuid4(), now=now, **more)


def ended_engagement(cast: Cast, now: datetime, tender: Tender | None = None) -> Engagement:
    """An engagement that has ended at `now`, with three responses and one theme on two of them."""
    before = now - LASTS - timedelta(days=1)
    engagement = open_engagement(cast, before, tender)
    said = [
        response_to(engagement, before, Audience.PROVIDERS, "Two vans are too many to ask for.", organisation="Ash"),
        response_to(engagement, before, Audience.SERVICE_USERS, "Call before you come."),
        response_to(engagement, before, Audience.ANYONE, "Open on Saturdays.", may_quote=True),
    ]
    theme = theme_actions.add_theme(engagement, "Opening hours", by=cast.commissioner, now=now)
    theme_actions.tag(theme, [response.pk for response in said[1:]], by=cast.commissioner, now=now)
    return engagement


def replied_engagement(
    cast: Cast, now: datetime, tender: Tender, question_ids: tuple[str, ...] = ("SV1",)
) -> Engagement:
    """An ended engagement with all of its findings published, its theme tied to questions of the tender."""
    engagement = ended_engagement(cast, now, tender)
    theme_actions.write_reply(
        engagement.themes.get(),
        heard="People can’t come on working days.",
        did="We ask for opening on Saturdays.",
        is_changed=True,
        question_ids=question_ids,
        by=cast.commissioner,
        now=now,
    )
    response_actions.publish_responses(engagement, by=cast.commissioner, now=now)
    return theme_actions.publish_replies(engagement, by=cast.commissioner, now=now)
