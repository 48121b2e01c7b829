"""From the draft to procurement, to the public, or to its end."""

import hashlib
from datetime import datetime

from django.db import transaction

from commissioning.tenders import notifications, permissions, readiness, tasks
from commissioning.tenders.actions.draft import Stale, locked
from commissioning.tenders.lifecycle import Audience, Status, TenderEvent
from commissioning.tenders.models import Lot, Pack, SavedSearch, Tender
from commissioning.tenders.reports.findings import Check, check_of
from commissioning.tenders.tenderfile import TenderFile
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import datetime_text

FIRST_VERSION = 1


@transaction.atomic
def send_for_approval(tender: Tender, *, by: User, now: datetime) -> Tender:
    """Hand the draft to procurement. Refuses with every problem that stops publication."""
    tender = locked(tender)
    permissions.check_can_send(by, tender)
    check_ready(tender, tender.file, now)
    _check_all_may_read_providers(tender)
    tender.status, tender.sent_by, tender.sent_at = Status.IN_REVIEW, by, now
    tender.sent_back_reason = ""
    tender.save()
    tender.drafters.add(by)
    record(TenderEvent.SENT_FOR_APPROVAL, target=tender, by=by, at=now)
    notifications.tell_sent_for_approval(tender, by=by, now=now)
    return tender


@transaction.atomic
def send_back(tender: Tender, reason: str, *, by: User, now: datetime) -> Tender:
    """Hand the tender back to its drafters with a reason, which may not be blank."""
    tender = locked(tender)
    permissions.check_can_approve(by, tender)
    tender.status, tender.sent_back_reason = Status.DRAFT, _reason(reason, "Say what must change.")
    tender.save()
    record(TenderEvent.SENT_BACK, target=tender, by=by, at=now, reason=tender.sent_back_reason)
    notifications.tell_sent_back(tender, by=by, now=now)
    return tender


@transaction.atomic
def publish(tender: Tender, *, by: User, now: datetime, from_version: int | None = None) -> Tender:
    """Approve and open the tender, and freeze what was approved as the first version of its pack.

    `from_version` is the version that the approver read: another one now raises Stale. None means the one given.
    Every problem is looked for again, because time has passed since it was sent.
    """
    read = tender.version if from_version is None else from_version
    tender = locked(tender)
    permissions.check_can_approve(by, tender)
    if tender.version != read:
        raise Stale(tender)
    check = check_ready(tender, tender.file, now)
    _check_conflicts_assessed(tender)
    _check_all_may_read_providers(tender)
    tender.status, tender.published_by, tender.published_at = Status.PUBLISHED, by, now
    tender.save()
    pack = freeze(tender, FIRST_VERSION, by=by, now=now)
    record(
        TenderEvent.PUBLISHED,
        target=tender,
        by=by,
        at=now,
        version=pack.version,
        closes_at=datetime_text(tender.closes_at),
        sha256=pack.sha256,
    )
    if check.lines:
        kept = "; ".join(line.kept for line in check.lines)
        record(TenderEvent.FINDINGS_KEPT, target=tender, by=by, at=now, findings=kept)
    notifications.tell_published(tender, by=by, now=now)
    if SavedSearch.objects.filter(often=SavedSearch.Often.AT_ONCE).exists():
        # Queued in this transaction: the queue is a table. Publishing waits for nobody's search.
        tasks.tell_at_once.enqueue(tender.pk, now.isoformat())
    return tender


@transaction.atomic
def cancel(tender: Tender, reason: str, *, by: User, now: datetime) -> Tender:
    """End a tender that is not published for good, with a reason, which may not be blank."""
    tender = locked(tender)
    permissions.check_can_cancel(by, tender)
    tender.cancelled_reason = _reason(reason, "Say why the tender is cancelled.")
    tender.status, tender.cancelled_by, tender.cancelled_at = Status.CANCELLED, by, now
    tender.save()
    record(TenderEvent.CANCELLED, target=tender, by=by, at=now, reason=tender.cancelled_reason)
    return tender


def _check_conflicts_assessed(tender: Tender) -> None:
    """Refuse while nobody has assessed the conflicts of interest (Procurement Act 2023, s.83)."""
    if not tender.conflicts_assessments.exists():
        raise Refused("Nobody has assessed the conflicts of interest yet. Do that first, from the page of the case.")


def _check_all_may_read_providers(tender: Tender) -> None:
    """Refuse while some provider's words before the tender are not there for its rivals (docs/decisions/0010)."""
    kept_back = tender.engagements.filter(
        responses_published_at=None, responses__audience=Audience.PROVIDERS, responses__hidden_at=None
    )
    if engagement := kept_back.first():
        raise Refused(
            f"What providers said in “{engagement}” is not published yet. A commissioner publishes it first, "
            "so that nobody gains from having taken part."
        )


def freeze(tender: Tender, version: int, *, by: User, now: datetime) -> Pack:
    """Keep the tender's document, as it stands, as a version of its pack, with the lots that searches look at."""
    place_lots(tender)
    return Pack.objects.create(
        tender=tender,
        version=version,
        document=tender.document,
        sha256=hashlib.sha256(tender.document.encode()).hexdigest(),
        published_by=by,
        published_at=now,
    )


def place_lots(tender: Tender) -> None:
    """Put the lots of a published tender where searches find them. A lot without areas of its own has the tender's."""
    document = tender.file
    tender.lots.all().delete()
    Lot.objects.bulk_create(
        Lot(
            tender=tender,
            place=place,
            title=lot.title or lot.id,
            areas=list(lot.area or document.area or ()),
            value=lot.value,
        )
        for place, lot in enumerate(document.lots or (), start=1)
    )


def check_ready(tender: Tender, document: TenderFile, now: datetime) -> Check:
    """Refuse with every problem that stops `document` from being the tender, every stop, every warning without a reason.

    What a problem says already of the same place is not said twice. Returns what was found.
    """
    problems = readiness.problems(document, now)
    said = {problem.path for problem in problems}
    check = check_of(tender, now, document)
    found = [*check.stops, *(line for group in check.to_explain for line in group.lines)]
    sentences = [problem.sentence for problem in problems]
    sentences += [line.sentence for line in found if line.finding.at not in said]
    if sentences:
        raise Refused(*sentences)
    return check


def _reason(reason: str, if_blank: str) -> str:
    """Return a reason without spaces around it; refuse a blank one, and one that can't be stored."""
    if not reason.strip() or "\0" in reason:
        raise Refused(if_blank)
    return reason.strip()
