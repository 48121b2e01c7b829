"""Writing, changing and removing a standing text. The list of them is the library, which also knows bids and marks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from providers import actions
from providers.forms import StandingTextForm
from providers.models import Provider, StandingText
from providers.views.provider import NOT_READ, read_version
from socialvalue.refusals import Refused

FIELDS = ("title", "text", "service", "tags")


@require_http_methods(["GET", "HEAD", "POST"])
def text_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a new text."""
    return _fill_in(request, _provider(request, pk), None)


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, pk: int, text_pk: int) -> HttpResponse:
    """Change a text."""
    provider = _provider(request, pk)
    return _fill_in(request, provider, _text(provider, text_pk))


@require_http_methods(["GET", "HEAD", "POST"])
def text_remove(request: HttpRequest, pk: int, text_pk: int) -> HttpResponse:
    """Ask once more, then remove a text."""
    provider = _provider(request, pk)
    row = _text(provider, text_pk)
    if request.method == "POST":
        actions.remove_text(row, by=request.user, now=request.now)
        messages.success(request, f"“{row.title}” is removed.")
        return redirect("provider_library", pk=pk)
    return render(
        request,
        "form_page.html",
        {
            "heading": f"Remove “{row.title}”?",
            "caption": provider.name,
            "intro": "Answers that you put it into keep their words.",
            "button": "Remove it",
            "warning": True,
            "back": reverse("provider_library", args=[pk]),
        },
    )


def _provider(request: HttpRequest, pk: int) -> Provider:
    return get_object_or_404(Provider.objects.of(request.user, *actions.TEXT_WRITERS), pk=pk)


def _text(provider: Provider, text_pk: int) -> StandingText:
    return get_object_or_404(StandingText.objects.filter(provider=provider).select_related("provider"), pk=text_pk)


def _fill_in(request: HttpRequest, provider: Provider, row: StandingText | None) -> HttpResponse:
    """Fill in a text; `row` is the one to change, None for a new one."""
    initial = {name: getattr(row, name) for name in FIELDS} if row else None
    form = StandingTextForm(request.POST if request.method == "POST" else None, initial=initial)
    version, status, problems, theirs = row.version if row else 0, 200, [], None
    if request.method == "POST":
        version, status = read_version(request), 422
        if form.is_valid():
            try:
                if row is None:
                    actions.add_text(provider, form.cleaned_data, by=request.user, now=request.now)
                else:
                    actions.change_text(row, form.cleaned_data, from_version=version, by=request.user, now=request.now)
            except actions.StaleText as stale:
                status, problems = 409, stale.problems
                theirs = stale.text.text if stale.text else "It was removed."
                version = stale.text.version if stale.text else NOT_READ
            except Refused as refused:
                problems = refused.problems
            else:
                messages.success(request, f"“{form.cleaned_data['title']}” is saved.")
                return redirect("provider_library", pk=provider.pk)
    return render(
        request,
        "providers/paper.html",
        {
            "heading": f"Change: {row.title}" if row else "Write a text to use again",
            "caption": provider.name,
            "intro": "",
            "form": form,
            "problems": problems,
            "theirs": theirs,
            "version": version,
            "button": "Save the text",
            "back": reverse("provider_library", args=[provider.pk]),
        },
        status=status,
    )
