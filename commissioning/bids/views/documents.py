"""The documents of a bid: all on one page, or one at a time."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commissioning.bids import actions, reports
from commissioning.bids.forms import DocumentForm, DocumentsForm
from commissioning.bids.models import BidDocument
from commissioning.bids.views.finding import REFUSED, Found, find, page
from socialvalue.files.models import download
from socialvalue.refusals import Refused
from socialvalue.text import list_text, size_text


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The documents that everyone must show. Each good file is attached at once, whatever is wrong with the others."""
    found = find(request, pk)
    posted = request.method == "POST"
    typed = (request.POST, request.FILES) if posted else (None, None)
    earlier = reports.earlier_files(found.bid) if found.may.write or posted else []
    form = DocumentsForm(found.asked, *typed, earlier=earlier, by=request.user, now=request.now)
    problems: list[str] = []
    if posted:
        problems = _attach_all(request, found, form)
        if not form.errors and not problems:
            return redirect("bid_documents", pk=pk)
    given = reports.draft_of(found.bid).documents
    rows = [
        (
            number,
            name,
            given[name].file.name if name in given else "",
            size_text(given[name].file.size) if name in given else "",
            form.fields_of(number),
        )
        for number, name in enumerate(found.asked.documents, 1)
    ]
    status = REFUSED if form.errors or problems else 200
    return page(
        request, "bids/documents.html", found.bid, status, rows=rows, may=found.may, form=form, problems=problems
    )


def _attach_all(request: HttpRequest, found: Found, form: DocumentsForm) -> list[str]:
    """Attach what was chosen without fault and say so; returns what the action refused."""
    form.is_valid()
    done: list[str] = []
    problems: list[str] = []
    for number, (upload, earlier) in form.given().items():
        try:
            _attach(request, found, form.names[number], upload, earlier)
        except Refused as refused:
            problems += [problem for problem in refused.problems if problem not in problems]
        else:
            done.append(form.names[number])
            form.attached(number)
    if done:
        messages.success(request, f"Attached: {list_text(done)}.")
    elif not form.errors and not problems:
        messages.success(request, "You chose no file. Nothing has changed.")
    return problems


def _attach(request: HttpRequest, found: Found, name: str, upload: object, earlier: str) -> None:
    """Attach a new file, or else one from before."""
    if upload:
        actions.attach_document(found.bid, name, upload, by=request.user, now=request.now)
    else:
        actions.attach_earlier(found.bid, name, earlier, by=request.user, now=request.now)


def _document_name(found: Found, number: int) -> str:
    """The name of the document with this number, or 404."""
    names = found.asked.documents
    if not 1 <= number <= len(names):
        raise Http404
    return names[number - 1]


@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Attach one document, or replace it."""
    found = find(request, pk)
    name = _document_name(found, number)
    posted = request.method == "POST"
    # A form that was sent all the same, or too late, comes back with what is wrong.
    if not posted and not found.may.write:
        return redirect("bid_check", pk=pk)
    typed = (request.POST, request.FILES) if posted else (None, None)
    form = DocumentForm(*typed, earlier=reports.earlier_files(found.bid), by=request.user, now=request.now)
    problems: list[str] = []
    if posted and form.is_valid():
        try:
            _attach(request, found, name, form.cleaned_data["file"], form.cleaned_data.get("earlier", ""))
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, f"{name} is attached.")
            return redirect("bid_documents", pk=pk)
    return page(
        request,
        "form_page.html",
        found.bid,
        REFUSED if form.errors or problems else 200,
        heading=name,
        caption="Documents",
        form=form,
        problems=problems,
        button="Attach the file",
        back=reverse("bid_documents", args=[pk]),
    )


@require_safe
def document_file(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Download a document of one's own bid."""
    found = find(request, pk)
    name = _document_name(found, number)
    return download(get_object_or_404(BidDocument.own.select_related("file"), bid=found.bid, name=name).file)


@require_POST
def document_remove(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Take a document out of the bid."""
    found = find(request, pk)
    name = _document_name(found, number)
    try:
        actions.remove_document(found.bid, name, by=request.user, now=request.now)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{name} is removed from the bid.")
    return redirect("bid_documents", pk=pk)
