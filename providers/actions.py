"""Registering a provider, and who may act for it: the only writers of providers and their members."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from providers.lifecycle import ProviderEvent
from providers.models import Member, Provider, Role
from providers.permissions import check_holds
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused

# Whoever registers an organisation may do everything for it: a group of two has nobody else.
FIRST_ROLES = (Role.OWNER, Role.WRITER, Role.SIGNATORY)


@transaction.atomic
def register(facts: Mapping[str, object], *, by: User, now: datetime) -> Provider:
    """Register an organisation; `by` becomes its owner, writer and signatory.

    `facts` are the fields of Provider, checked by the form. Refused when the person owns one of the same name already,
    which is what a second click looks like, or when the charity or company number is registered.
    """
    User.objects.select_for_update().get(pk=by.pk)
    if Provider.objects.of(by, Role.OWNER).filter(name__iexact=facts["name"]).exists():
        raise Refused("You have registered an organisation with this name already. Find it on your desk.")
    for column, name in (("charity_number", "charity"), ("company_number", "company")):
        if facts.get(column) and Provider.objects.filter(**{column: facts[column]}).exists():
            raise Refused(f"An organisation with this {name} number is registered already. Ask its owner to add you.")
    provider = Provider.objects.create(**facts, registered_at=now)
    Member.objects.bulk_create(Member(provider=provider, user=by, role=role) for role in FIRST_ROLES)
    record(ProviderEvent.REGISTERED, target=provider, by=by, at=now, name=provider.name)
    return provider


@transaction.atomic
def give_role(provider: Provider, person: User, role: Role, *, by: User, now: datetime) -> Member:
    """Give a person a role at a provider. Refused unless `by` is an owner there."""
    provider = Provider.objects.select_for_update().get(pk=provider.pk)
    check_holds(by, provider, Role.OWNER)
    member, is_new = Member.objects.get_or_create(provider=provider, user=person, role=role)
    if not is_new:
        raise Refused(f"{person} is {role.label.lower()} already.")
    record(ProviderEvent.ROLE_GIVEN, target=provider, by=by, at=now, person=person, role=role.label.lower())
    return member


@transaction.atomic
def take_role(member: Member, *, by: User, now: datetime) -> None:
    """End one role of a person. Refused unless `by` is an owner there or that person, or if no owner would be left.

    An owner gives roles to people without asking them, so whoever has been given one may lay it down.
    """
    provider = Provider.objects.select_for_update().get(pk=member.provider_id)
    if member.user_id != by.pk:
        check_holds(by, provider, Role.OWNER)
    member = Member.objects.select_related("user").filter(pk=member.pk, provider=provider).first()
    if member is None:
        raise Refused("Somebody has ended this role already.")
    role = Role(member.role)
    if role is Role.OWNER and Member.objects.filter(provider=provider, role=role).count() == 1:
        raise Refused(f"{member.user} is the only owner. Make somebody else owner first.")
    member.delete()
    record(ProviderEvent.ROLE_TAKEN, target=provider, by=by, at=now, person=member.user, role=role.label.lower())
