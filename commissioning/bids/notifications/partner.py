"""What partners and their leads are told. An invitation says who leads, the tender and the role, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.signing import Signer
from django.db.models import Q
from django.urls import reverse

from commissioning.bids.lifecycle import PartnerEvent
from commissioning.bids.models import Bid, Partner, Submission
from providers.models import Role
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post, post_all
from socialvalue.text import datetime_text

INVITATION = Signer(salt="partner invitation")
"""Signs the code in an invitation's address, so that a guessed one is thrown away unread."""


@dataclass(frozen=True)
class Invited:
    """Somebody who is known by an address alone: the outbox tells people apart by `pk`."""

    email: str

    @property
    def pk(self) -> str:
        """The address itself."""
        return self.email


def invitation_address(partner: Partner) -> str:
    """The path of the newest invitation."""
    return reverse("bid_invitation", args=[INVITATION.sign(partner.code)])


def tell_invited(partner: Partner, *, now: datetime) -> None:
    """Send the invitation."""
    bid = partner.bid
    post(
        to=Invited(partner.email),
        subject=f"{_short(bid.provider.name, 60)} asks you to bid together",
        body=f"{bid.provider} is writing a bid and asks your organisation to take part.\n\n"
        f"Tender: {bid.tender.title}\n"
        f"Your role: {partner.role_text}\n\n"
        f"Open this link to see what is asked of you, and to say yes or no:\n"
        f"{settings.SITE_ADDRESS}{invitation_address(partner)}\n\n"
        f"It works until {bid.closing_text(now)}. Somebody who is owner or signatory of your organisation must answer: "
        f"you can pass this message on to them. If you know nothing of this, you need do nothing.",
        about=f"partner {partner.pk} invited, time {partner.times_invited}",
        now=now,
    )


def tell_removed(partner: Partner, *, now: datetime) -> None:
    """Tell whoever was asked that the part is no longer in the bid."""
    bid = partner.bid
    people = _people_of(partner) if partner.provider else [Invited(partner.email)]
    post_all(
        people,
        subject=f"You are not asked to bid together any more: {_short(bid.tender.title, 80)}",
        body=f"{bid.provider} has taken your part out of its bid for {bid.tender.title}. You need do nothing.",
        about=f"partner {partner.pk} removed",
        now=now,
    )


def tell_lapsed(partner: Partner, *, now: datetime) -> None:
    """Tell a partner that what it signed has been changed. Once for each sign-off."""
    bid = partner.bid
    post_all(
        _people_of(partner),
        subject=f"Your part in a bid has changed: {_short(bid.tender.title, 100)}",
        body=f"{bid.provider} has changed what {partner.provider} signed off in its bid for {bid.tender.title}. "
        f"Your sign-off does not count for the changed part. Read it and sign it off again before "
        f"{bid.closing_text(now)}, or decline.\n\n{_page_of(partner)}",
        about=f"partner {partner.pk} sign-off of {partner.signed_at.isoformat()} lapsed",
        now=now,
    )


def tell_answered(partner: Partner, event: PartnerEvent, what: str, *, now: datetime) -> None:
    """Tell the person who invited the partner, if still a member, and the lead's owners, what it has done: a sentence."""
    bid = partner.bid
    whom = Q(memberships__role=Role.OWNER) | Q(pk=partner.invited_by_id)
    post_all(
        User.objects.filter(whom, memberships__provider=bid.provider_id).distinct(),
        subject=f"A partner in your bid: {_short(bid.tender.title, 100)}",
        body=f"{what}\n\nTender: {bid.tender.title}\n\n{settings.SITE_ADDRESS}{reverse('bid_partners', args=[bid.pk])}",
        about=f"partner {partner.pk} {event.code} at {now.isoformat()}",
        now=now,
    )


def tell_partners_submitted(submission: Submission, partners: tuple[Partner, ...], *, now: datetime) -> None:
    """Tell every partner that the bid was submitted: the receipt and the time, not what it says."""
    bid = submission.bid
    for partner in partners:
        post_all(
            _people_of(partner),
            subject=f"The bid you have a part in was submitted: {_short(bid.tender.title, 80)}",
            body=f"{bid.provider} submitted the bid that {partner.provider} has a part in.\n\n"
            f"Tender: {bid.tender.title}\n"
            f"Receipt: {submission.reference}\n"
            f"Received: {datetime_text(submission.submitted_at)}\n\n{_page_of(partner)}",
            about=f"partner {partner.pk} told of version {submission.version}",
            now=now,
        )


def tell_partners_withdrawn(bid: Bid, partners: tuple[Partner, ...], *, now: datetime) -> None:
    """Tell every partner that has chosen an organisation that the bid was withdrawn."""
    for partner in partners:
        if partner.provider:
            post_all(
                _people_of(partner),
                subject=f"The bid you have a part in was withdrawn: {_short(bid.tender.title, 80)}",
                body=f"{bid.provider} withdrew the bid that {partner.provider} has a part in. It will not be opened "
                f"unless it is submitted again.\n\nTender: {bid.tender.title}\n\n{_page_of(partner)}",
                about=f"partner {partner.pk} told of withdrawal at {now.isoformat()}",
                now=now,
            )


def _people_of(partner: Partner) -> list[User]:
    """The owners and signatories of a partner's organisation, each once."""
    roles = [Role.OWNER, Role.SIGNATORY]
    people = User.objects.filter(memberships__provider=partner.provider_id, memberships__role__in=roles)
    return list(people.distinct().order_by("pk"))


def _page_of(partner: Partner) -> str:
    return f"{settings.SITE_ADDRESS}{reverse('bid_share', args=[partner.pk])}"


def _short(words: str, most: int) -> str:
    """Return words that fit a subject line."""
    return words if len(words) <= most else f"{words[: most - 3]}..."
