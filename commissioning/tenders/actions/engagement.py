"""Starting, writing and publishing an engagement, and linking it to a tender."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from commissioning.authorities.models import Authority
from commissioning.tenders.lifecycle import Audience, EngagementEvent
from commissioning.tenders.models import Asked, Engagement, EngagementSession, Invitation, Tender
from commissioning.tenders.permissions import engagement as permissions
from commissioning.tenders.timetable import uk_day
from glossary.words import ServiceCategory
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import date_text


class StaleEngagement(Refused):
    """The engagement was changed in another tab or by a colleague. `engagement` is as it is now."""

    def __init__(self, engagement: Engagement) -> None:
        super().__init__("Somebody has changed this since you opened the page. Nothing of yours was saved yet.")
        self.engagement = engagement


def locked(engagement: Engagement) -> Engagement:
    """Return the engagement as it is now, its row locked until the transaction ends."""
    return Engagement.objects.select_for_update(of=("self",)).select_related("authority").get(pk=engagement.pk)


@transaction.atomic
def start(authority: Authority, *, title: str, opens_on: date, closes_on: date, by: User, now: datetime) -> Engagement:
    """Begin a draft. Refuses days in the wrong order."""
    permissions.check_can_start(by, authority)
    _check_days(opens_on, closes_on)
    engagement = Engagement.objects.create(
        authority=authority, title=title, opens_on=opens_on, closes_on=closes_on, created_by=by, created_at=now
    )
    record(EngagementEvent.STARTED, target=engagement, by=by, at=now)
    return engagement


@transaction.atomic
def save_about(
    engagement: Engagement,
    *,
    title: str,
    planned: str,
    service: ServiceCategory | None,
    areas: Sequence[str],
    opens_on: date,
    closes_on: date,
    from_version: int,
    by: User,
    now: datetime,
) -> Engagement:
    """Replace the facts of a draft. Another version than `from_version` raises StaleEngagement."""
    engagement = _editable(engagement, from_version, by)
    _check_days(opens_on, closes_on)
    engagement.title, engagement.planned, engagement.service = title, planned, service or ""
    engagement.areas, engagement.opens_on, engagement.closes_on = list(areas), opens_on, closes_on
    return _saved(engagement, "what is planned", by, now)


@transaction.atomic
def save_invitation(
    engagement: Engagement,
    audience: Audience,
    *,
    introduction: str,
    easy_read: str,
    questions: Sequence[Asked],
    from_version: int,
    by: User,
    now: datetime,
) -> Engagement:
    """Replace what one audience is told and asked. Without words and questions, that audience is not asked."""
    engagement = _editable(engagement, from_version, by)
    Invitation.objects.update_or_create(
        engagement=engagement,
        audience=audience,
        defaults={
            "introduction": introduction,
            "easy_read": easy_read,
            "questions": [asdict(question) | {"options": list(question.options)} for question in questions],
        },
    )
    return _saved(engagement, f"the page for {audience.label.lower()}", by, now)


@transaction.atomic
def save_sessions(
    engagement: Engagement, sessions: Sequence[Mapping[str, object]], *, from_version: int, by: User, now: datetime
) -> Engagement:
    """Replace the sessions, each said as the columns of EngagementSession. Allowed at any time: a room may change, and
    notes come afterwards."""
    engagement = locked(engagement)
    permissions.check_can_work(by, engagement)
    _check_version(engagement, from_version)
    engagement.sessions.all().delete()
    EngagementSession.objects.bulk_create(EngagementSession(engagement=engagement, **said) for said in sessions)
    return _saved(engagement, "the sessions", by, now)


@transaction.atomic
def link_tender(engagement: Engagement, tender: Tender | None, *, by: User, now: datetime) -> Engagement:
    """Tie the engagement to the tender it leads to, or to none. What themes say of another tender's questions goes."""
    engagement = locked(engagement)
    permissions.check_can_work(by, engagement)
    if tender is not None and tender.authority_id != engagement.authority_id:
        raise Refused("Choose a tender of the same authority.")
    if engagement.tender_id == (tender and tender.pk):
        return engagement
    engagement.tender = tender
    engagement.save(update_fields=["tender"])
    engagement.themes.update(question_ids=[])
    if tender is None:
        record(EngagementEvent.UNLINKED, target=engagement, by=by, at=now)
    else:
        record(EngagementEvent.LINKED, target=engagement, by=by, at=now, tender=tender.title)
    return engagement


@transaction.atomic
def publish(engagement: Engagement, *, by: User, now: datetime) -> Engagement:
    """Show the engagement to everyone. Refuses with all that is missing."""
    engagement = locked(engagement)
    permissions.check_can_edit(by, engagement)
    if problems := missing(engagement, now):
        raise Refused(*problems)
    engagement.published_by, engagement.published_at = by, now
    engagement.save(update_fields=["published_by", "published_at"])
    record(
        EngagementEvent.PUBLISHED,
        target=engagement,
        by=by,
        at=now,
        opens_on=date_text(engagement.opens_on),
        closes_on=date_text(engagement.closes_on),
    )
    return engagement


def missing(engagement: Engagement, now: datetime) -> list[str]:
    """What stops publication, a sentence each. One query."""
    found = []
    if not engagement.planned:
        found.append("Say what is planned.")
    if engagement.closes_on < uk_day(now):
        found.append("The last day has passed. Choose a later one.")
    asking = [invitation for invitation in engagement.invitations.all() if invitation.questions]
    if not asking:
        found.append("Ask at least one audience at least one question.")
    for invitation in asking:
        label = Audience(invitation.audience).label
        if not invitation.introduction:
            found.append(f"{label}: write an introduction.")
        if not invitation.easy_read and invitation.audience != Audience.PROVIDERS:
            found.append(f"{label}: write an easy-read text.")
    return found


def _editable(engagement: Engagement, from_version: int, by: User) -> Engagement:
    engagement = locked(engagement)
    permissions.check_can_edit(by, engagement)
    _check_version(engagement, from_version)
    return engagement


def _check_version(engagement: Engagement, from_version: int) -> None:
    if engagement.version != from_version:
        raise StaleEngagement(engagement)


def _check_days(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise Refused("The last day must not come before the first day.")


def _saved(engagement: Engagement, part: str, by: User, now: datetime) -> Engagement:
    """Store a change, count it and record it."""
    engagement.version += 1
    engagement.save()
    record(EngagementEvent.EDITED, target=engagement, by=by, at=now, part=part)
    return engagement
