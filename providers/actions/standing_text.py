"""Writing, changing and removing the texts that an organisation keeps to use again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from providers.lifecycle import StandingTextEvent
from providers.models import Provider, Role, StandingText
from providers.permissions import check_holds
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused

MOST_TEXTS = 200
TEXT_WRITERS = (Role.OWNER, Role.WRITER, Role.SIGNATORY)


class StaleText(Refused):
    """The text was changed or removed by someone else, or in another tab. `text` is as it is now, None if it is gone."""

    def __init__(self, text: StandingText | None) -> None:
        super().__init__("Somebody has changed this since you opened the page. Nothing of yours was saved yet.")
        self.text = text


@transaction.atomic
def add_text(provider: Provider, said: Mapping[str, str], *, by: User, now: datetime) -> StandingText:
    """Keep a text. `said` are `title`, `text`, `service` and `tags`, checked by the form. No title twice."""
    provider = _locked(provider, by)
    _check_title_is_free(provider, said["title"])
    if StandingText.objects.filter(provider=provider).count() >= MOST_TEXTS:
        raise Refused(f"You have {MOST_TEXTS} texts here, the most there can be. Remove one that you no longer use.")
    text = StandingText.objects.create(provider=provider, **said, saved_by=by, saved_at=now)
    record(StandingTextEvent.ADDED, target=provider, by=by, at=now, title=text.title)
    return text


@transaction.atomic
def change_text(
    text: StandingText, said: Mapping[str, str], *, from_version: int, by: User, now: datetime
) -> StandingText:
    """Change a text. Raises StaleText when somebody saved since `from_version`. What changes nothing is not recorded."""
    provider = _locked(text.provider, by)
    stored = StandingText.objects.filter(pk=text.pk, provider=provider).first()
    if stored is None or stored.version != from_version:
        raise StaleText(stored)
    if all(getattr(stored, name) == value for name, value in said.items()):
        return stored
    _check_title_is_free(provider, said["title"], but=stored)
    for name, value in said.items():
        setattr(stored, name, value)
    stored.version, stored.saved_by, stored.saved_at = stored.version + 1, by, now
    stored.save()
    record(StandingTextEvent.CHANGED, target=provider, by=by, at=now, title=stored.title)
    return stored


@transaction.atomic
def remove_text(text: StandingText, *, by: User, now: datetime) -> None:
    """Remove a text. The answers that it was put into keep their words."""
    provider = _locked(text.provider, by)
    gone, _ = StandingText.objects.filter(pk=text.pk, provider=provider).delete()
    if gone:
        record(StandingTextEvent.REMOVED, target=provider, by=by, at=now, title=text.title)


def _locked(provider: Provider, by: User) -> Provider:
    """The organisation with its row locked; refused for who may not write for it."""
    provider = Provider.objects.select_for_update().get(pk=provider.pk)
    check_holds(by, provider, *TEXT_WRITERS)
    return provider


def _check_title_is_free(provider: Provider, title: str, but: StandingText | None = None) -> None:
    """Refuse a second text of one title: that is what a second click looks like."""
    rows = StandingText.objects.filter(provider=provider, title__iexact=title)
    if (rows.exclude(pk=but.pk) if but else rows).exists():
        raise Refused("You have a text with this title already. Choose another title.")
