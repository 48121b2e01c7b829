"""What people are told of a contract and its returns. Each message is written in the transaction that it tells of."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator

from commissioning.authorities.models import Role as StaffRole
from commissioning.contracts.models import Contract, Extension, Return
from commissioning.contracts.permissions import REPORTERS
from providers.models import Role
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post
from socialvalue.text import date_text


def send_contract_made(contract: Contract, *, now: datetime) -> None:
    """Tell the provider's owners what was agreed and when the first return is due."""
    first = contract.periods.first()
    for owner in User.objects.filter(memberships__provider=contract.provider, memberships__role=Role.OWNER):
        post(
            to=owner,
            subject=_subject("You have a contract", contract),
            body=f"{contract.tender.authority} has made a contract with {contract.provider}: {contract.tender.title}.\n\n"
            f"It starts on {date_text(contract.starts_on)} and ends on {date_text(contract.ends_on)}. "
            f"Your first return is due by the end of {date_text(first.due_on)}.\n\n"
            f"See what you promised:\n{_address('contract', contract.pk)}",
            about=f"contract {contract.pk} made",
            now=now,
        )


def send_return_submitted(report: Return, *, now: datetime) -> None:
    """Tell the contract managers that a return waits for one of them."""
    contract = report.period.contract
    managers = User.objects.filter(
        staff_roles__authority=contract.tender.authority, staff_roles__role=StaffRole.CONTRACT_MANAGER
    )
    for manager in managers:
        post(
            to=manager,
            subject=_subject("A return waits for you", contract),
            body=f"{contract.provider} has reported on {report.period} for {contract.tender.title}.\n\n"
            f"Accept it, or ask about it:\n{_address_of(report)}",
            about=f"return {report.pk} submitted",
            now=now,
        )


def send_extended(extension: Extension, *, now: datetime) -> None:
    """Tell those who may report for the provider that there is more time, and why."""
    period, contract = extension.period, extension.period.contract
    reporters = User.objects.filter(memberships__provider=contract.provider_id, memberships__role__in=REPORTERS)
    for person in reporters.distinct().order_by("pk"):
        post(
            to=person,
            subject=_subject("You have more time for a report", contract),
            body=f"Your report for {period} is now due on {date_text(extension.due_on)}. "
            f"It was due on {date_text(extension.due_before)}.\n\n"
            f"{extension.given_by} says why: {extension.reason}\n\n"
            f"{_address('return_submit', contract.pk, period.pk)}",
            about=f"extension {extension.pk} given",
            now=now,
        )


def send_return_accepted(report: Return, *, now: datetime) -> None:
    """Tell the person who sent the return that it was accepted."""
    contract = report.period.contract
    post(
        to=report.submitted_by,
        subject=_subject("Your return was accepted", contract),
        body=f"{report.decided_by} has accepted your return for {report.period}: {contract.tender.title}.\n\n"
        f"See how far each promise has come:\n{_address('contract', contract.pk)}",
        about=f"return {report.pk} accepted",
        now=now,
    )


def send_return_queried(report: Return, *, now: datetime) -> None:
    """Tell the person who sent the return what is asked about it."""
    contract = report.period.contract
    post(
        to=report.submitted_by,
        subject=_subject("Please answer about your return", contract),
        body=f"{report.decided_by} asks about your return for {report.period}: {contract.tender.title}.\n\n"
        f"{report.query}\n\n"
        f"Your figures are kept. Change them or add to them, and send the return again:\n"
        f"{_address('return_submit', contract.pk, report.period_id)}",
        about=f"return {report.pk} queried",
        now=now,
    )


def _address(name: str, *args: int) -> str:
    """The whole address of a page."""
    return f"{settings.SITE_ADDRESS}{reverse(name, args=args)}"


def _address_of(report: Return) -> str:
    return _address("return_decide", report.period.contract_id, report.period_id, report.version)


def _subject(news: str, contract: Contract) -> str:
    """The news and the tender's title, cut to what a message's subject holds."""
    return Truncator(f"{news}: {contract.tender.title}").chars(200)
