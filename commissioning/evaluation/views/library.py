"""A provider's answer library, and putting a text of it into an answer."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.bids import actions
from commissioning.bids.reports import draft_of
from commissioning.bids.views.finding import CONFLICT, REFUSED, Found, find, from_version, page
from commissioning.evaluation.forms import LibraryForm
from commissioning.evaluation.reports import Entry, fitting, library, matching
from providers.actions import TEXT_WRITERS
from providers.models import Provider
from providers.permissions import roles_at
from socialvalue.refusals import Refused
from socialvalue.text import count_text, count_words

ON_A_PAGE = 20


@require_safe
def provider_library(request: HttpRequest, pk: int) -> HttpResponse:
    """The library of one organisation, for its members: past answers with their marks, and standing texts."""
    provider = get_object_or_404(Provider.objects.of(request.user), pk=pk)
    form, entries = _searched(request, library(request.user, provider, request.now))
    return render(
        request,
        "evaluation/library.html",
        {
            "provider": provider,
            "form": form,
            "page": Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page")),
            "may_write": bool(roles_at(request.user, provider).intersection(TEXT_WRITERS)),
        },
    )


def _searched(request: HttpRequest, entries: list[Entry]) -> tuple[forms.Form, list[Entry]]:
    """The search form, and what it finds; everything while it says nothing readable."""
    form = LibraryForm(request.GET or None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        return form, matching(entries, words=said["words"], service=said["service"])
    return form, entries


@require_http_methods(["GET", "HEAD", "POST"])
def answer_library(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The library for one question, what fits first. `?text=` shows one beside the answer, and puts it in."""
    found = find(request, pk)
    question = found.asked.numbered(number)
    if question is None or question.is_commitment or not found.may.write:
        raise Http404
    bid = found.bid
    entries = library(request.user, bid.provider, request.now, but=bid)
    key = request.POST.get("text") or request.GET.get("text")
    if key:
        entry = next((one for one in entries if one.key == key), None)
        if entry is None:
            raise Http404
        return _preview(request, found, number, entry)
    form, entries = _searched(request, entries)
    entries = fitting(entries, question=question.question.text or "", service=bid.tender.service)
    return page(
        request,
        "evaluation/answer_library.html",
        bid,
        question=question,
        form=form,
        here=reverse("bid_answer_library", args=[pk, number]),
        page=Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page")),
    )


def _preview(request: HttpRequest, found: Found, number: int, entry: Entry) -> HttpResponse:
    """One text beside the answer as it is now; put it at the end, or in the answer's place."""
    bid, question = found.bid, found.asked.numbered(number)
    problems, status = [], 200
    if request.method == "POST":
        try:
            actions.put_in(
                bid,
                question.id,
                entry.text,
                source=entry.source,
                replaces=request.POST.get("place") == "replace",
                from_version=from_version(request),
                by=request.user,
                now=request.now,
            )
        except actions.Stale as stale:
            status, problems = CONFLICT, stale.problems
        except Refused as refused:
            status, problems = REFUSED, refused.problems
        else:
            messages.success(request, f"“{entry.title}” is in your answer. Read it through and make it fit.")
            return redirect("bid_answer", pk=bid.pk, number=number)
    draft = draft_of(bid)
    text, limit = draft.text(question.id), question.question.word_limit
    words = count_words(text)
    together = words + count_words(entry.text)
    return page(
        request,
        "evaluation/library_text.html",
        bid,
        status,
        question=question,
        entry=entry,
        text=text,
        words=count_text(words, "word"),
        version=draft.version(question.id),
        limit=count_text(limit, "word") if limit else "",
        together=count_text(together, "word"),
        is_over=limit is not None and together > limit,
        problems=problems,
        not_saved="Nothing was put in. The answer below is what is saved now." if problems else "",
        back=reverse("bid_answer_library", args=[bid.pk, number]),
    )
