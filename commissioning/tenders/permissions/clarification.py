"""Who may ask about a tender, who may answer, and who may be told of news. Only on the authority's side is it answered."""

from datetime import datetime

from commissioning.authorities.models import Role as StaffRole
from commissioning.authorities.models import Staff
from commissioning.authorities.permissions import check_holds as check_staff_holds
from commissioning.tenders.lifecycle import Phase
from commissioning.tenders.models import Tender
from commissioning.tenders.timetable import uk_day
from commissioning.tenders.timetable.holding import last_day_for_questions
from providers.models import Provider, Role
from providers.permissions import check_holds
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused
from socialvalue.text import date_text

ASKERS = (Role.OWNER, Role.WRITER, Role.SIGNATORY)


def check_takes_questions(tender: Tender, now: datetime) -> None:
    """Refuse unless the tender is open and its last day for questions has not passed, UK time."""
    if tender.phase(now) is not Phase.OPEN:
        raise Refused("This tender is not open, so it takes no questions.")
    last = last_day_for_questions(tender.file, tender.closes_at)
    if uk_day(now) > last:
        raise Refused(f"Questions about this tender could be asked until the end of {date_text(last)}.")


def check_can_ask(user: User, provider: Provider, tender: Tender, now: datetime) -> None:
    """Refuse unless `user` may write for `provider`, does not work for the authority, and questions are still taken."""
    check_holds(user, provider, *ASKERS)
    if Staff.objects.filter(user=user, authority=tender.authority_id).exists():
        raise Refused("You work for this authority, so you can't ask about its tender for a provider.")
    check_takes_questions(tender, now)


def check_can_answer(user: User, tender: Tender, now: datetime) -> None:
    """Refuse unless `user` is a procurement officer of the authority and the tender is open."""
    check_staff_holds(user, tender.authority, StaffRole.PROCUREMENT)
    if tender.phase(now) is not Phase.OPEN:
        raise Refused("This tender is not open, so its questions can't be answered any more.")


def check_can_follow(user: User, tender: Tender, now: datetime) -> None:
    """Refuse unless `user` belongs to a provider and the tender is open."""
    if not Provider.objects.of(user).exists():
        raise Refused("Only people who belong to a provider can follow a tender. Register your organisation first.")
    if tender.phase(now) is not Phase.OPEN:
        raise Refused("This tender is not open. Nothing about it will change.")
