"""Opening a tender's bids, and what was opened.

Until then nothing here depends on whether there are any: no number, no name, no other wording.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.bids import actions, permissions, reports
from commissioning.bids.models import Bid, Opening, Submission
from commissioning.bids.readiness import asked_by
from commissioning.tenders.models import Tender
from socialvalue.files.models import StoredFile, download
from socialvalue.refusals import Refused, allowed
from socialvalue.text import datetime_text

HEADERS = ["Bidder", "Receipt", "Version", "Received, UK time", "Received, UTC", "SHA-256", "After changes"]
DOCUMENT_HEADERS = ["Bidder", "Document", "File", "SHA-256"]
OTHER_HEADERS = ["What happened", "When"]


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the opening is; two procurement officers open here. Then the receipts, for those who may read bids."""
    tenders = Tender.objects.of_staff(request.user).filter(published_at__isnull=False).select_related("authority")
    tender = get_object_or_404(tenders, pk=pk)
    problems: list[str] = []
    if request.method == "POST":
        step = actions.confirm_opening if request.POST.get("step") == "confirm" else actions.ask_to_open
        try:
            done = step(tender, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "The bids are open." if done.opened_at else "You have asked to open the bids.")
            return redirect("opening", pk=pk)
    found = Opening.objects.filter(tender=tender).select_related("asked_by", "opened_by").first()
    is_opened = found is not None and found.opened_at is not None
    is_reader = is_opened and permissions.reads_bids(request.user, tender)
    rows = reports.opened_bids(tender) if is_reader else []
    sees_extensions = not is_opened and permissions.sees_extensions(request.user, tender)
    return render(
        request,
        "bids/opening.html",
        {
            "tender": tender,
            "closes": tender.closing_text(request.now),
            "is_closed": not tender.is_open(request.now),
            # It may show that somebody has more time, and how much: only for those who may know that.
            "opens": permissions.opens_text(tender) if sees_extensions else "",
            "sees_extensions": sees_extensions,
            "opening": found,
            "asked": datetime_text(found.asked_at) if found else "",
            "opened": datetime_text(found.opened_at) if is_opened else "",
            "may_ask": allowed(permissions.check_can_ask_to_open, request.user, tender, found, request.now),
            "may_confirm": allowed(permissions.check_can_confirm_opening, request.user, tender, found, request.now),
            "is_opened": is_opened,
            "is_reader": is_reader,
            "record": reports.record_of(found) if is_reader else None,
            "document_headers": DOCUMENT_HEADERS,
            "other_headers": OTHER_HEADERS,
            "headers": HEADERS,
            "rows": [
                (
                    (row.provider, row.address),
                    row.reference,
                    row.version,
                    row.uk_time,
                    row.utc_time,
                    row.sha256,
                    row.unconfirmed,
                )
                for row in rows
            ],
            "problems": problems,
        },
        status=422 if problems else 200,
    )


def _opened(request: HttpRequest, pk: int, bid_pk: UUID) -> Submission:
    """The newest submission of an opened bid that the person may read whole, or 404."""
    bids = Bid.objects.visible_to(request.user).filter(tender__pk=pk, pk=bid_pk)
    rows = Submission.objects.filter(bid__in=bids).select_related("bid__tender", "pack", "submitted_by")
    submission = rows.order_by("-version").first()
    if submission is None:
        raise Http404
    return submission


@require_safe
def opened_bid(request: HttpRequest, pk: int, bid_pk: UUID) -> HttpResponse:
    """One opened bid, whole, as it was submitted."""
    submission = _opened(request, pk, bid_pk)
    file = submission.file
    return render(
        request,
        "bids/opened_bid.html",
        {
            "submission": submission,
            "tender": submission.bid.tender,
            "provider": file.provider,
            "content": reports.content(
                asked_by(submission.pack.document), file, is_price_open=submission.is_price_open
            ),
            "facts": reports.receipt_facts(submission),
            "headers": reports.PROMISE_HEADERS,
        },
    )


@require_safe
def opened_document(request: HttpRequest, pk: int, bid_pk: UUID, number: int) -> HttpResponse:
    """Download a document of an opened bid: the file that was submitted, found by its hash."""
    submission = _opened(request, pk, bid_pk)
    shown = reports.content(asked_by(submission.pack.document), submission.file).documents
    document = next((one for one in shown if one.number == number), None)
    if document is None:
        raise Http404
    stored = StoredFile.objects.filter(sha256=document.sha256).first()
    if stored is None:
        raise Http404
    stored.name = document.file_name
    return download(stored)
