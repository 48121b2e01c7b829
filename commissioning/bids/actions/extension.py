"""More time for one bidder: a provider asks, one officer proposes or refuses, another approves or refuses.

Every action holds the tender's row, as the opening does: no time is given while the bids are being opened.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from commissioning.bids import notifications, permissions
from commissioning.bids.lifecycle import ExtensionEvent, ExtensionStatus
from commissioning.bids.models import Bid, Extension
from commissioning.tenders.actions.draft import locked
from commissioning.tenders.models import Tender
from providers.models import Provider
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import datetime_text


@transaction.atomic
def ask_for_time(bid: Bid, reason: str, *, by: User, now: datetime) -> Extension:
    """Ask for more time for a provider, with its reason. From then on the authority's officers know that it asked."""
    locked(bid.tender)
    bid = Bid.own.select_related("tender", "provider").get(pk=bid.pk)
    permissions.check_can_ask_for_time(by, bid, now)
    extension = Extension.objects.create(
        tender=bid.tender,
        provider=bid.provider,
        reason=_said(reason, "Say why you need more time."),
        asked_by=by,
        asked_at=now,
    )
    record(ExtensionEvent.ASKED, target=extension, by=by, at=now, provider=extension.provider, reason=extension.reason)
    notifications.tell_extension_asked(extension, now=now)
    return extension


@transaction.atomic
def ask_for_caller(tender: Tender, named: str, reason: str, *, by: User, now: datetime) -> Extension:
    """Begin a request for a provider who named itself to the officer, by a number or the e-mail address of a member.

    Whether it has begun a bid makes no difference, so nothing can be learned of that.
    """
    tender = locked(tender)
    permissions.check_can_ask_for_caller(by, tender, now)
    provider = _provider_named(named)
    permissions.check_none_waits(tender, provider)
    extension = Extension.objects.create(
        tender=tender,
        provider=provider,
        reason=_said(reason, "Say what the provider told you."),
        is_for_caller=True,
        asked_by=by,
        asked_at=now,
    )
    record(ExtensionEvent.BEGUN_FOR_CALLER, target=extension, by=by, at=now, provider=provider, reason=extension.reason)
    notifications.tell_extension_begun(extension, now=now)
    notifications.tell_extension_asked(extension, now=now)
    return extension


@transaction.atomic
def propose_time(extension: Extension, until: datetime, reason: str, *, by: User, now: datetime) -> Extension:
    """Propose until when the provider may send its bid, with a reason. It counts once another officer approves it."""
    extension = _current(extension)
    permissions.check_can_decide(by, extension, ExtensionStatus.PROPOSED, now)
    permissions.check_until(extension.tender, until, now)
    extension.until, extension.proposal_reason = until, _said(reason, "Say why this time is right.")
    extension.status, extension.proposed_by, extension.proposed_at = ExtensionStatus.PROPOSED, by, now
    extension.save()
    _record(ExtensionEvent.PROPOSED, extension, by, now, reason=extension.proposal_reason)
    notifications.tell_extension_proposed(extension, now=now)
    return extension


@transaction.atomic
def approve_time(extension: Extension, *, by: User, now: datetime) -> Extension:
    """Give the provider the time that another officer proposed. Its people are told, and nobody else outside."""
    extension = _current(extension)
    permissions.check_can_decide(by, extension, ExtensionStatus.APPROVED, now)
    extension.status, extension.decided_by, extension.decided_at = ExtensionStatus.APPROVED, by, now
    extension.save()
    _record(ExtensionEvent.APPROVED, extension, by, now)
    notifications.tell_extension_decided(extension, now=now)
    return extension


@transaction.atomic
def refuse_time(extension: Extension, reason: str, *, by: User, now: datetime) -> Extension:
    """Give the provider no more time, with a reason that its people read."""
    extension = _current(extension)
    permissions.check_can_decide(by, extension, ExtensionStatus.REFUSED, now)
    extension.refusal_reason = _said(reason, "Say why there is no more time.")
    extension.status, extension.decided_by, extension.decided_at = ExtensionStatus.REFUSED, by, now
    extension.save()
    _record(ExtensionEvent.REFUSED, extension, by, now, reason=extension.refusal_reason)
    notifications.tell_extension_decided(extension, now=now)
    return extension


def _current(extension: Extension) -> Extension:
    """The request as it is now, its tender's row locked."""
    tender = locked(extension.tender)
    found = Extension.objects.select_related("provider", "asked_by").get(pk=extension.pk)
    found.tender = tender
    return found


def _provider_named(named: str) -> Provider:
    """The one provider that has this charity or company number, or a member with this e-mail address."""
    number = "".join(named.split()).upper()
    if not number or "\0" in number:
        raise Refused("Enter the number or the e-mail address that the provider gave you.")
    same = Q(charity_number=number) | Q(company_number=number) | Q(members__user__email__iexact=named.strip())
    found = list(Provider.objects.filter(same).distinct()[:2])
    if not found:
        raise Refused("No organisation is registered here with that. Ask the provider what it registered with.")
    if len(found) > 1:
        raise Refused("Several organisations are registered with that. Ask the provider for another number or address.")
    return found[0]


def _record(event: ExtensionEvent, extension: Extension, by: User, now: datetime, **facts: object) -> None:
    until = datetime_text(extension.until) if extension.until else ""
    record(event, target=extension, by=by, at=now, provider=extension.provider, until=until, **facts)


def _said(typed: str, if_blank: str) -> str:
    """Return a text without spaces around it; refuse a blank one, and one that can't be stored."""
    if not typed.strip() or "\0" in typed:
        raise Refused(if_blank)
    return typed.strip()
