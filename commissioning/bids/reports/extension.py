"""Requests for more time, as the officers of the authority and the provider itself read them."""

from dataclasses import dataclass

from django.urls import reverse

from commissioning.bids.lifecycle import EXTENSION_COLOURS, EXTENSION_LABELS, ExtensionStatus
from commissioning.bids.models import Bid, Extension
from commissioning.tenders.models import Tender
from socialvalue.text import datetime_text


@dataclass(frozen=True)
class ExtensionView:
    """One request, ready to be drawn: `facts` are (label, value), texts of people among them."""

    provider: str
    address: str
    status: str
    colour: str
    facts: tuple[tuple[str, str], ...]


def extensions(tender: Tender) -> list[ExtensionView]:
    """Who asked for more time, in the order in which they asked: nobody else is ever among them. One query."""
    rows = Extension.objects.filter(tender=tender)
    rows = rows.select_related("provider", "asked_by", "proposed_by", "decided_by")
    return [extension_view(row) for row in rows]


def extension_view(row: Extension) -> ExtensionView:
    """One request as an officer reads it."""
    began = f"{row.asked_by.name}, at {datetime_text(row.asked_at)}"
    facts = [("Asked by", f"{began}, for the provider, who named itself" if row.is_for_caller else began)]
    facts.append(("The provider’s reason", row.reason))
    if row.until:
        facts.append(("Time proposed", datetime_text(row.until)))
        facts.append(("Proposed by", f"{row.proposed_by.name}, at {datetime_text(row.proposed_at)}"))
        facts.append(("Why", row.proposal_reason))
    if row.decided_at:
        word = "Approved by" if row.status == ExtensionStatus.APPROVED else "Refused by"
        facts.append((word, f"{row.decided_by.name}, at {datetime_text(row.decided_at)}"))
    if row.refusal_reason:
        facts.append(("Why it was refused", row.refusal_reason))
    status = ExtensionStatus(row.status)
    return ExtensionView(
        provider=row.provider.name,
        address=reverse("extension", args=[row.tender_id, row.pk]),
        status=EXTENSION_LABELS[status],
        colour=EXTENSION_COLOURS[status],
        facts=tuple(facts),
    )


def own_extensions(bid: Bid) -> list[str]:
    """What became of the provider's own requests, a sentence each, oldest first. One query."""
    rows = Extension.objects.filter(tender=bid.tender_id, provider=bid.provider_id).select_related("asked_by")
    return [_own(row) for row in rows]


def _own(row: Extension) -> str:
    asked = f"{row.asked_by.name} asked for more time at {datetime_text(row.asked_at)}."
    if row.status == ExtensionStatus.APPROVED:
        return f"{asked} Two officers gave your organisation time until {datetime_text(row.until)}."
    if row.status == ExtensionStatus.REFUSED:
        return f"{asked} It was refused: {row.refusal_reason}"
    return f"{asked} It waits for an answer. Until then the closing stays as it is."
