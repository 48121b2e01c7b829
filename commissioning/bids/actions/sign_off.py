"""Asking the signatories to check a bid and submit it, and declining.

Submitting answers an asking by itself: an asking is open until a later version is submitted or it is declined, which is
computed and never stored.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from commissioning.bids import bidfile, notifications, permissions
from commissioning.bids.actions.locking import check_storable, locked_for_writing
from commissioning.bids.lifecycle import SignOffEvent
from commissioning.bids.models import Bid, SignOff, Submission
from commissioning.bids.readiness import problems
from commissioning.bids.reports import open_sign_off, overview
from providers.models import Member, Role
from providers.permissions import roles_at
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


@transaction.atomic
def ask_for_sign_off(bid: Bid, *, by: User, now: datetime) -> SignOff:
    """Ask every signatory to check the bid as it stands and submit it. Refused with everything that is still missing.

    Asked already for the same words, that asking is returned and nobody is told again.
    """
    bid = locked_for_writing(bid, by=by, now=now)
    seen = overview(bid)
    found = problems(seen.asked, seen.file)
    if found:
        raise Refused(*(problem.sentence for problem in found))
    signatories = [
        member.user
        for member in Member.objects.filter(provider=bid.provider, role=Role.SIGNATORY).select_related("user")
    ]
    if not signatories:
        raise Refused("Your organisation has no signatory yet. An owner can make somebody signatory.")
    content = bidfile.write(seen.file)
    before = open_sign_off(bid)
    if before is not None and before.content == content:
        return before
    newest = Submission.own.filter(bid=bid).aggregate(newest=Max("version"))["newest"] or 0
    asking = SignOff.own.create(bid=bid, content=content, after_version=newest, asked_by=by, asked_at=now)
    record(SignOffEvent.ASKED, target=bid, by=by, at=now)
    notifications.tell_asked(asking, signatories, now=now)
    return asking


@transaction.atomic
def decline_to_sign(bid: Bid, reason: str, *, by: User, now: datetime) -> SignOff:
    """Say no to the open asking, with the reason. Whoever asked and all who write are told."""
    bid = Bid.own.select_for_update(of=("self",)).select_related("tender", "provider").get(pk=bid.pk)
    permissions.check_can_submit(roles_at(by, bid.provider), bid, now)
    check_storable(reason)
    asking = open_sign_off(bid)
    if asking is None:
        raise Refused("Nobody is waiting for your signature on this bid.")
    asking.declined_by, asking.declined_at, asking.reason = by, now, reason
    asking.save(update_fields=["declined_by", "declined_at", "reason"])
    record(SignOffEvent.DECLINED, target=bid, by=by, at=now, reason=reason)
    notifications.tell_declined(asking, now=now)
    return asking
