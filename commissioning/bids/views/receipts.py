"""Receipts: the paper for who submitted, and the page where anyone can have one checked."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.bids import papers, reports
from commissioning.bids.forms import ReceiptForm
from commissioning.bids.views.finding import REFUSED
from commissioning.bids.views.own import submission_of
from socialvalue.limits import is_over

MOST_CHECKS, WITHIN = 20, 600
TOO_MANY = "Too many receipts were checked from your connection. Wait ten minutes, then try again."


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request: HttpRequest) -> HttpResponse:
    """Say whether a bid was received with this receipt: when, for which tender and with which hash. It lists nothing."""
    form = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()
    checked, problems, status = None, [], 200
    if request.method == "POST":
        if is_over(request, "receipts", most=MOST_CHECKS, seconds=WITHIN, now=request.now):
            problems, status = [TOO_MANY], 429
        elif not form.is_valid():
            status = REFUSED
        elif form.cleaned_data["file"]:
            checked = reports.check_file(form.cleaned_data["file"])
        else:
            checked = reports.check_code(reports.code_in(form.cleaned_data["code"]))
    return render(
        request, "bids/receipts.html", {"form": form, "checked": checked, "problems": problems}, status=status
    )


@require_safe
def receipt_paper(request: HttpRequest, pk: UUID, version: int) -> HttpResponse:
    """The receipt of one submitted version as a PDF."""
    submission = submission_of(request, pk, version)
    headers = {
        "Content-Disposition": content_disposition_header(
            as_attachment=True, filename=f"receipt-{submission.reference}.pdf"
        ),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(papers.receipt_pdf(submission), content_type="application/pdf", headers=headers)
