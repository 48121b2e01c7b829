"""Submitting and withdrawing a bid."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, Q

from commissioning.bids import bidfile, notifications, permissions
from commissioning.bids.actions.partner import name_partners
from commissioning.bids.lifecycle import BidEvent, Status
from commissioning.bids.models import AddendumConfirmation, Bid, LateAttempt, Opening, Submission, with_extension
from commissioning.bids.readiness import asked_by, problems
from commissioning.bids.reports import draft_of, file_of, partners_of, unconfirmed
from providers.models import Member, Role
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Late, Refused

# Letters and digits that nobody takes for one another when a receipt is read out.
CLEAR_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
ONCE_IN = timedelta(minutes=10)
OTHER_BID = "This page was used for another bid. Open it again."
SEAL_BROKEN = "The bids for this tender have been opened. Nothing can be changed any more."


def submit(
    bid: Bid, *, idempotency_key: UUID, by: User, now: datetime, tender_version: int | None = None
) -> Submission:
    """Submit the bid as it stands: a new version, in its canonical form, with its hash and receipt.

    `idempotency_key` names one form: sent again, it returns the same submission, even after the deadline. `now` is the
    instant at which the request arrived, and alone decides whether it was in time. `tender_version` is the version of the
    tender that the signatory read: another one now is refused, so that nobody submits to a tender that changed under their
    eyes. Refused with every problem.
    """
    try:
        return _submit(bid, idempotency_key, tender_version, by=by, now=now)
    except Late:
        # The refusal undoes its own transaction; that somebody came too late is kept for the record of the opening.
        note_late(bid, by=by, now=now)
        raise
    except IntegrityError:
        # The row lock keeps one bid's sends apart. Two bids' with one key meet only here, at the unique constraint.
        if Submission.own.filter(idempotency_key=idempotency_key).exists():
            raise Refused(OTHER_BID) from None
        raise


@transaction.atomic
def note_late(bid: Bid, *, by: User, now: datetime) -> None:
    """Keep that a signatory came too late: once in ten minutes, however often the button is pressed."""
    bid = _locked(bid)
    if not bid.late_attempts(manager="own").filter(tried_at__gt=now - ONCE_IN).exists():
        LateAttempt.own.create(bid=bid, tried_by=by, tried_at=now)


@transaction.atomic
def _submit(bid: Bid, idempotency_key: UUID, tender_version: int | None, *, by: User, now: datetime) -> Submission:
    bid = _locked(bid)
    members = list(Member.objects.filter(provider=bid.provider_id).select_related("user"))
    held = frozenset(Role(member.role) for member in members if member.user_id == by.pk)
    permissions.check_signs(held, bid)
    same = Q(bid=bid) | Q(idempotency_key=idempotency_key)
    earlier = list(Submission.own.filter(same).defer("content").order_by("version"))
    for submission in earlier:
        if submission.idempotency_key == idempotency_key:
            if submission.bid_id != bid.pk:
                raise Refused(OTHER_BID)
            return submission
    permissions.check_can_submit(held, bid, now)
    _check_read(bid, tender_version)
    # After the lock, in a statement of its own: only so is an opening seen that was confirmed while this one waited.
    opened = Opening.objects.filter(tender=bid.tender, opened_at__isnull=False)
    pack = bid.tender.packs.annotate(is_opened=Exists(opened)).order_by("-version")[0]
    if pack.is_opened:
        raise Refused(SEAL_BROKEN)
    asked, draft = asked_by(pack.document), draft_of(bid)
    file = file_of(bid, draft, asked, pack.sha256)
    found = problems(asked, file)
    if found:
        raise Refused(*(problem.sentence for problem in found))

    content = bidfile.write(file)
    submission = Submission.own.create(
        bid=bid,
        version=earlier[-1].version + 1 if earlier else 1,
        reference=_new_reference(),
        pack=pack,
        content=content,
        sha256=bidfile.sha256(content),
        submitted_by=by,
        submitted_at=now,
        idempotency_key=idempotency_key,
    )
    if bid.status != Status.SUBMITTED:
        bid.status, bid.withdrawn_by, bid.withdrawn_at = Status.SUBMITTED, None, None
        bid.save(update_fields=["status", "withdrawn_by", "withdrawn_at"])
    record(
        BidEvent.SUBMITTED,
        target=bid,
        by=by,
        at=now,
        version=submission.version,
        receipt=submission.reference,
        sha256=submission.sha256,
    )
    owners = [member.user for member in members if member.role == Role.OWNER]
    notifications.tell_submitted(submission, owners=owners, now=now)
    if draft.partners:
        name_partners(submission, draft.partners, now=now)
    return submission


@transaction.atomic
def withdraw(bid: Bid, *, by: User, now: datetime) -> Bid:
    """Take a submitted bid back: it will not be opened. It can be submitted again until the deadline."""
    bid = _locked(bid)
    permissions.check_can_withdraw(by, bid, now)
    _check_sealed(bid)
    bid.status, bid.withdrawn_by, bid.withdrawn_at = Status.WITHDRAWN, by, now
    bid.save(update_fields=["status", "withdrawn_by", "withdrawn_at"])
    record(BidEvent.WITHDRAWN, target=bid, by=by, at=now)
    notifications.tell_withdrawn(bid, now=now)
    notifications.tell_partners_withdrawn(bid, partners_of(bid), now=now)
    return bid


@transaction.atomic
def confirm_after_addendum(bid: Bid, *, tender_version: int, by: User, now: datetime) -> AddendumConfirmation:
    """Let the submitted bid stand as it is for the tender as it is now, after a material change.

    `tender_version` is the version of the tender that the signatory read. Confirmed already, that is returned.
    """
    bid = _locked(bid)
    permissions.check_can_confirm(by, bid, now)
    _check_sealed(bid)
    _check_read(bid, tender_version)
    pack = bid.tender.packs.order_by("-version")[0]
    if confirmed := AddendumConfirmation.own.filter(bid=bid, pack=pack).first():
        return confirmed
    newest = Submission.own.filter(bid=bid).select_related("pack").order_by("-version").first()
    if not unconfirmed(bid, newest):
        raise Refused("Nothing has changed that needs to be confirmed.")
    confirmation = AddendumConfirmation.own.create(bid=bid, pack=pack, confirmed_by=by, confirmed_at=now)
    record(BidEvent.CONFIRMED, target=bid, by=by, at=now, version=pack.version)
    return confirmation


def _check_read(bid: Bid, tender_version: int | None) -> None:
    """Refuse when the tender is no longer the one that was read."""
    if tender_version is not None and tender_version != bid.tender.version:
        raise Refused("The tender has changed since you opened this page. Read what changed, then decide.")


def _locked(bid: Bid) -> Bid:
    """The bid and its tender, both rows locked: no bid comes in or goes while the bids are being opened."""
    rows = with_extension(Bid.own.select_for_update(of=("self", "tender")))
    return rows.select_related("tender", "provider").get(pk=bid.pk)


def _check_sealed(bid: Bid) -> None:
    """Refuse a request that arrived in time but whose turn came only after the bids had been opened."""
    if Opening.objects.filter(tender=bid.tender, opened_at__isnull=False).exists():
        raise Refused(SEAL_BROKEN)


def _new_reference() -> str:
    """A receipt's reference, such as "BID-7KQ4-M2XW-9RTB": 59 random bits, so it tells neither order nor number."""
    letters = [secrets.choice(CLEAR_LETTERS) for _ in range(12)]
    return "BID-" + "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))
