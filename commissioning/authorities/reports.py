"""An authority's policy, from its rows."""

from datetime import date

from commissioning.authorities.models import Authority, PolicyRow
from commissioning.authorities.policy import Policy, PolicyValue, in_force


def policy_in_force(authority: Authority, on: date) -> Policy:
    """Return the figures that hold for an authority on a day, under its name. One query.

    Of each figure the latest `since` that had come by then counts; of two on the same day, the row set last.
    """
    rows = PolicyRow.objects.filter(authority=authority, since__lte=on).order_by("pk")
    values = [
        PolicyValue(key=key, text=text, since=since, source=source)
        for key, text, since, source in rows.values_list("key", "text", "since", "source")
    ]
    return in_force(authority.name, values, on)
