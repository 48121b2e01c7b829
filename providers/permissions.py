"""Who may act for a provider."""

from providers.models import Member, Provider, Role
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused
from socialvalue.text import list_text


def roles_at(user: User, provider: Provider) -> frozenset[Role]:
    """The roles that `user` holds at `provider`. One query."""
    return frozenset(map(Role, Member.objects.filter(user=user, provider=provider).values_list("role", flat=True)))


def check_any(held: frozenset[Role], provider: Provider, *roles: Role) -> None:
    """Refuse unless one of `roles` is among those `held` at `provider`."""
    if not held.intersection(roles):
        names = list_text([role.label.lower() for role in roles], "or")
        article = "an" if names[0] in "aeiou" else "a"
        raise Refused(f"Only {article} {names} of {provider} can do this.")


def check_holds(user: User, provider: Provider, *roles: Role) -> None:
    """Refuse unless `user` holds one of `roles` at `provider`."""
    check_any(roles_at(user, provider), provider, *roles)
