"""How often one connection may do something, where nobody signs in.

The address of the caller is never kept: the cache counts under a hash of it with a salt that is made afresh each day and
kept nowhere else, so that nobody can say afterwards who called. The counting of django-allauth is made for its own
actions and for addresses as they are; only its reading of proxies is used here.
"""

import hashlib
import secrets
from datetime import datetime

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.http import HttpRequest

A_DAY = 24 * 3600


def is_over(request: HttpRequest, what: str, *, most: int, seconds: int, now: datetime) -> bool:
    """Count one more `what` of this connection, and say whether that is more than `most` within `seconds`.

    Time is cut into windows of `seconds`. Two requests at the very same instant may count as one: the limit is there to
    stop a flood, not to count votes.
    """
    salt = cache.get_or_set(f"limits-salt-{now:%Y-%m-%d}", lambda: secrets.token_hex(32), 2 * A_DAY)
    caller = hashlib.sha256(f"{salt}:{get_client_ip(request) or ''}".encode()).hexdigest()
    key = f"limits-{what}-{int(now.timestamp()) // seconds}-{caller}"
    cache.add(key, 0, seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two lines
        return False
    cache.touch(key, seconds)  # a cache in the database counts by writing afresh, for its own usual five minutes
    return count > most
