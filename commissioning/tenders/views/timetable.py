"""The timetable maker, and the dates as a calendar file."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.authorities.reports import policy_in_force
from commissioning.tenders import actions, timetable
from commissioning.tenders.forms import ChoicesForm, TimetableEditor, usual_choices
from commissioning.tenders.models import Tender
from commissioning.tenders.readiness import Section
from commissioning.tenders.reports import draft as reports
from commissioning.tenders.reports.calendar import calendar_file
from commissioning.tenders.reports.timetable import breaks_now, plan_page
from commissioning.tenders.tenderfile import TenderFile, Timetable
from commissioning.tenders.timetable import Choices, Dates, Plan
from commissioning.tenders.views.draft import (
    is_in_the_future,
    of_staff,
    read_version,
    refuse_to_show,
    version_to_carry,
)
from commissioning.tenders.views.files import file_name
from socialvalue.refusals import Refused

SPARE_DAYS = 5
"""Added to the fewest days that need no reason, so that the usual plan is not the tightest."""


@require_http_methods(["GET", "HEAD", "POST"])
def maker(request: HttpRequest, pk: int) -> HttpResponse:
    """A whole timetable from a first day and some choices, which may be changed, checked, and put into the draft.

    The choices are in the address; a POST carries the dates as they were changed.
    """
    tender = of_staff(request, pk)
    if request.method != "POST" and (away := refuse_to_show(request, tender)):
        return away
    usual = _usual(request, tender)
    form = ChoicesForm(request.GET if "start_day" in request.GET else None, initial=usual)
    choices = form.choices() if form.is_bound and form.is_valid() else Choices(**usual)
    document = _with_flags(tender.file)
    plan = timetable.make(document, choices)
    planned = replace(document, timetable=timetable.in_timetable(plan.dates, document.timetable or Timetable()))
    if request.method != "POST":
        return _draw(request, tender, form, TimetableEditor(planned), planned, plan, plan.dates)
    editor = TimetableEditor(document, request.POST)
    if not editor.is_valid() or not is_in_the_future(request, editor):
        return _draw(request, tender, form, editor, planned, plan, plan.dates, status=422)
    changed = editor.apply(document)
    if request.POST.get("next") == "check":
        return _draw(request, tender, form, editor, changed, plan, _asked_about(changed, plan))
    return _use(request, tender, form, editor, changed, plan)


def _usual(request: HttpRequest, tender: Tender) -> dict[str, Any]:
    """Return the choices that the page begins with: the day of the draft if it is still to come, else the next one."""
    today = timetable.uk_day(request.now)
    said = tender.file.timetable.published_on if tender.file.timetable else None
    start = said if said and said > today else timetable.add_working_days(today, 1)
    days = int(policy_in_force(tender.authority, start).number("period.days")) + SPARE_DAYS
    return usual_choices(start, days)


def _with_flags(document: TenderFile) -> TenderFile:
    """Return a draft that says how bids are sent: through the portal with all documents at hand, unless it says not."""
    return (
        document if document.timetable else replace(document, timetable=Timetable(electronic=True, all_documents=True))
    )


def _asked_about(document: TenderFile, plan: Plan) -> Dates:
    """Return the dates as they were changed; the end of the evaluation, which no tender says, stays the plan's."""
    return replace(timetable.dates_of(document), evaluated_by=plan.dates.evaluated_by)


def _use(
    request: HttpRequest, tender: Tender, form: ChoicesForm, editor: TimetableEditor, changed: TenderFile, plan: Plan
) -> HttpResponse:
    """Put the dates into the draft, and say what still breaks; show both texts when somebody else was faster."""
    dates = _asked_about(changed, plan)
    try:
        saved = actions.save_draft(
            tender,
            changed,
            section=f"“{Section.TIMETABLE.label}”",
            from_version=read_version(request),
            by=request.user,
            now=request.now,
        )
    except actions.Stale as stale:
        theirs = TimetableEditor(stale.tender.file).said()
        return _draw(
            request, stale.tender, form, editor, changed, plan, dates, stale.problems, theirs=theirs, status=409
        )
    except Refused as refused:
        return _draw(request, tender, form, editor, changed, plan, dates, refused.problems, status=422)
    messages.success(request, " ".join(["The draft has these dates now.", *breaks_now(saved.file)[:3]]))
    return redirect("tender_draft", pk=saved.pk)


def _draw(
    request: HttpRequest,
    tender: Tender,
    form: ChoicesForm,
    editor: TimetableEditor,
    document: TenderFile,
    plan: Plan,
    dates: Dates,
    problems: list[str] | None = None,
    *,
    theirs: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page: the choices, the plan with what breaks, and its dates in a form."""
    return render(
        request,
        "tenders/draft/timetable_maker.html",
        {
            "tender": tender,
            "version": version_to_carry(request, tender, is_stale=theirs is not None),
            "choices": form,
            "form": editor.form,
            "plan": plan_page(document, plan, dates),
            "route": document.procedure.label,
            "last_known_year": timetable.LAST_KNOWN_YEAR,
            "problems": problems or [],
            "is_stale": theirs is not None,
            "theirs": theirs,
            "back": reports.section_address(tender, Section.TIMETABLE),
        },
        status=status,
    )


@login_not_required
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The dates as a calendar file: of a published tender for anyone, of any other for its authority's staff."""
    tender = get_object_or_404(Tender.objects.visible_to(request.user).select_related("authority"), pk=pk)
    return HttpResponse(
        calendar_file(tender),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(
                as_attachment=True, filename=f"{file_name(tender)}-dates.ics"
            ),
            "X-Content-Type-Options": "nosniff",
        },
    )
