"""What kind of service a draft is about: CPV codes found by everyday words, and taken with one button."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.tenders import actions
from commissioning.tenders.classification import CODES, described, search
from commissioning.tenders.forms import CodeSearchForm
from commissioning.tenders.tenderfile import TenderFile
from commissioning.tenders.views.draft import of_staff, read_version, refuse_to_show
from glossary.words import ServiceCategory
from socialvalue.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def classification(request: HttpRequest, pk: int) -> HttpResponse:
    """Search for codes; a POST takes one, with its service, or puts one away."""
    tender = of_staff(request, pk)
    form = CodeSearchForm(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    here = reverse("tender_classification", args=[tender.pk]) + (f"?{urlencode({'words': words})}" if words else "")
    if request.method == "POST":
        try:
            changed, done = _changed(request, tender.file)
            actions.save_draft(
                tender,
                changed,
                section="the kind of service and its codes",
                from_version=read_version(request),
                by=request.user,
                now=request.now,
            )
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, done)
        return redirect(here)
    return refuse_to_show(request, tender) or render(
        request,
        "tenders/draft/classification.html",
        {
            "tender": tender,
            "form": form,
            "words": words,
            "found": search(words),
            "chosen": [(code, described(code)) for code in tender.file.cpv or ()],
            "taken": set(tender.file.cpv or ()),
            "service": tender.file.service.label if tender.file.service else "not chosen yet",
            "back": reverse("tender_section", args=[tender.pk, "about"]),
        },
    )


def _changed(request: HttpRequest, document: TenderFile) -> tuple[TenderFile, str]:
    """Return the tender as the button pressed makes it, and what to say; refuse what is no code or no service."""
    codes = document.cpv or ()
    if (gone := request.POST.get("remove", "")) in codes:
        kept = tuple(code for code in codes if code != gone)
        return replace(document, cpv=kept or None), f"{described(gone)} is no longer a code of this tender."
    code, service = request.POST.get("code", ""), request.POST.get("service", "")
    if code not in CODES or service not in set(ServiceCategory):
        raise Refused("That is not one of the codes on the page. Search again and choose one.")
    kind = ServiceCategory(service)
    taken = replace(document, service=kind, cpv=tuple(dict.fromkeys((*codes, code))))
    return taken, f"The service is “{kind.label}”, and its codes have {described(code)}."
