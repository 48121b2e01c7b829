"""Who works for an authority, and the figures of its policy: the only writers of staff roles and policy rows."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from commissioning.authorities.lifecycle import AuthorityEvent
from commissioning.authorities.models import Authority, PolicyRow, Role, Staff
from commissioning.authorities.permissions import check_holds
from commissioning.authorities.policy import FIGURES, LONGEST_SOURCE, PolicyValue, in_force, order_faults, value_fault
from commissioning.authorities.reports import changes, value_words, values_of
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import UK, count_text, date_text

FURTHEST = timedelta(days=5 * 366)
"""How far ahead a figure may be set: a later day is a slip of the pen."""


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


@transaction.atomic
def set_figure(
    authority: Authority, key: str, text: str, *, since: date, source: str, by: User, now: datetime
) -> PolicyRow:
    """Give one figure a value from a day on, with its source. `text` is written as in a policy file.

    Refused unless `by` is an administrator there; for a value that the figure can't have, no source, a day before today
    (tenders were published under what held then) or years away, and where no tender could meet two figures at once.
    """
    authority = Authority.objects.select_for_update().get(pk=authority.pk)
    check_holds(by, authority, Role.AUTHORITY_ADMIN)
    value = PolicyValue(key=key, text=text, since=since, source=source.strip())
    held = values_of(authority)
    _check_values(held, [value], now)
    before = in_force(authority.name, held, since)
    if before.values.get(key) == value:
        raise Refused("This figure has this value, day and source already.")
    (row,) = _add(authority, [value], by=by, now=now)
    figure = FIGURES[key]
    record(
        AuthorityEvent.FIGURE_SET,
        target=authority,
        by=by,
        at=now,
        figure=figure.label,
        key=key,
        before=value_words(figure, before.text(key)),
        after=value_words(figure, text),
        since=date_text(since),
        source=value.source.rstrip("."),
    )
    return row


@transaction.atomic
def adopt_policy(
    authority: Authority, name: str, values: Sequence[PolicyValue], *, by: User, now: datetime
) -> list[PolicyRow]:
    """Take over every value of a policy file. A figure that it does not name stays as it is.

    Refused as `set_figure` is, and when everything in it holds already.
    """
    authority = Authority.objects.select_for_update().get(pk=authority.pk)
    check_holds(by, authority, Role.AUTHORITY_ADMIN)
    held = values_of(authority)
    _check_values(held, values, now)
    new = [value for value in values if not _holds_already(held, value)]
    if not new:
        raise Refused("Everything in this policy holds already. Nothing was changed.")
    changed = [
        f"{change.label}, {change.before} to {change.after} from {change.since}"
        for change in changes(held, new)
        if change.is_change
    ]
    rows = _add(authority, new, by=by, now=now)
    record(
        AuthorityEvent.POLICY_ADOPTED,
        target=authority,
        by=by,
        at=now,
        policy=name,
        figures=count_text(len(rows), "figure"),
        changed="; ".join(changed) or "no value, only where it comes from",
    )
    return rows


def _holds_already(held: Sequence[PolicyValue], value: PolicyValue) -> bool:
    """Whether a figure has this value and source already on the day on which it would begin."""
    own = in_force("", held, value.since).values.get(value.key)
    return own is not None and (own.text, own.source) == (value.text, value.source)


def _check_values(held: Sequence[PolicyValue], values: Sequence[PolicyValue], now: datetime) -> None:
    """Refuse values that no figure can have, that begin on a wrong day, or that contradict each other or what is held."""
    today = now.astimezone(UK).date()
    problems = []
    for value in values:
        figure = FIGURES.get(value.key)
        if figure is None:
            problems.append(f"There is no figure called “{value.key}”.")
        elif fault := value_fault(figure, value.text):
            problems.append(f"{figure.label}: {fault}")
        if not value.source or len(value.source) > LONGEST_SOURCE:
            problems.append(f"Say where the figure comes from, in at most {LONGEST_SOURCE} characters.")
    if any(value.since < today for value in values):
        problems.append("Choose today or a later day. Tenders were published under the figures of the days before.")
    if any(value.since > today + FURTHEST for value in values):
        problems.append("Choose a day in the next 5 years.")
    if not problems:
        after = [*held, *values]
        first = min((value.since for value in values), default=today)
        for day in sorted({value.since for value in after if value.since >= first}):
            problems += order_faults(in_force("", after, day))
    if problems:
        raise Refused(*dict.fromkeys(problems))


def _add(authority: Authority, values: Sequence[PolicyValue], *, by: User, now: datetime) -> list[PolicyRow]:
    """Write a row for each value."""
    return PolicyRow.objects.bulk_create(
        PolicyRow(
            authority=authority,
            key=value.key,
            text=value.text,
            since=value.since,
            source=value.source,
            set_by=by,
            set_at=now,
        )
        for value in values
    )
