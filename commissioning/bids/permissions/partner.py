"""Who may name, invite and take out partners of a bid, and who may answer for one.

The lead's side is whoever may write the bid: `check_can_write`. The partner's side is an owner or signatory of its
organisation, or, before an organisation is chosen, whoever holds the newest invitation.
"""

from dataclasses import dataclass
from datetime import datetime

from commissioning.bids.lifecycle import PartnerState
from commissioning.bids.models import Bid, Partner
from commissioning.bids.permissions.bid import check_takes_bids
from providers.models import Provider, Role
from providers.permissions import check_any, roles_at
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused

ANSWERERS = (Role.OWNER, Role.SIGNATORY)


def check_still_asked(partner: Partner, now: datetime) -> None:
    """Refuse when the partner was taken out, has declined, or the bid can't be changed any more."""
    check_takes_bids(partner.bid.tender, now, partner.bid.provider)
    if partner.removed_at:
        raise Refused(f"{partner.bid.provider} has taken this part out of its bid.")
    if partner.declined_at:
        raise Refused("This part was declined. Ask the lead to invite you again if you want to take part after all.")


def check_can_choose(user: User, partner: Partner, provider: Provider, now: datetime) -> None:
    """Refuse unless `user` is an owner or signatory of `provider`, which is neither the lead nor chosen already."""
    check_still_asked(partner, now)
    check_any(roles_at(user, provider), provider, *ANSWERERS)
    if partner.provider_id:
        raise Refused("This invitation was answered already.")
    if provider.pk == partner.bid.provider_id:
        raise Refused(f"{provider} leads this bid, so it can't be its own partner. Choose another organisation.")
    if Partner.own.filter(bid=partner.bid, provider=provider, removed_at=None).exists():
        raise Refused(f"{provider} has a part in this bid already.")


def check_can_answer(user: User, partner: Partner, now: datetime) -> None:
    """Sign off, withdraw the sign-off or decline: an owner or signatory of the partner, while the bid can change."""
    check_any(roles_at(user, partner.provider), partner.provider, *ANSWERERS)
    check_still_asked(partner, now)


def other_parts(provider: Provider, bid: Bid) -> list[str]:
    """How else an organisation takes part in the tender of a bid, for its own people alone. Two queries.

    The Act leaves it to the tender whether that is allowed: many forbid it.
    """
    others = Bid.own.filter(tender=bid.tender_id).exclude(pk=bid.pk)
    parts = Partner.own.filter(provider=provider, removed_at=None, declined_at=None, bid__in=others)
    found = [f"{provider} has a bid of its own for this tender."] if others.filter(provider=provider).exists() else []
    leads = parts.order_by("bid__provider__name").values_list("bid__provider__name", flat=True)
    return [*found, *(f"{provider} also has a part in the bid of {lead} for this tender." for lead in leads)]


@dataclass(frozen=True)
class MayAnswer:
    """What one person may do with their organisation's part just now."""

    sign: bool
    unsign: bool
    decline: bool


def may_answer(held: frozenset[Role], partner: Partner, state: PartnerState, is_open: bool) -> MayAnswer:
    """The buttons of a partner's page, for a person who holds `held` at the partner."""
    asked = is_open and bool(held.intersection(ANSWERERS))
    return MayAnswer(
        sign=asked and state in (PartnerState.CHOSEN, PartnerState.LAPSED),
        unsign=asked and state is PartnerState.SIGNED,
        decline=asked and state in (PartnerState.CHOSEN, PartnerState.LAPSED, PartnerState.SIGNED),
    )
