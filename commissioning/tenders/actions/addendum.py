"""Changing a published tender: prepared on a copy, approved by somebody else, told to everyone who follows it."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from commissioning.tenders import notifications, permissions, tenderfile
from commissioning.tenders.actions.closing import newest_pack, publish_addendum, with_closing
from commissioning.tenders.actions.draft import checked, locked, written
from commissioning.tenders.actions.publication import check_ready
from commissioning.tenders.lifecycle import AddendumEvent, AddendumStatus
from commissioning.tenders.models import Addendum, Tender
from commissioning.tenders.tenderfile import TenderFile
from commissioning.tenders.timetable.holding import closing_after_answer
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import datetime_text


class StaleAddendum(Refused):
    """The change was edited by someone else, or in another tab, since the page was opened. `addendum` is as it is now."""

    def __init__(self, addendum: Addendum) -> None:
        super().__init__("Somebody has edited this change since you opened the page. Nothing of yours was saved yet.")
        self.addendum = addendum


@transaction.atomic
def start_addendum(tender: Tender, *, by: User, now: datetime) -> Addendum:
    """Begin a change on a copy of the tender. If one is being prepared already, that one is returned."""
    tender = locked(tender)
    permissions.check_can_change(by, tender, now)
    begun = tender.addenda.unfinished().first()
    if begun is not None:
        return begun
    addendum = Addendum.objects.create(
        tender=tender, document=tender.document, before=newest_pack(tender), started_by=by, started_at=now
    )
    record(AddendumEvent.STARTED, target=tender, by=by, at=now)
    return addendum


@transaction.atomic
def save_addendum(
    addendum: Addendum, document: TenderFile, *, section: str, from_version: int, by: User, now: datetime
) -> Addendum:
    """Replace the changed document; whoever edits it becomes one of its drafters. Raises StaleAddendum as for drafts.

    A new question or condition never gets the id of one that was published before: bids may have answered that one.
    """
    addendum = _locked(addendum)
    permissions.check_can_edit_addendum(by, addendum, now)
    text = written(checked(document))
    if text == addendum.document:
        return addendum
    if addendum.version != from_version:
        raise StaleAddendum(addendum)
    _check_reference_kept(addendum.tender, document)
    _set_document(addendum, written(checked(_with_unspent_ids(addendum, document))))
    addendum.save()
    addendum.drafters.add(by)
    record(AddendumEvent.EDITED, target=addendum.tender, by=by, at=now, section=section)
    return addendum


@transaction.atomic
def send_addendum(
    addendum: Addendum,
    *,
    is_material: bool,
    reason: str,
    closes_at: datetime,
    closing_reason: str,
    reasons: dict[str, str] | None = None,
    by: User,
    now: datetime,
) -> Addendum:
    """Hand the change to another person, saying whether it is material and why, and when the tender is to close.

    Procurement Act 2023, s.31: after a change the deadline is considered again, so the reason is asked for whether the
    closing moves or stays. `reasons` answer warnings of the checker, by finding id.
    """
    addendum = _locked(addendum)
    permissions.check_can_edit_addendum(by, addendum, now)
    if closes_at < addendum.tender.closes_at:
        raise Refused(f"The closing can't be brought forward. It stands at {datetime_text(addendum.tender.closes_at)}.")
    document = with_closing(addendum.file, closes_at)
    if reasons:
        document = replace(document, reasons={**(document.reasons or {}), **reasons})
    _set_document(addendum, written(checked(document)))
    if addendum.document == addendum.before.document:
        raise Refused("Nothing has changed yet.")
    addendum.is_material = is_material
    addendum.reason = _said(reason, "Say why the tender changes.")
    addendum.closing_reason = _said(closing_reason, "Say why the closing moves, or why it stays.")
    _check_ready(addendum)
    addendum.status, addendum.sent_by, addendum.sent_at = AddendumStatus.IN_REVIEW, by, now
    addendum.sent_back_reason = ""
    addendum.save()
    addendum.drafters.add(by)
    record(AddendumEvent.SENT_FOR_APPROVAL, target=addendum.tender, by=by, at=now, reason=addendum.reason)
    notifications.tell_addendum_sent(addendum, by=by, now=now)
    return addendum


@transaction.atomic
def send_addendum_back(addendum: Addendum, reason: str, *, by: User, now: datetime) -> Addendum:
    """Hand the change back to its drafters with a reason."""
    addendum = _locked(addendum)
    permissions.check_can_approve_addendum(by, addendum, now)
    addendum.status, addendum.sent_back_reason = AddendumStatus.DRAFT, _said(reason, "Say what must change.")
    addendum.save()
    record(AddendumEvent.SENT_BACK, target=addendum.tender, by=by, at=now, reason=addendum.sent_back_reason)
    notifications.tell_addendum_sent_back(addendum, by=by, now=now)
    return addendum


@transaction.atomic
def approve_addendum(addendum: Addendum, *, from_version: int, by: User, now: datetime) -> Addendum:
    """Publish the change as the next version of the tender, and tell everyone who follows it in the same words.

    `from_version` is the version that the approver read. Bidders get two working days at least, as after an answer: where
    approval took so long that they would not, the closing moves.
    """
    addendum = _locked(addendum)
    permissions.check_can_approve_addendum(by, addendum, now)
    if addendum.version != from_version:
        raise StaleAddendum(addendum)
    tender = addendum.tender
    closes_at = closing_after_answer(max(addendum.file.timetable.closes_at, tender.closes_at), now)
    _set_document(addendum, written(with_closing(addendum.file, closes_at)))
    _check_ready(addendum)
    moved_from = tender.closes_at if closes_at != tender.closes_at else None
    publish_addendum(tender, addendum, by=by, now=now)
    notifications.tell_addendum_published(addendum, now=now, moved_from=moved_from)
    return addendum


@transaction.atomic
def drop_addendum(addendum: Addendum, *, by: User, now: datetime) -> Addendum:
    """Give up a change that is not published. The tender stays as it is."""
    addendum = _locked(addendum)
    permissions.check_can_drop_addendum(by, addendum, now)
    addendum.status = AddendumStatus.DROPPED
    addendum.save()
    record(AddendumEvent.DROPPED, target=addendum.tender, by=by, at=now)
    return addendum


def _locked(addendum: Addendum) -> Addendum:
    """Return the change as it is now, its tender's row locked: no bid comes in while the tender changes."""
    tender = locked(addendum.tender)
    found = Addendum.objects.select_related("before").get(pk=addendum.pk)
    found.tender = tender
    return found


