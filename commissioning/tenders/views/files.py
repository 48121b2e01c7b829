"""A tender as a file: the published pack, the draft's export, and a draft made from a file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.authorities.models import Authority, Role
from commissioning.tenders import actions
from commissioning.tenders.forms import ImportForm
from commissioning.tenders.models import Pack, Tender
from commissioning.tenders.views.draft import of_staff
from socialvalue.refusals import Refused


def as_download(document: str, name: str) -> HttpResponse:
    """Return a tender file as a download, its bytes exactly as they are stored."""
    return HttpResponse(
        document.encode(),
        content_type="application/json",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=f"{name}.json"),
            "X-Content-Type-Options": "nosniff",
        },
    )


def file_name(tender: Tender) -> str:
    """Return a name for the tender's file, without its ending."""
    return slugify(tender.reference or tender.title) or f"tender-{tender.pk}"


@login_not_required
@require_safe
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest published version, byte for byte what its hash is of."""
    tender = get_object_or_404(Tender.objects.visible_to(request.user).defer("document"), pk=pk)
    newest = get_object_or_404(Pack.objects.filter(tender=tender).order_by("-version")[:1])
    return as_download(newest.document, f"{file_name(tender)}-version-{newest.version}")


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The tender as it stands, for its authority's staff."""
    tender = of_staff(request, pk)
    return as_download(tender.document, file_name(tender))


@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Make a draft of an uploaded tender file."""
    authorities = Authority.objects.staffed_by(request.user, Role.COMMISSIONER)
    form = ImportForm(authorities, request.POST or None, request.FILES or None, by=request.user, now=request.now)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            tender = actions.import_tender(said["file"], authority=said["authority"], by=request.user, now=request.now)
        except Refused as refused:
            form.keep_files()
            problems = refused.problems
        else:
            messages.success(request, "The file is now a draft.")
            return redirect("tender_draft", pk=tender.pk)
    return render(
        request,
        "tenders/start.html",
        {
            "heading": "Start from a tender file",
            "form": form,
            "problems": problems,
            "button": "Make a draft of this file",
            "may_start": authorities.exists(),
        },
        status=422 if problems or form.errors else 200,
    )
