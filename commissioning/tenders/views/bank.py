"""The question bank: looking for a question, reading one, and bringing it into a draft."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commissioning.tenders.forms import BankSearchForm
from commissioning.tenders.lifecycle import Status
from commissioning.tenders.models import BankQuestion, Tender
from commissioning.tenders.reports import bank
from commissioning.tenders.views.draft import read_number

A_PAGE = 20


def draft_in_hand(request: HttpRequest) -> Tender | None:
    """Return the draft that a question is looked for, named by `?tender=`; None without one that the reader has."""
    pk = read_number(request.GET.get("tender", ""))
    if pk is None:
        return None
    return Tender.objects.of_staff(request.user).filter(status=Status.DRAFT, pk=pk).defer("document").first()


@require_safe
def question_bank(request: HttpRequest) -> HttpResponse:
    """Questions of the bank, searched and filtered."""
    tender = draft_in_hand(request)
    form = BankSearchForm(request.GET)
    form.is_valid()
    found = BankQuestion.objects.filtered(**form.cleaned_data)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tenders/bank.html",
        {"form": form, "page": page, "rows": bank.rows(page.object_list, tender), "tender": tender},
    )


@require_safe
def bank_question(request: HttpRequest, slug: str) -> HttpResponse:
    """One question of the bank."""
    found = get_object_or_404(BankQuestion.objects.select_related("measure").prefetch_related("priorities"), slug=slug)
    tender = draft_in_hand(request)
    return render(request, "tenders/bank_question.html", {"page": bank.page(found, tender), "tender": tender})
