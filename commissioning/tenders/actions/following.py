"""Being told of news about a tender. Not recorded in its history: that would tell the authority who may bid."""

from datetime import datetime

from django.db import transaction

from commissioning.tenders import permissions
from commissioning.tenders.models import Follower, Tender
from socialvalue.accounts.models import User


@transaction.atomic
def follow(tender: Tender, *, by: User, now: datetime) -> None:
    """Tell the person of every answer and change from now on. Nothing happens if they are told already."""
    permissions.check_can_follow(by, tender, now)
    Follower.objects.get_or_create(tender=tender, user=by)


@transaction.atomic
def unfollow(tender: Tender, *, by: User) -> None:
    """Tell the person nothing more. Nothing happens if they are not told."""
    Follower.objects.filter(tender=tender, user=by).delete()
