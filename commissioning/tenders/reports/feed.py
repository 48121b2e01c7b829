"""The list of tenders as an Atom feed (RFC 4287): public facts only, ids that never change."""

from datetime import datetime
from uuid import uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from commissioning.tenders.reports.calendar import NAMESPACE
from commissioning.tenders.reports.listing import Search, chips, published, rows

MOST = 50


class TenderFeed(Atom1Feed):
    """A feed that changed when its newest tender was published; an empty one at the instant it was asked for."""

    def latest_post_date(self) -> datetime:
        """When the feed last changed. Django takes the machine's clock for an empty feed; ours is the request's."""
        return super().latest_post_date() if self.items else self.feed["asked_at"]


def atom(search: Search, now: datetime) -> str:
    """Return the newest published tenders that fit a search, whatever its order, 50 at most. One query."""
    found = list(published(search, now).order_by("-published_at", "-pk")[:MOST])
    said = ", ".join(chip.words for chip in chips(search))
    feed = TenderFeed(
        title=f"Tenders: {said}" if said else "Tenders",
        link=f"{settings.SITE_ADDRESS}{reverse('tender_list')}{search.query}",
        description=None,
        language="en-GB",
        feed_url=f"{settings.SITE_ADDRESS}{reverse('tender_feed')}{search.query}",
        feed_guid=uuid5(NAMESPACE, f"feed {search.query}").urn,
        asked_at=now,
    )
    for tender, row in zip(found, rows(found, now), strict=True):
        facts = [row.authority, row.service, row.where, row.value, row.lots, row.closes]
        feed.add_item(
            title=row.title,
            link=f"{settings.SITE_ADDRESS}{row.address}",
            description="\n".join(filter(None, [row.summary, ". ".join(filter(None, facts)) + "."])),
            unique_id=uuid5(NAMESPACE, f"{tender.authority.slug}/{tender.pk}").urn,
            author_name=row.authority,
            pubdate=tender.published_at,
            updateddate=tender.published_at,
        )
    return feed.writeString("utf-8")
