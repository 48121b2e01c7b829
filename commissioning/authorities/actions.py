"""Who works for an authority, and as what: the only writers of staff roles."""

from datetime import datetime

from django.db import transaction

from commissioning.authorities.lifecycle import AuthorityEvent
from commissioning.authorities.models import Authority, Role, Staff
from commissioning.authorities.permissions import check_holds
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


@transaction.atomic
def give_role(authority: Authority, person: User, role: Role, *, by: User, now: datetime) -> Staff:
    """Give a person a role at an authority. Refused unless `by` is an administrator there."""
    authority = Authority.objects.select_for_update().get(pk=authority.pk)
    check_holds(by, authority, Role.AUTHORITY_ADMIN)
    staff, is_new = Staff.objects.get_or_create(authority=authority, user=person, role=role)
    if not is_new:
        raise Refused(f"{person} is {role.label.lower()} already.")
    record(AuthorityEvent.ROLE_GIVEN, target=authority, by=by, at=now, person=person, role=role.label.lower())
    return staff


@transaction.atomic
def take_role(staff: Staff, *, by: User, now: datetime) -> None:
    """End one role of a person. Refused unless `by` is an administrator there, or if no administrator would be left."""
    authority = Authority.objects.select_for_update().get(pk=staff.authority_id)
    check_holds(by, authority, Role.AUTHORITY_ADMIN)
    role = Role(staff.role)
    if role is Role.AUTHORITY_ADMIN and Staff.objects.filter(authority=authority, role=role).count() == 1:
        raise Refused(f"{staff.user} is the only administrator. Make somebody else administrator first.")
    staff.delete()
    record(AuthorityEvent.ROLE_TAKEN, target=authority, by=by, at=now, person=staff.user, role=role.label.lower())
