"""Saved searches: two people who look for work. Saved today, so that nobody is told of what was published long ago."""

from datetime import datetime

from commissioning.story.cast import Cast, told
from commissioning.tenders import actions
from commissioning.tenders.models import SavedSearch
from commissioning.tenders.reports.listing import Search


def save_searches(cast: Cast, now: datetime) -> None:
    """Save what the two look for."""
    for said in told("searches")["searches"]:
        actions.save_search(
            Search.read(said["filters"]),
            name=said["name"],
            often=SavedSearch.Often(said["often"]),
            by=cast.people[said["email"]],
            now=now,
        )
