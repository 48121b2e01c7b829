"""Work that leaves the request: telling people of new tenders that their saved searches find.

`manage.py db_worker` tells those who want it at once; `manage.py send_alerts` the rest, and whoever the worker missed.
"""

from datetime import datetime

from django.db import transaction
from django_tasks import task

from commissioning.tenders import notifications
from commissioning.tenders.models import SavedSearch, Tender, Told
from commissioning.tenders.reports.listing import Search, published
from socialvalue.accounts.models import User

Often = SavedSearch.Often


@task()
def tell_at_once(tender_id: int, at: str) -> None:
    """Tell everyone who wants to know at once of a tender that was published at `at` (ISO). Doing it twice tells once."""
    searches = SavedSearch.objects.filter(often=Often.AT_ONCE).values("user")
    for user in User.objects.filter(pk__in=searches, is_active=True).order_by("pk"):
        tell(user, [Often.AT_ONCE], now=datetime.fromisoformat(at), tender_id=tender_id)


@transaction.atomic
def tell(user: User, often: list[Often], *, now: datetime, tender_id: int | None = None) -> int:
    """Tell one person, in one e-mail, of the open tenders that are new to them. Returns how many there were.

    A tender is new if it was published after the search was saved and the person was never told of it. The note of that
    and the message are written together. `tender_id` looks at that one tender alone.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    found: dict[Tender, list[SavedSearch]] = {}
    told = Told.objects.filter(user=person).values("tender")
    for search in SavedSearch.objects.of(person).filter(often__in=often):
        fits = published(Search.read(search.filters), now).filter(published_at__gt=search.since).exclude(pk__in=told)
        for tender in fits.filter(pk=tender_id) if tender_id else fits:
            found.setdefault(tender, []).append(search)
    if found:
        Told.objects.bulk_create(Told(user=person, tender=tender) for tender in found)
        notifications.tell_matches(person, found, now=now)
    return len(found)
