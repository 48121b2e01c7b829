"""The fault: a report's date can't be moved for good cause, or it slides along by itself and nothing is ever late.

Here a due day is a row. Only an extension moves it, for one return, with a reason that stays.
"""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from commissioning.contracts import actions
from commissioning.contracts.lifecycle import MOST_DAYS_MORE, PeriodPhase
from commissioning.contracts.models import Contract, Extension
from commissioning.contracts.reports.periods import phase_of, with_newest
from socialvalue.audit.models import AuditRecord
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_contracts

REASON = "The register of wages was closed late."


@pytest.fixture
def contract(cast, now):
    return play_contracts.contract_made(cast, now)


@pytest.fixture
def period(contract):
    return play_contracts.period_of(contract)


def phases(contract: Contract, now) -> list[PeriodPhase]:
    return [phase_of(period, now) for period in with_newest(contract.periods.all())]


def days_of(contract: Contract) -> list:
    return list(contract.periods.order_by("starts_on").values_list("due_on", flat=True))


def test_a_date_moves_with_a_reason_and_no_other_moves(contract, period, cast):
    before, at = days_of(contract), play_contracts.after(period)
    later = period.due_on + timedelta(days=14)
    given = actions.extend_period(period, later, REASON, by=cast.contract_manager, now=at)
    assert days_of(contract) == [later, *before[1:]]
    assert (given.due_before, given.due_on, given.reason) == (before[0], later, REASON)
    record = AuditRecord.objects.latest("pk")
    assert record.event == "contract.extended"
    assert Message.objects.filter(subject__startswith="You have more time", to=cast.writer.email).count() == 1


def test_no_date_moves_by_itself_so_a_late_return_is_late(contract, period):
    before = days_of(contract)
    late = play_contracts.after(period, 200)
    assert phases(contract, late)[0] is PeriodPhase.OVERDUE
    assert days_of(contract) == before
    report = play_contracts.reported(contract, by=contract.provider.members.first().user, now=late)
    assert report.version == 1
    assert days_of(contract) == before


def test_what_was_overdue_is_due_again_until_its_new_day(contract, period, cast):
    late = play_contracts.after(period, 60)
    assert phases(contract, late)[0] is PeriodPhase.OVERDUE
    later = late.date() + timedelta(days=7)
    actions.extend_period(period, later, REASON, by=cast.contract_manager, now=late)
    assert phases(contract, late)[0] is PeriodPhase.DUE
    assert phases(contract, late + timedelta(days=8))[0] is PeriodPhase.OVERDUE


@pytest.mark.parametrize(
    ("days", "reason", "words"),
    [
        (0, REASON, "Choose a day after"),
        (-3, REASON, "Choose a day after"),
        (14, " ", "Say why"),
        (400, REASON, "at most"),
    ],
)
def test_what_is_no_extension_is_refused(days, reason, words, contract, period, cast):
    with pytest.raises(Refused, match=words):
        actions.extend_period(
            period,
            period.due_on + timedelta(days=days),
            reason,
            by=cast.contract_manager,
            now=play_contracts.after(period),
        )
    assert not Extension.objects.exists()


def test_a_return_that_was_sent_needs_no_more_time(contract, period, cast):
    play_contracts.reported(contract, by=cast.writer)
    with pytest.raises(Refused, match="has been sent"):
        actions.extend_period(
            period,
            period.due_on + timedelta(days=MOST_DAYS_MORE),
            REASON,
            by=cast.contract_manager,
            now=play_contracts.after(period, 2),
        )


@pytest.mark.parametrize("person", ["writer", "procurement", "commissioner", "auditor", "stranger"])
def test_only_the_contract_manager_gives_more_time(person, client, period, cast, portal_clock):
    portal_clock.move_to(play_contracts.after(period))
    later = period.due_on + timedelta(days=5)
    with pytest.raises(Refused):
        actions.extend_period(period, later, REASON, by=getattr(cast, person), now=portal_clock.now())
    client.force_login(getattr(cast, person))
    assert client.get(reverse("period_extend", args=[period.contract_id, period.pk])).status_code == 404


def test_an_extension_can_never_be_changed(contract, period, cast):
    later = period.due_on + timedelta(days=5)
    given = actions.extend_period(period, later, REASON, by=cast.contract_manager, now=play_contracts.after(period))
    with pytest.raises(DatabaseError), transaction.atomic():
        Extension.objects.filter(pk=given.pk).update(reason="Another")


def test_the_page_gives_more_time_and_keeps_what_was_typed(client, period, cast, portal_clock):
    portal_clock.move_to(play_contracts.after(period))
    client.force_login(cast.contract_manager)
    address = reverse("period_extend", args=[period.contract_id, period.pk])
    assert address in client.get(reverse("contract", args=[period.contract_id])).content.decode()
    later = period.due_on + timedelta(days=5)
    typed = {"due_on_day": later.day, "due_on_month": later.month, "due_on_year": later.year, "reason": REASON}
    refused = client.post(address, {**typed, "due_on_year": "1999"})
    assert refused.status_code == 422
    assert REASON in refused.content.decode()
    assert client.post(address, typed).status_code == 302
    period.refresh_from_db()
    assert period.due_on == later
