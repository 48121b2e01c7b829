"""Reaching the states of a partner by playing the real actions. All of these need the database."""

from datetime import datetime
from decimal import Decimal

from commissioning.bids import actions
from commissioning.bids.lifecycle import BidsAs, PartnerRole
from commissioning.bids.models import Bid, Commitment, Declaration, Partner
from commissioning.bids.readiness import digest_of
from commissioning.bids.reports import signed_of
from providers.models import Provider, Role
from socialvalue.accounts.models import User
from tests.play_bids import person_with

SHARE = "Runs the repair workshop in Ware on four days a week."


def consortium(bid: Bid, *, now: datetime, how: BidsAs = BidsAs.CONSORTIUM, by: User | None = None) -> Bid:
    """A bid that says it is made with others; nobody is named yet."""
    return actions.save_bids_as(bid, how, by=by or person_with(bid.provider, Role.WRITER), now=now)


def invited_partner(
    bid: Bid,
    *,
    now: datetime,
    email: str = "partner@example.org",
    role: PartnerRole = PartnerRole.PARTNER,
    share: str = SHARE,
    percent: int = 30,
    by: User | None = None,
) -> Partner:
    """A part of the bid that somebody is asked to take. The bid becomes a consortium if it was made alone."""
    by = by or person_with(bid.provider, Role.WRITER)
    if Bid.own.get(pk=bid.pk).bids_as == BidsAs.ALONE:
        consortium(bid, now=now, by=by)
    return actions.invite_partner(bid, actions.Share(role, share, Decimal(percent)), email, by=by, now=now)


def chosen_partner(bid: Bid, provider: Provider, *, now: datetime, by: User | None = None, **asked: object) -> Partner:
    """A part whose invitation was answered for `provider`, by its owner unless `by` says otherwise."""
    partner = invited_partner(bid, now=now, **asked)
    by = by or person_with(provider, Role.OWNER)
    return actions.choose_organisation(partner, partner.code, provider, by=by, now=now)


def signed_partner(bid: Bid, provider: Provider, *, now: datetime, by: User | None = None, **asked: object) -> Partner:
    """A part that `provider` signed off as the bid stands."""
    partner = chosen_partner(bid, provider, now=now, by=by, **asked)
    return sign(partner, now=now, by=by)


def sign(partner: Partner, *, now: datetime, by: User | None = None) -> Partner:
    """Sign off a chosen part as the bid stands."""
    by = by or person_with(partner.provider, Role.OWNER)
    return actions.sign_share(partner, digest_now(partner), by=by, now=now)


def digest_now(partner: Partner) -> str:
    """The digest of what the partner's page shows just now."""
    partner = Partner.own.get(pk=partner.pk)
    commitments, declarations = Commitment.own.filter(partner=partner), Declaration.own.filter(partner=partner)
    return digest_of(signed_of(partner, commitments, declarations))
