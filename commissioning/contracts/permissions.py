"""Who may make a contract, report on it and decide a return. Nobody who speaks for the provider decides its returns."""

from commissioning.authorities.models import Authority
from commissioning.authorities.models import Role as StaffRole
from commissioning.authorities.permissions import check_holds
from commissioning.contracts.models import Contract
from providers.models import Provider, Role
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused

REPORTERS = (Role.OWNER, Role.WRITER, Role.SIGNATORY)


def check_can_make(user: User, authority: Authority) -> None:
    """Make a contract of an approved award: a procurement officer."""
    check_holds(user, authority, StaffRole.PROCUREMENT)


def check_can_report(user: User, contract: Contract) -> None:
    """Report on a period: an owner, writer or signatory of the provider."""
    if not Provider.objects.of(user, *REPORTERS).filter(pk=contract.provider_id).exists():
        raise Refused(f"Only an owner, writer or signatory of {contract.provider} can report on this contract.")


def check_can_decide(user: User, contract: Contract) -> None:
    """Accept or query a return: a contract manager of the authority who is no member of the provider."""
    check_holds(user, contract.tender.authority, StaffRole.CONTRACT_MANAGER)
    if Provider.objects.of(user).filter(pk=contract.provider_id).exists():
        raise Refused(f"You are a member of {contract.provider}, so another contract manager must decide its returns.")
