"""Playing the whole story, once, in a database that holds nobody yet."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from commissioning.authorities.models import Authority
from commissioning.story import bidding, clarifying, deadlines, delivering, engaging, evaluating, tendering
from commissioning.story.calendar import Calendar
from commissioning.story.case import Case, Scene
from commissioning.story.cast import adopt, make_cast, told
from commissioning.story.lifecycle import StoryEvent
from commissioning.story.searching import save_searches
from commissioning.tenders.models import Tender
from commissioning.tenders.timetable import uk_day
from providers.models import Provider
from socialvalue.accounts.models import User
from socialvalue.audit.models import AuditRecord, record
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused

TENDERS = (
    "befriending",
    "design-and-build",
    "bulky-waste",
    "grounds",
    "sen-transport",
    "community-transport",
    "youth-employment",
    "school-works",
    "home-from-hospital",
    "digital-skills",
)
DAYS_BEFORE_TODAY = 540  # when the first organisation joins


@transaction.atomic
def play(*, now: datetime) -> None:
    """Play everything up to `now`, all of it or nothing. Refused in production, and where there is anybody already.

    Its messages are kept as sent at the moment they were written: to post mail today about things of last year, to
    people who do not exist, would tell nobody anything.
    """
    if settings.PRODUCTION:
        raise Refused(
            "The demonstration has people with a password that everyone knows. It is never played in production."
        )
    if played_at() or has_strangers():
        raise Refused("The story is played once, in a database that holds nobody yet.")
    calendar = Calendar(uk_day(now))
    cast = make_cast(calendar.at(-DAYS_BEFORE_TODAY, 9))
    cases = [Case(told(name), cast, calendar) for name in TENDERS]
    for scene in sorted(_scenes(cases), key=lambda scene: scene.at):
        scene.act()
    today = told("cast")["adopted_today"]
    adopt(cast, cast.authorities[today["authority"]], today["policy"], now)
    save_searches(cast, now)
    record(StoryEvent.PLAYED, target=cases[0].authority, by=None, at=now)
    Message.objects.filter(sent_at=None).update(
        claimed_at=F("written_at"), sent_at=F("written_at"), attempts=F("attempts") + 1
    )


def _scenes(cases: list[Case]) -> list[Scene]:
    stages = (tendering, bidding, clarifying, deadlines, evaluating, delivering)
    return [
        *engaging.scenes(cases),
        *(scene for case in cases for part in stages for scene in part.scenes(case)),
    ]


def played_at() -> datetime | None:
    """When the story was played in this database; None if it was not."""
    played = AuditRecord.objects.filter(event=StoryEvent.PLAYED.code)
    return played.values_list("at", flat=True).first()


def has_strangers() -> bool:
    """Whether the database holds people or organisations though the story was not played in it."""
    return played_at() is None and any(model.objects.exists() for model in (User, Authority, Provider, Tender))
