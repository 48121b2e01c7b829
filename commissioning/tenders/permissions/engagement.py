"""Who may ask before a tender, and who may answer.

Publishing needs no second person: an engagement asks and decides nothing. Separation begins with the tender, where a
question that a response has led to is approved with all others. Reasons: docs/decisions/0010-engagement.md.
"""

from datetime import datetime

from commissioning.authorities.models import Authority, Role
from commissioning.authorities.permissions import check_holds
from commissioning.tenders.lifecycle.engagement import EngagementPhase
from commissioning.tenders.models import Engagement
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused
from socialvalue.text import date_text


def check_can_start(user: User, authority: Authority) -> None:
    """Refuse unless `user` is a commissioner of `authority`."""
    check_holds(user, authority, Role.COMMISSIONER)


def check_can_work(user: User, engagement: Engagement) -> None:
    """Refuse unless `user` is a commissioner of the engagement's authority."""
    check_holds(user, engagement.authority, Role.COMMISSIONER)


def check_can_edit(user: User, engagement: Engagement) -> None:
    """Refuse unless `user` is a commissioner there and nothing is published: people answer what they were asked."""
    check_can_work(user, engagement)
    if engagement.published_at is not None:
        raise Refused("This is published, so what it asks can’t be changed any more.")


def check_can_publish_findings(user: User, engagement: Engagement, now: datetime) -> None:
    """Refuse unless `user` is a commissioner there and the engagement has ended."""
    check_can_work(user, engagement)
    if engagement.phase(now) is not EngagementPhase.ENDED:
        raise Refused("Wait until the last day has passed. Then everybody’s words can be taken together.")


def check_takes_responses(engagement: Engagement, now: datetime) -> None:
    """Refuse unless the engagement is open at `now`."""
    phase = engagement.phase(now)
    if phase is EngagementPhase.ENDED:
        raise Refused(f"This closed at the end of {date_text(engagement.closes_on)}. Your answer was not sent.")
    if phase is not EngagementPhase.OPEN:
        raise Refused(f"This opens on {date_text(engagement.opens_on)}. Your answer was not sent.")
