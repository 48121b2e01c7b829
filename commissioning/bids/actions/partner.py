"""Bidding with others: how a bid is made, who is asked, and what they answer."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from commissioning.bids import notifications, permissions
from commissioning.bids.actions.locking import Stale, check_storable, locked_for_writing
from commissioning.bids.lifecycle import BIDS_AS_LABELS, ROLES_IN, BidsAs, PartnerEvent, PartnerRole, PartnerState
from commissioning.bids.models import Bid, Commitment, Declaration, Partner, Submission
from commissioning.bids.readiness import Signed, asked_by, digest_of
from commissioning.bids.reports import signed_of, state_of
from providers.models import Provider
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused

MOST_PARTNERS = 20
"""Those taken out count too: it also bounds the messages that one bid can send to strangers."""
MOST_INVITATIONS = 5


@dataclass(frozen=True)
class Share:
    """What a partner is asked to do. `percent` is roughly its part of the price, 0 to 100."""

    role: PartnerRole
    share: str
    percent: Decimal


class ShareChanged(Refused):
    """What is to be signed is no longer what was read."""

    def __init__(self) -> None:
        super().__init__("The lead has changed your part since you opened this page. Read it as it is now, then sign.")


@transaction.atomic
def save_bids_as(bid: Bid, how: BidsAs, *, by: User, now: datetime) -> Bid:
    """Say whether the provider bids alone, leads a consortium, or has subcontractors."""
    bid = locked_for_writing(bid, by=by, now=now)
    if bid.bids_as == how:
        return bid
    _check_allowed(bid, how)
    roles = set(Partner.own.filter(bid=bid, removed_at=None).values_list("role", flat=True))
    if roles - set(ROLES_IN[how]):
        raise Refused("Take out the organisations that this leaves no part for first.")
    bid.bids_as = how
    bid.save(update_fields=["bids_as"])
    record(PartnerEvent.BIDS_AS, target=bid, by=by, at=now, how=BIDS_AS_LABELS[how].lower())
    return bid


@transaction.atomic
def invite_partner(bid: Bid, share: Share, email: str, *, by: User, now: datetime) -> Partner:
    """Name a part of the bid and ask somebody at `email` to take it. They need no account to be asked."""
    bid = locked_for_writing(bid, by=by, now=now)
    _check_share(bid, share)
    if Partner.own.filter(bid=bid).count() >= MOST_PARTNERS:
        raise Refused(f"A bid can ask at most {MOST_PARTNERS} organisations.")
    if Partner.own.filter(bid=bid, removed_at=None, declined_at=None, provider=None, email__iexact=email).exists():
        raise Refused(f"{email} is invited already. You can change that part, or send the invitation again.")
    partner = Partner.own.create(
        bid=bid,
        role=share.role,
        share=share.share,
        percent=share.percent,
        email=email,
        code=_new_code(),
        invited_by=by,
        invited_at=now,
    )
    record(PartnerEvent.INVITED, target=bid, by=by, at=now, address=email, role=partner.role_text)
    notifications.tell_invited(partner, now=now)
    return partner


@transaction.atomic
def save_share(partner: Partner, share: Share, *, from_version: int, by: User, now: datetime) -> Partner:
    """Change what a partner is asked to do. Its sign-off lapses with it. Raises Stale for an older page."""
    bid, partner = _for_lead(partner, by=by, now=now)
    _check_share(bid, share)
    said = {"role": share.role, "share": share.share, "percent": share.percent}
    if all(getattr(partner, name) == value for name, value in said.items()):
        return partner
    if partner.version != from_version:
        raise Stale(partner)
    for name, value in said.items():
        setattr(partner, name, value)
    partner.version += 1
    partner.save(update_fields=[*said, "version"])
    record(PartnerEvent.CHANGED, target=bid, by=by, at=now, partner=partner)
    tell_of_lapses(bid, now=now)
    return partner


@transaction.atomic
def invite_again(partner: Partner, *, by: User, now: datetime) -> Partner:
    """Send a new invitation for a part that no organisation has taken yet. The one before it is dead."""
    bid, partner = _for_lead(partner, by=by, now=now)
    if partner.provider_id:
        raise Refused(f"{partner} has answered the invitation already.")
    if partner.times_invited >= MOST_INVITATIONS:
        raise Refused(f"{partner.email} was asked {MOST_INVITATIONS} times. Take this part out and ask somebody else.")
    partner.code, partner.invited_by, partner.invited_at = _new_code(), by, now
    partner.times_invited += 1
    partner.declined_by, partner.declined_at, partner.decline_reason = None, None, ""
    partner.save()
    record(PartnerEvent.INVITED_AGAIN, target=bid, by=by, at=now, address=partner.email)
    notifications.tell_invited(partner, now=now)
    return partner


@transaction.atomic
def remove_partner(partner: Partner, *, by: User, now: datetime) -> None:
    """Take a part out of the bid, or withdraw its invitation. What it was to deliver falls back to the lead."""
    bid, partner = _for_lead(partner, by=by, now=now)
    if Declaration.own.filter(bid=bid, partner=partner).exists():
        raise Refused(f"Your declarations say that {partner} meets a condition. Change them first.")
    for row in Commitment.own.filter(bid=bid, partner=partner):
        row.partner, row.version = None, row.version + 1
        row.save(update_fields=["partner", "version"])
    partner.removed_at = now
    partner.save(update_fields=["removed_at"])
    record(PartnerEvent.REMOVED, target=bid, by=by, at=now, partner=partner)
    if not partner.declined_at:
        notifications.tell_removed(partner, now=now)


@transaction.atomic
def choose_organisation(partner: Partner, code: str, provider: Provider, *, by: User, now: datetime) -> Partner:
    """Answer an invitation for one's organisation. `code` is the invitation's: only the newest one counts."""
    partner = _with_code(partner, code)
    permissions.check_can_choose(by, partner, provider, now)
    partner.provider, partner.chosen_by, partner.chosen_at = provider, by, now
    partner.save(update_fields=["provider", "chosen_by", "chosen_at"])
    record(PartnerEvent.CHOSEN, target=partner.bid, by=by, at=now, address=partner.email, partner=provider)
    notifications.tell_answered(partner, PartnerEvent.CHOSEN, f"{by} answered your invitation for {provider}.", now=now)
    return partner


@transaction.atomic
def refuse_invitation(partner: Partner, code: str, reason: str, *, by: User, now: datetime) -> Partner:
    """Decline an invitation before any organisation is chosen."""
    partner = _with_code(partner, code)
    permissions.check_still_asked(partner, now)
    if partner.provider_id:
        raise Refused("This invitation was answered already.")
    return _declined(partner, reason, by=by, now=now)


@transaction.atomic
def sign_share(partner: Partner, digest: str, *, by: User, now: datetime) -> Partner:
    """Sign off the partner's share, commitments and conditions. `digest` is of what was read: see `digest_of`.

    Signed already as it stands, nothing changes. Raises ShareChanged when the bid says something else now.
    """
    partner = _for_partner(partner, by=by, now=now)
    current = digest_of(_signed_now(partner))
    if digest != current:
        raise ShareChanged
    if partner.signed_digest == current:
        return partner
    partner.signed_by, partner.signed_at, partner.signed_digest = by, now, current
    partner.save(update_fields=["signed_by", "signed_at", "signed_digest"])
    record(PartnerEvent.SIGNED, target=partner.bid, by=by, at=now, partner=partner)
    notifications.tell_answered(partner, PartnerEvent.SIGNED, f"{by} signed off the share of {partner}.", now=now)
    return partner


@transaction.atomic
def withdraw_signature(partner: Partner, *, by: User, now: datetime) -> Partner:
    """Take a sign-off back. A version that was submitted with it stands until the lead changes or withdraws it."""
    partner = _for_partner(partner, by=by, now=now)
    if not partner.signed_digest:
        return partner
    partner.signed_by, partner.signed_at, partner.signed_digest = None, None, ""
    partner.save(update_fields=["signed_by", "signed_at", "signed_digest"])
    record(PartnerEvent.UNSIGNED, target=partner.bid, by=by, at=now, partner=partner)
    notifications.tell_answered(partner, PartnerEvent.UNSIGNED, f"{by} withdrew the sign-off of {partner}.", now=now)
    return partner


@transaction.atomic
def decline_share(partner: Partner, reason: str, *, by: User, now: datetime) -> Partner:
    """Decline for an organisation that was chosen. A sign-off goes with it."""
    partner = _for_partner(partner, by=by, now=now)
    partner.signed_by, partner.signed_at, partner.signed_digest = None, None, ""
    return _declined(partner, reason, by=by, now=now)


def _declined(partner: Partner, reason: str, *, by: User, now: datetime) -> Partner:
    check_storable(reason)
    if not reason.strip():
        raise Refused("Say why you decline.")
    partner.declined_by, partner.declined_at, partner.decline_reason = by, now, reason.strip()
    partner.save()
    record(PartnerEvent.DECLINED, target=partner.bid, by=by, at=now, partner=partner, reason=reason.strip())
    notifications.tell_answered(
        partner, PartnerEvent.DECLINED, f"{by} declined for {partner}: {reason.strip()}", now=now
    )
    return partner


def tell_of_lapses(bid: Bid, *, now: datetime) -> None:
    """Tell each partner whose sign-off no longer fits what the bid says, once for each sign-off. In the caller's
    transaction; no query for a bid alone."""
    if bid.bids_as == BidsAs.ALONE:
        return
    signed = Partner.own.filter(bid=bid, removed_at=None, declined_at=None, signed_at__isnull=False)
    for partner in signed.select_related("bid__provider", "bid__tender", "provider"):
        if state_of(partner, _signed_now(partner)) is PartnerState.LAPSED:
            notifications.tell_lapsed(partner, now=now)


def name_partners(submission: Submission, partners: tuple[Partner, ...], *, now: datetime) -> None:
    """Keep whom a submitted version names, and tell them. In the caller's transaction."""
    Partner.own.filter(pk__in=[partner.pk for partner in partners]).update(submitted_version=submission.version)
    notifications.tell_partners_submitted(submission, partners, now=now)


