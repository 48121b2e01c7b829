"""What is told of more time for one bidder: to the officers what the bidder told them, to the bidder what was decided."""

from datetime import datetime

from commissioning.bids.lifecycle import ExtensionStatus
from commissioning.bids.models import Extension
from commissioning.bids.permissions import WRITERS, belongs_to_bidder
from commissioning.tenders.notifications.clarification import address, officers_of, short
from providers.models import Member
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post
from socialvalue.text import datetime_text


def tell_extension_asked(extension: Extension, *, now: datetime) -> None:
    """Tell the procurement officers that a provider asks for more time."""
    _tell_officers(
        extension,
        [extension.asked_by_id],
        subject="A bidder asks for more time",
        body=f"{extension.provider} asks for more time to bid for {extension.tender.title}.\n\n"
        f"The reason: {extension.reason}\n\nPropose a time or refuse it, with a reason. Nobody else may learn of it.",
        about="asked",
        now=now,
    )


def tell_extension_proposed(extension: Extension, *, now: datetime) -> None:
    """Tell the officers who may approve it that a time is proposed."""
    _tell_officers(
        extension,
        [extension.asked_by_id, extension.proposed_by_id],
        subject="Please approve more time for a bidder",
        body=f"{extension.proposed_by.name} proposes that {extension.provider} may send its bid for "
        f"{extension.tender.title} until {datetime_text(extension.until)}.\n\n"
        f"The reason: {extension.proposal_reason}\n\nApprove it or refuse it. Nobody else may learn of it.",
        about="proposed",
        now=now,
    )


def tell_extension_begun(extension: Extension, *, now: datetime) -> None:
    """Tell the provider that an officer began a request for it."""
    tender = extension.tender
    _tell_provider(
        extension,
        subject="A request for more time was made for you",
        body=f"{extension.asked_by.name} of {tender.authority} has begun a request for more time for "
        f"{extension.provider}, to bid for {tender.title}.\n\nThe reason they noted: {extension.reason}\n\n"
        "If nobody of your organisation asked for this, tell the authority. You get an e-mail when it is decided.",
        about="begun",
        now=now,
    )


def tell_extension_decided(extension: Extension, *, now: datetime) -> None:
    """Tell the provider what was decided."""
    tender, is_given = extension.tender, extension.status == ExtensionStatus.APPROVED
    news = (
        f"{extension.provider} has more time. Your bid must arrive before {datetime_text(extension.until)}.\n\n"
        "This is your time alone. For all others the closing stays as it is published."
        if is_given
        else f"{extension.provider} has no more time. The reason: {extension.refusal_reason}\n\n"
        f"Bids must arrive before {tender.closing_text(now)}."
    )
    _tell_provider(
        extension,
        subject="You have more time" if is_given else "No more time",
        body=f"You asked for more time to bid for {tender.title}.\n\n{news}",
        about="decided",
        now=now,
    )


def _tell_officers(
    extension: Extension, but_not: list[int], *, subject: str, body: str, about: str, now: datetime
) -> None:
    """Tell the tender's procurement officers, but for some and for those who belong to a bidder."""
    tender = extension.tender
    where = address("extension", tender.pk, extension.pk)
    for officer in officers_of(tender):
        if officer.pk not in but_not and not belongs_to_bidder(officer, tender):
            _post(extension, officer, subject, f"{body}\n\n{where}", about, now)


def _tell_provider(extension: Extension, *, subject: str, body: str, about: str, now: datetime) -> None:
    """Tell the provider's owners, writers and signatories."""
    members = Member.objects.filter(provider=extension.provider_id, role__in=WRITERS)
    where = address("bid_start", extension.tender_id)
    for person in User.objects.filter(pk__in=members.values("user")).order_by("pk"):
        _post(extension, person, subject, f"{body}\n\n{where}", about, now)


def _post(extension: Extension, to: User, subject: str, body: str, about: str, now: datetime) -> None:
    post(
        to=to,
        subject=f"{subject}: {short(extension.tender.title)}",
        body=body,
        about=f"extension {extension.pk} {about}",
        now=now,
    )
