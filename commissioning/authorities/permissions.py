"""Who may act for an authority."""

from commissioning.authorities.models import Authority, Role, Staff
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def holds(user: User, authority: Authority, *roles: Role) -> bool:
    """Whether `user` holds any of `roles` at `authority`."""
    return Staff.objects.filter(user=user, authority=authority, role__in=roles).exists()


def check_holds(user: User, authority: Authority, *roles: Role) -> None:
    """Refuse unless `user` holds one of `roles` at `authority`."""
    if not holds(user, authority, *roles):
        names = " or ".join(role.label.lower() for role in roles)
        article = "an" if names[0] in "aeiou" else "a"
        raise Refused(f"Only {article} {names} of {authority} can do this.")
