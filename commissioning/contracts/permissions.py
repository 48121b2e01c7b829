"""Who may make a contract, report on it and decide a return. Nobody who speaks for the provider decides its returns."""

from dataclasses import dataclass

from django.db.models import Exists

from commissioning.authorities.models import Authority, Staff
from commissioning.authorities.models import Role as StaffRole
from commissioning.authorities.permissions import check_holds
from commissioning.contracts.models import Contract
from providers.models import Member, Role
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused

REPORTERS = (Role.OWNER, Role.WRITER, Role.SIGNATORY)


@dataclass(frozen=True)
class Part:
    """What one person is to one contract: may report for the provider, belongs to it, manages the contract."""

    reports: bool
    belongs: bool
    manages: bool


def part_in(user: User, contract: Contract) -> Part:
    """The person's part in the contract. One query."""
    members = Member.objects.filter(user=user, provider=contract.provider_id)
    managers = Staff.objects.filter(user=user, role=StaffRole.CONTRACT_MANAGER, authority=contract.tender.authority_id)
    row = Contract.objects.filter(pk=contract.pk).values_list(
        Exists(members.filter(role__in=REPORTERS)), Exists(members), Exists(managers)
    )
    return Part(*row.get())


def check_can_make(user: User, authority: Authority) -> None:
    """Make a contract of an approved award: a procurement officer."""
    check_holds(user, authority, StaffRole.PROCUREMENT)


def check_can_report(part: Part, contract: Contract) -> None:
    """Report on a period: an owner, writer or signatory of the provider."""
    if not part.reports:
        raise Refused(f"Only an owner, writer or signatory of {contract.provider} can report on this contract.")


def check_can_decide(part: Part, contract: Contract) -> None:
    """Accept or query a return: a contract manager of the authority who is no member of the provider."""
    if not part.manages:
        raise Refused(f"Only a contract manager of {contract.tender.authority} can do this.")
    if part.belongs:
        raise Refused(f"You are a member of {contract.provider}, so another contract manager must decide its returns.")
