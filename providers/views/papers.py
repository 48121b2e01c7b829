"""The papers of an organisation: every member reads them, owners and writers change them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from providers import actions
from providers.forms import PaperForm
from providers.models import Paper, Provider, Role
from providers.permissions import roles_at
from providers.reports import paper_rows, paper_words
from providers.views.provider import NOT_READ, read_version
from socialvalue.files.models import download
from socialvalue.refusals import Refused

WRITERS = (Role.OWNER, Role.WRITER)


@require_safe
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Every paper with its date and its file."""
    found = get_object_or_404(Provider.objects.of(request.user), pk=pk)
    return render(
        request,
        "providers/papers.html",
        {
            "provider": found,
            "rows": paper_rows(found, request.now),
            "kinds": [(kind.value, kind.label.lower()) for kind in Paper.Kind],
            "may_change": bool(roles_at(request.user, found).intersection(WRITERS)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def paper_add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add a paper of one kind."""
    found = get_object_or_404(Provider.objects.of(request.user, *WRITERS), pk=pk)
    if kind not in Paper.Kind:
        raise Http404
    return _fill_in(request, found, Paper.Kind(kind), None)


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """Change a paper."""
    found = get_object_or_404(Provider.objects.of(request.user, *WRITERS), pk=pk)
    row = get_object_or_404(_papers(found), pk=paper_pk)
    return _fill_in(request, found, Paper.Kind(row.kind), row)


def _papers(provider: Provider) -> object:
    return Paper.objects.filter(provider=provider).select_related("provider", "file").defer("file__content")


def _fill_in(request: HttpRequest, provider: Provider, kind: Paper.Kind, row: Paper | None) -> HttpResponse:
    """Fill in a paper; `row` is the one to change, None for a new one."""
    posted = request.method == "POST"
    form = PaperForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        kind=kind,
        paper=row,
        by=request.user,
        now=request.now,
    )
    version, status, problems, theirs = row.version if row else 0, 200, [], None
    if posted:
        version, status = read_version(request), 422
        if form.is_valid():
            try:
                _save(request, provider, kind, row, form, version)
            except actions.StalePaper as stale:
                status, problems = 409, stale.problems
                theirs = f"{stale.paper}: {paper_words(stale.paper)}" if stale.paper else "It was removed."
                version = stale.paper.version if stale.paper else NOT_READ
            except Refused as refused:
                problems = refused.problems
            else:
                messages.success(request, f"“{form.facts()['name']}” is saved.")
                return redirect("provider_papers", pk=provider.pk)
            form.keep_files()
    return render(
        request,
        "providers/paper.html",
        {
            "heading": f"Change: {row.name}" if row else f"Add: {kind.label.lower()}",
            "caption": provider.name,
            "form": form,
            "paper": row,
            "problems": problems,
            "theirs": theirs,
            "version": version,
            "button": "Save",
            "back": reverse("provider_papers", args=[provider.pk]),
        },
        status=status,
    )


def _save(
    request: HttpRequest, provider: Provider, kind: Paper.Kind, row: Paper | None, form: PaperForm, version: int
) -> None:
    """Add or change a paper as the form says."""
    made = {"file": form.cleaned_data["file"], "by": request.user, "now": request.now}
    if row is None:
        actions.add_paper(provider, kind, form.facts(), **made)
    else:
        actions.change_paper(row, form.facts(), from_version=version, **made)


@require_safe
def paper_file(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """The file of a paper, as a download, for members."""
    found = get_object_or_404(Provider.objects.of(request.user), pk=pk)
    rows = Paper.objects.filter(provider=found, file__isnull=False).select_related("file")
    return download(get_object_or_404(rows, pk=paper_pk).file)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_remove(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """Ask once more, then remove a paper."""
    found = get_object_or_404(Provider.objects.of(request.user, *WRITERS), pk=pk)
    row = get_object_or_404(_papers(found), pk=paper_pk)
    if request.method == "POST":
        actions.remove_paper(row, by=request.user, now=request.now)
        messages.success(request, f"“{row.name}” is removed.")
        return redirect("provider_papers", pk=pk)
    return render(
        request,
        "form_page.html",
        {
            "heading": f"Remove “{row.name}”?",
            "caption": found.name,
            "intro": f"It says: {paper_words(row)}. Bids that you have submitted keep it. New bids will be without it.",
            "button": "Remove it",
            "warning": True,
            "back": reverse("provider_papers", args=[pk]),
        },
    )
