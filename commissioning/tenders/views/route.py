"""The route helper: questions, every route with its standing, and the officer's choice with the reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.tenders.actions.draft import Stale
from commissioning.tenders.actions.route import choose_route
from commissioning.tenders.forms.route import AnswersForm, RouteForm, first_answers, initial_of
from commissioning.tenders.reports.route import choices_made, route_page
from commissioning.tenders.route import suggested
from commissioning.tenders.tenderfile import Procedure
from commissioning.tenders.timetable import uk_day
from commissioning.tenders.views.draft import of_staff, read_version, refuse_to_show, version_to_carry
from socialvalue.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def route_helper(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers are in the address, and what the draft says where there are none; a POST chooses a route."""
    tender = of_staff(request, pk)
    if request.method != "POST" and (away := refuse_to_show(request, tender)):
        return away
    usual = first_answers(tender.file)
    asked = AnswersForm(request.GET if "value" in request.GET else None, initial=initial_of(usual))
    answers = asked.answers() if asked.is_bound and asked.is_valid() else usual
    day = uk_day(request.now)
    form = RouteForm(request.POST if request.method == "POST" else None, initial={"chosen": suggested(answers, day)})
    problems: list[str] = []
    status, is_stale = 200, False
    if request.method == "POST" and form.is_valid():
        chosen = Procedure(form.cleaned_data["chosen"])
        known = {"from_version": read_version(request), "by": request.user, "now": request.now}
        try:
            choose_route(tender, answers, chosen, form.cleaned_data["reason"], **known)
        except Stale as stale:
            tender, problems, status, is_stale = stale.tender, stale.problems, 409, True
        except Refused as refused:
            problems, status = refused.problems, 422
        else:
            messages.success(request, f"The route is now: {chosen.label}. Your reason is kept.")
            return redirect("tender_draft", pk=tender.pk)
    return render(
        request,
        "tenders/draft/route.html",
        {
            "tender": tender,
            "version": version_to_carry(request, tender, is_stale=is_stale),
            "now_chosen": tender.file.procedure.label,
            "asked": asked,
            "form": form,
            "advice": route_page(answers, day),
            "made": choices_made(tender),
            "made_headers": ("When", "Who", "Route chosen", "Suggested", "Why"),
            "problems": problems,
            "is_stale": is_stale,
            "back": reverse("tender_draft", args=[tender.pk]),
        },
        status=422 if form.errors else status,
    )
