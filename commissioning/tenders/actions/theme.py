"""Themes: what several responses have in common, and “You said, we did”."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from commissioning.tenders.actions.engagement import locked
from commissioning.tenders.lifecycle import EngagementEvent
from commissioning.tenders.models import Engagement, Theme
from commissioning.tenders.permissions import engagement as permissions
from commissioning.tenders.tenderfile import each_question
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import count_text

MOST_THEMES = 50


class StaleReply(Refused):
    """The reply was changed in another tab or by a colleague. `theme` is as it is now."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("Somebody has changed this since you opened the page. Nothing of yours was saved yet.")
        self.theme = theme


@transaction.atomic
def add_theme(engagement: Engagement, name: str, *, by: User, now: datetime) -> Theme:
    """Add a theme. Refuses a name that is there already, however it is written."""
    engagement = locked(engagement)
    permissions.check_can_work(by, engagement)
    if engagement.themes.count() >= MOST_THEMES:
        raise Refused(f"There are {MOST_THEMES} themes. Merge some of them first.")
    theme = Theme.objects.create(engagement=engagement, name=_free_name(engagement, name))
    record(EngagementEvent.THEME_ADDED, target=engagement, by=by, at=now, theme=theme.name)
    return theme


@transaction.atomic
def rename_theme(theme: Theme, name: str, *, by: User, now: datetime) -> Theme:
    """Give a theme another name."""
    engagement = locked(theme.engagement)
    permissions.check_can_work(by, engagement)
    theme = engagement.themes.get(pk=theme.pk)
    before = theme.name
    theme.name = _free_name(engagement, name, apart_from=theme)
    theme.save(update_fields=["name"])
    record(EngagementEvent.THEME_RENAMED, target=engagement, by=by, at=now, before=before, theme=theme.name)
    return theme


@transaction.atomic
def merge_themes(theme: Theme, into: Theme, *, by: User, now: datetime) -> Theme:
    """Give every response of one theme the other, and take the first away with what was written about it."""
    engagement = locked(theme.engagement)
    permissions.check_can_work(by, engagement)
    if into.engagement_id != theme.engagement_id or into.pk == theme.pk:
        raise Refused("Choose another theme of the same engagement.")
    into.responses.add(*theme.responses.values_list("pk", flat=True))
    record(EngagementEvent.THEMES_MERGED, target=engagement, by=by, at=now, before=theme.name, theme=into.name)
    theme.delete()
    return into


@transaction.atomic
def tag(theme: Theme, responses: Collection[int], *, by: User, now: datetime, take_off: bool = False) -> int:
    """Put a theme on several responses, given by their numbers, or take it off. Returns how many there were."""
    engagement = locked(theme.engagement)
    permissions.check_can_work(by, engagement)
    found = list(engagement.responses.filter(pk__in=responses).values_list("pk", flat=True))
    if not found:
        raise Refused("Tick at least one response.")
    if take_off:
        theme.responses.remove(*found)
    else:
        theme.responses.add(*found)
    event = EngagementEvent.UNTAGGED if take_off else EngagementEvent.TAGGED
    record(event, target=engagement, by=by, at=now, theme=theme.name, count=count_text(len(found), "response"))
    return len(found)


@transaction.atomic
def write_reply(
    theme: Theme,
    *,
    heard: str,
    did: str,
    is_changed: bool | None,
    question_ids: Collection[str],
    from_state: str | None = None,
    by: User,
    now: datetime,
) -> Theme:
    """Say what was heard, what was done or why not, and which questions of the linked tender it changed.

    `from_state` is the state that the page was made from: another one now raises StaleReply. None means any.
    """
    engagement = locked(theme.engagement)
    permissions.check_can_work(by, engagement)
    theme = engagement.themes.get(pk=theme.pk)
    if from_state is not None and theme.state != from_state:
        raise StaleReply(theme)
    known = [] if engagement.tender is None else [question.id for _, question in each_question(engagement.tender.file)]
    if set(question_ids) - set(known):
        raise Refused("Choose questions of the tender that this is linked to.")
    if question_ids and not is_changed:
        raise Refused("A question is named as changed. Say that something was changed, or name no question.")
    if engagement.replied_at is not None and not (heard.strip() and did.strip() and is_changed is not None):
        raise Refused("This is published. Say what you heard, and what you did or why not.")
    theme.heard, theme.did, theme.is_changed = heard.strip(), did.strip(), is_changed
    theme.question_ids = [id for id in known if id in question_ids]
    theme.save(update_fields=["heard", "did", "is_changed", "question_ids"])
    record(EngagementEvent.REPLY_WRITTEN, target=engagement, by=by, at=now, theme=theme.name)
    return theme


@transaction.atomic
def publish_replies(engagement: Engagement, *, by: User, now: datetime) -> Engagement:
    """Show everybody “You said, we did”. Refuses while a theme has no reply, so that none is passed over in silence."""
    engagement = locked(engagement)
    permissions.check_can_publish_findings(by, engagement, now)
    if engagement.replied_at is not None:
        raise Refused("“You said, we did” is published already.")
    themes = list(engagement.themes.all())
    if not themes:
        raise Refused("Add themes first, and say what you did about each.")
    if silent := [theme.name for theme in themes if not (theme.heard and theme.did and theme.is_changed is not None)]:
        raise Refused(*(f"{name}: say what you heard, and what you did or why not." for name in silent))
    engagement.replied_at = now
    engagement.save(update_fields=["replied_at"])
    record(EngagementEvent.REPLIED, target=engagement, by=by, at=now)
    return engagement


def _free_name(engagement: Engagement, name: str, apart_from: Theme | None = None) -> str:
    """Return the name in one line; refuse an empty one, and one that another theme has."""
    name = " ".join(name.replace("\0", "").split())[:100]
    if not name:
        raise Refused("Give the theme a name.")
    others = [theme for theme in engagement.themes.all() if theme != apart_from]
    if name.casefold() in {theme.name.casefold() for theme in others}:
        raise Refused(f"There is a theme “{name}” already.")
    return name
