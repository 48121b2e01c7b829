"""What people are told of new tenders that their saved searches find."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from commissioning.tenders.models import SavedSearch, Tender
from commissioning.tenders.notifications.clarification import address, short
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post
from socialvalue.text import count_text, list_text, money_text


def tell_matches(person: User, found: Mapping[Tender, Sequence[SavedSearch]], *, now: datetime) -> None:
    """Tell one person of new tenders, each with the names of the searches that it fits; with a link that ends each."""
    tenders = sorted(found, key=lambda tender: (tender.closes_at, tender.pk))
    searches = {search.pk: search for fits in found.values() for search in fits}
    news = [
        f"{tender.title}\n{tender.authority}. {money_text(tender.value)}. Closes at {tender.closing_text(now)}.\n"
        f"Found by {list_text([f'“{search}”' for search in found[tender]])}.\n{address('tender', tender.pk)}"
        for tender in tenders
    ]
    stops = [f"No more e-mails for “{one}”:\n{address('search_stop', one.stop_key)}" for one in searches.values()]
    subject = f"New tender: {short(tenders[0].title)}" if len(tenders) == 1 else count_text(len(tenders), "new tender")
    post(
        to=person,
        subject=subject,
        body="\n\n".join([*news, "Your saved searches:\n" + address("saved_searches"), *stops]),
        # Nobody is told of a tender twice, so its number names the message for good.
        about=f"new tenders from {min(tender.pk for tender in tenders)}",
        now=now,
    )
