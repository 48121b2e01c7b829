"""Writing a bid without a connection.

`bid_offline` ("Write offline") gives the document ("Download your bid as a Word document", `bid_offline_file`) and takes it
back ("Send your document back": field "Your document", button "Compare your document"). `bid_offline_compare` ("What you
wrote offline") shows each question that differs with the choices "Use your document", "Keep what is on the portal" and
"Keep both, one after the other", and the buttons "Save your choices" and "Throw this document away".
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.bids import actions, reports
from commissioning.bids.actions import Stale
from commissioning.bids.forms import OfflineChoiceForm, OfflineDraftForm
from commissioning.bids.papers import offline_draft
from commissioning.bids.reports import OfflineFacts
from commissioning.bids.views.finding import CONFLICT, REFUSED, find, find_bid, from_version, page
from socialvalue.refusals import Refused
from socialvalue.text import count_text, date_text

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(["GET", "HEAD", "POST"])
def offline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How to write offline; the document to download, and the form that takes it back. Nothing is saved by it."""
    found = find(request, pk)
    form = OfflineDraftForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            actions.keep_offline_draft(found.bid, content, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            return redirect("bid_offline_compare", pk=pk)
    kept = reports.offline_draft_of(found.bid, request.user, request.now)
    return page(
        request,
        "bids/offline.html",
        found.bid,
        REFUSED if form.errors or problems else 200,
        may=found.may,
        form=form,
        problems=problems,
        not_saved="",
        kept=kept and date_text(kept.read_at.date()),
    )


@require_safe
def offline_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The bid as a Word document. Its name says nothing of who bids or for what."""
    return word_file(reports.offline_facts(find_bid(request, pk), request.now), "bid-draft.docx")


def word_file(facts: OfflineFacts, name: str) -> HttpResponse:
    """A document as a download."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(offline_draft(facts), content_type=WORD, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def offline_compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What came back beside what stands on the portal. Nothing is saved before the writer has chosen and pressed save."""
    found = find(request, pk)
    kept = reports.offline_draft_of(found.bid, request.user, request.now)
    if kept is None:
        messages.error(request, "There is no document of yours here. Send it back first.")
        return redirect("bid_offline", pk=pk)
    if "drop" in request.POST:
        actions.drop_offline_draft(found.bid, by=request.user)
        messages.success(request, "What you sent back is erased here. Nothing in your bid was changed.")
        return redirect("bid_offline", pk=pk)
    seen = reports.compared(found.bid, kept)
    form = OfflineChoiceForm(seen, request.POST if request.method == "POST" else None)
    problems, status = [], REFUSED if form.errors else 200
    if request.method == "POST" and form.is_valid():
        chosen = {
            row.question.id: (
                row.chosen(form.cleaned_data[f"choice-{row.short}"]),
                from_version(request, f"version-{row.short}"),
            )
            for row in seen.differing
        }
        try:
            saved = actions.save_offline_draft(found.bid, chosen, by=request.user, now=request.now)
        except Refused as refused:
            problems, status = refused.problems, CONFLICT if isinstance(refused, Stale) else REFUSED
            seen = reports.compared(found.bid, kept)
            form = OfflineChoiceForm(seen, request.POST)
        else:
            what = f"{count_text(len(saved), 'answer')} saved." if saved else "Nothing was changed."
            messages.success(request, f"{what} You are done with that document.")
            return redirect(reverse("bid", args=[pk]))
    return page(
        request,
        "bids/offline_compare.html",
        found.bid,
        status,
        may=found.may,
        seen=seen,
        form=form,
        rows=form.rows(seen),
        problems=problems,
    )