def partner_in(bid: Bid, partner_id: int | None) -> Partner | None:
    """The partner of the bid with this id; None for the bidder itself. Refused for any other id. No query for None."""
    if partner_id is None:
        return None
    partner = Partner.own.filter(bid=bid, pk=partner_id, removed_at=None).select_related("provider").first()
    if partner is None:
        raise Refused("That partner is not part of this bid any more. Choose who does it again.")
    return partner


def _signed_now(partner: Partner) -> Signed:
    """What the bid says of the partner now. Two queries."""
    return signed_of(partner, Commitment.own.filter(partner=partner), Declaration.own.filter(partner=partner))


def _for_lead(partner: Partner, *, by: User, now: datetime) -> tuple[Bid, Partner]:
    """The bid and the partner as they are, both locked, for somebody who may write the bid."""
    bid = locked_for_writing(partner.bid, by=by, now=now)
    partner = _locked(partner)
    partner.bid = bid
    if partner.removed_at:
        raise Refused(f"{partner} is not part of this bid any more.")
    return bid, partner


def _for_partner(partner: Partner, *, by: User, now: datetime) -> Partner:
    """The partner as it is, locked with its bid, for somebody who may answer for it."""
    Bid.own.select_for_update(of=("self",)).get(pk=partner.bid_id)
    partner = _locked(partner)
    permissions.check_can_answer(by, partner, now)
    return partner


