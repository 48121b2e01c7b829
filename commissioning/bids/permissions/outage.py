"""Who records outages and makes up for them, and who reads of them."""

from commissioning.authorities.models import Authority, Role, Staff
from commissioning.authorities.permissions import check_holds
from commissioning.bids.models import READERS
from socialvalue.accounts.models import User


def check_can_record_outage(user: User, authority: Authority) -> None:
    """Refuse unless `user` is a procurement officer of the authority."""
    check_holds(user, authority, Role.PROCUREMENT)


def sees_outages(user: User, authority: Authority) -> bool:
    """Whether the person reads the log of outages: procurement officers and auditors."""
    return Staff.objects.filter(user=user, authority=authority, role__in=READERS).exists()
