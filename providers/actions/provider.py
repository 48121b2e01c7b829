"""Registering a provider, what it says of itself, and who may act for it: the only writers of these."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from providers.lifecycle import ProviderEvent
from providers.models import Member, PastMember, Provider, ProviderQuerySet, Role
from providers.permissions import check_holds
from providers.reports import FACT_LABELS, fact_words
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused

# Whoever registers an organisation may do everything for it: a group of two has nobody else.
FIRST_ROLES = (Role.OWNER, Role.WRITER, Role.SIGNATORY)
LONGEST_IN_HISTORY = 100


class Stale(Refused):
    """The facts were changed by someone else, or in another tab. `provider` is as it is now."""

    def __init__(self, provider: Provider) -> None:
        super().__init__("Somebody has changed these facts since you opened the page. Nothing of yours was saved yet.")
        self.provider = provider


@transaction.atomic
def register(facts: Mapping[str, object], *, by: User, now: datetime) -> Provider:
    """Register an organisation; `by` becomes its owner, writer and signatory.

    `facts` are the fields of Provider, checked by the form. Refused when the person owns one of the same name already,
    which is what a second click looks like, or when the charity or company number is registered.
    """
    User.objects.select_for_update().get(pk=by.pk)
    if Provider.objects.of(by, Role.OWNER).filter(name__iexact=facts["name"]).exists():
        raise Refused("You have registered an organisation with this name already. Find it on your desk.")
    _check_numbers_are_free(facts, Provider.objects.all())
    provider = Provider.objects.create(**facts, registered_at=now)
    Member.objects.bulk_create(Member(provider=provider, user=by, role=role) for role in FIRST_ROLES)
    record(ProviderEvent.REGISTERED, target=provider, by=by, at=now, name=provider.name)
    return provider


def _check_numbers_are_free(facts: Mapping[str, object], others: ProviderQuerySet) -> None:
    """Refuse a charity or company number that another organisation has."""
    for column, name in (("charity_number", "charity"), ("company_number", "company")):
        if facts.get(column) and others.filter(**{column: facts[column]}).exists():
            raise Refused(f"An organisation with this {name} number is registered already. Ask its owner to add you.")


@transaction.atomic
def save_facts(
    provider: Provider, facts: Mapping[str, object], *, from_version: int, by: User, now: datetime
) -> Provider:
    """Change what an organisation says of itself. `facts` are fields of Provider, checked by the form.

    Refused unless `by` is an owner or writer there, or when another organisation has the charity or company number.
    Raises Stale when somebody saved since `from_version`. What changes nothing is not recorded.
    """
    provider = Provider.objects.select_for_update().get(pk=provider.pk)
    check_holds(by, provider, Role.OWNER, Role.WRITER)
    if provider.version != from_version:
        raise Stale(provider)
    _check_numbers_are_free(facts, Provider.objects.exclude(pk=provider.pk))
    before = fact_words(provider)
    for name, value in facts.items():
        setattr(provider, name, value)
    after = fact_words(provider)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return provider
    provider.version += 1
    provider.save(update_fields=[*facts, "version"])
    changes = "; ".join(_change_words(name, before[name], after[name]) for name in changed)
    record(ProviderEvent.FACTS_CHANGED, target=provider, by=by, at=now, changes=changes)
    return provider


def _change_words(name: str, before: str, after: str) -> str:
    """Say what a fact was and is; of a long text only that it was changed."""
    label = FACT_LABELS[name]
    label = label if label[:2].isupper() else label[0].lower() + label[1:]
    if max(len(before), len(after)) > LONGEST_IN_HISTORY:
        return label
    return f"{label} from “{before}” to “{after}”"


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
    PastMember.objects.create(provider=provider, user=member.user, role=role, ended_at=now)
    record(ProviderEvent.ROLE_TAKEN, target=provider, by=by, at=now, person=member.user, role=role.label.lower())