def _with_code(partner: Partner, code: str) -> Partner:
    """The partner as it is, locked, while the invitation is its newest."""
    Bid.own.select_for_update(of=("self",)).get(pk=partner.bid_id)
    partner = _locked(partner)
    if not secrets.compare_digest(partner.code, code):
        raise Refused("This invitation was replaced by a newer one. Open the newest message.")
    return partner


def _locked(partner: Partner) -> Partner:
    rows = Partner.own.select_for_update(of=("self",))
    return rows.select_related("bid__tender", "bid__provider", "provider", "invited_by").get(pk=partner.pk)


def _check_share(bid: Bid, share: Share) -> None:
    """Refuse a share that the bid has no room for."""
    check_storable(share.share)
    _check_allowed(bid, BidsAs(bid.bids_as))
    if share.role not in ROLES_IN[BidsAs(bid.bids_as)]:
        raise Refused("Say first that you bid as a consortium, or with subcontractors.")
    if not share.share.strip():
        raise Refused("Say what they will do.")
    if not 0 <= share.percent <= 100:
        raise Refused("Enter a part of the price from 0 to 100 per cent.")


def _check_allowed(bid: Bid, how: BidsAs) -> None:
    if how != BidsAs.ALONE and not asked_by(bid.tender.document).partners_allowed:
        raise Refused("This tender does not allow partners.")


def _new_code() -> str:
    """An invitation's code: 192 random bits."""
    return secrets.token_urlsafe(24)