def _with_unspent_ids(addendum: Addendum, document: TenderFile) -> TenderFile:
    """Return the document with ids of their own for what is new in it."""
    now_there = addendum.file
    if tenderfile.node_ids(document) <= tenderfile.node_ids(now_there):
        return document
    spent = set[str]().union(*(tenderfile.node_ids(pack.file) for pack in addendum.tender.packs.all()))
    return tenderfile.with_unspent_ids(document, now_there, spent)


def _set_document(addendum: Addendum, text: str) -> None:
    """Put a document into the change; another one counts as a new version of it."""
    if text != addendum.document:
        addendum.document, addendum.file = text, tenderfile.read(text)
        addendum.version += 1


def _check_ready(addendum: Addendum) -> None:
    """Refuse what would stop publication.

    Days are counted from the publication of the tender, so that a change does not start the time to bid again.
    """
    check_ready(addendum.tender, addendum.file, addendum.tender.published_at)


def _check_reference_kept(tender: Tender, document: TenderFile) -> None:
    """Refuse another reference: people know the tender by it."""
    if (document.reference or "") != tender.reference:
        raise Refused("The reference of a published tender can't change.")


def _said(typed: str, if_blank: str) -> str:
    """Return a text without spaces around it; refuse a blank one, and one that can't be stored."""
    if not typed.strip() or "\0" in typed:
        raise Refused(if_blank)
    return typed.strip()
