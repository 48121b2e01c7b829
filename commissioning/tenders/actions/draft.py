"""Starting, importing and saving drafts."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from commissioning.authorities.models import Authority
from commissioning.tenders import permissions, tenderfile
from commissioning.tenders.lifecycle import TenderEvent
from commissioning.tenders.models import Origin, Tender
from commissioning.tenders.tenderfile import Procedure, TenderFile, Value
from glossary.words import ServiceCategory
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


class Stale(Refused):
    """The draft was changed by someone else, or in another tab, since the page was opened. `tender` is as it is now."""

    def __init__(self, tender: Tender) -> None:
        super().__init__("Somebody has changed this draft since you opened the page. Nothing of yours was saved yet.")
        self.tender = tender


@transaction.atomic
def start_draft(
    authority: Authority,
    *,
    title: str,
    value: Decimal,
    procedure: Procedure,
    service: ServiceCategory | None = None,
    by: User,
    now: datetime,
) -> Tender:
    """Start an empty draft. `value` in pounds over the whole first term. Refuses what a tender file can't say."""
    permissions.check_can_draft(by, authority)
    document = TenderFile(
        format=tenderfile.FORMAT,
        title=title,
        service=service,
        procedure=procedure,
        value=Value(amount=value, currency="GBP"),
        criteria=(),
    )
    tender = new_tender(checked(document), authority=authority, by=by, now=now)
    record(TenderEvent.STARTED, target=tender, by=by, at=now)
    return tender


@transaction.atomic
def import_tender(text: bytes | str, *, authority: Authority, by: User, now: datetime) -> Tender:
    """Make a draft of a tender file. Raises TenderFileFaults with every fault when it is none; Refused as always."""
    permissions.check_can_draft(by, authority)
    tender = new_tender(tenderfile.read(text), authority=authority, by=by, now=now)
    record(TenderEvent.IMPORTED, target=tender, by=by, at=now)
    return tender


@transaction.atomic
def save_draft(
    tender: Tender, document: TenderFile, *, section: str, from_version: int, by: User, now: datetime
) -> Tender:
    """Replace the draft's document; whoever changes it becomes one of its drafters.

    `section` is what people call the part that changed. `from_version` is the version that the page was made from:
    another one now raises Stale, and nothing changes. Saving what is there already changes nothing and is no fault.
    """
    tender = locked(tender)
    permissions.check_can_edit(by, tender)
    document = checked(document)
    text = written(document)
    if text == tender.document:
        return tender
    if tender.version != from_version:
        raise Stale(tender)
    _check_reference(document, tender.authority, apart_from=tender)
    _check_locked(tender, document)
    set_document(tender, document, text)
    tender.version += 1
    tender.save()
    tender.drafters.add(by)
    record(TenderEvent.EDITED, target=tender, by=by, at=now, section=section)
    return tender


def locked(tender: Tender) -> Tender:
    """Return the tender as it is now, its row locked until the transaction ends."""
    return Tender.objects.select_for_update(of=("self",)).select_related("authority").get(pk=tender.pk)


def checked(document: TenderFile) -> TenderFile:
    """Return the document as it will be read back; refuse one that no tender file could say."""
    try:
        return tenderfile.read(tenderfile.write(document))
    except tenderfile.TenderFileFaults as faults:
        raise Refused(*map(str, faults.faults)) from faults


def written(document: TenderFile) -> str:
    """Return the document in its canonical form."""
    return tenderfile.write(document).decode()


def new_tender(document: TenderFile, *, authority: Authority, by: User, now: datetime) -> Tender:
    """Store a new draft, its first drafter the person who made it."""
    _check_reference(document, authority)
    tender = Tender(authority=authority, created_by=by, created_at=now)
    set_document(tender, document, written(document))
    tender.save()
    tender.drafters.add(by)
    return tender


def set_document(tender: Tender, document: TenderFile, text: str) -> None:
    """Put a document into a tender, with the columns that lists and searches need."""
    tender.document, tender.file = text, document
    tender.reference = document.reference or ""
    tender.title = document.title
    tender.summary = document.summary or ""
    tender.service = document.service or ""
    tender.areas = list(document.area or ())
    tender.value = document.value.amount
    tender.partners_allowed = document.partners_allowed
    tender.closes_at = document.timetable.closes_at if document.timetable else None


def _check_locked(tender: Tender, document: TenderFile) -> None:
    """Refuse a change to a group of questions that came from an earlier tender to be used as it is."""
    origin = Origin.objects.filter(tender=tender).first()
    for id in tenderfile.broken_locks(document, origin.locked) if origin else []:
        name = next((group.name for _, group in tenderfile.each_criterion(tender.file) if group.id == id), None) or id
        raise Refused(
            f"“{name}” came from the earlier tender to be used as it is, so it can’t be changed here. "
            "Its weight can. If it must change, unlock it first, with a reason."
        )


def _check_reference(document: TenderFile, authority: Authority, apart_from: Tender | None = None) -> None:
    """Refuse a reference that another tender of the authority has."""
    if not document.reference:
        return
    others = Tender.objects.filter(authority=authority, reference=document.reference)
    if apart_from:
        others = others.exclude(pk=apart_from.pk)
    if others.exists():
        raise Refused(f"Another tender of {authority} has the reference {document.reference}. Choose another one.")
