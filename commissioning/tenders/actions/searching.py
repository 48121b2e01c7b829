"""Saving searches. Not recorded in any history: what somebody looks for is nobody else's business."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from commissioning.tenders.models import MOST_SEARCHES, SavedSearch
from commissioning.tenders.reports.listing import Search
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused

Often = SavedSearch.Often


@transaction.atomic
def save_search(search: Search, *, name: str, often: Often, by: User, now: datetime) -> SavedSearch:
    """Keep a search under a name that its person has not used yet. It looks at open tenders, whatever was listed."""
    User.objects.select_for_update().get(pk=by.pk)
    mine = SavedSearch.objects.of(by)
    if mine.count() >= MOST_SEARCHES:
        raise Refused(f"You have {MOST_SEARCHES} saved searches, which is the most. End one of them first.")
    _check_name(mine, name)
    filters = {key: value for key, value in search.written.items() if key != "status"}
    return SavedSearch.objects.create(user=by, name=name, filters=filters, often=often, since=now)


@transaction.atomic
def change_search(saved: SavedSearch, *, name: str, often: Often, by: User, now: datetime) -> SavedSearch:
    """Give it another name, or tell its person more or less often. What was published while it was off is no news."""
    saved = SavedSearch.objects.of(by).select_for_update().get(pk=saved.pk)
    _check_name(SavedSearch.objects.of(by).exclude(pk=saved.pk), name)
    if saved.often == Often.NEVER:
        saved.since = now
    saved.name, saved.often = name, often
    saved.save()
    return saved


@transaction.atomic
def end_search(saved: SavedSearch, *, by: User) -> None:
    """Forget a search. Nothing happens if it is gone already."""
    SavedSearch.objects.of(by).filter(pk=saved.pk).delete()


@transaction.atomic
def stop_alerts(saved: SavedSearch) -> None:
    """Send no more e-mails for a search; it stays saved. By whoever holds the link of one of its e-mails."""
    SavedSearch.objects.filter(pk=saved.pk).update(often=Often.NEVER)


def _check_name(others: QuerySet[SavedSearch], name: str) -> None:
    if others.filter(name=name).exists():
        raise Refused(f"You have a search called “{name}”. Choose another name.")
