"""Pages of the award, of contracts and of their returns."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.contracts import actions, permissions
from commissioning.contracts.forms import AwardForm, ConcludeForm, DecisionForm, ExtensionForm, ReturnForm
from commissioning.contracts.lifecycle import ReturnStatus, check_reportable
from commissioning.contracts.models import Contract, Period, Return
from commissioning.contracts.reports import contract_page, contract_rows, promises_in, return_page
from commissioning.contracts.reports.award import PROMISE_HEADERS, RANKING_HEADERS, award_page
from commissioning.contracts.reports.watching import HEADERS
from commissioning.evaluation import actions as evaluation_actions
from commissioning.evaluation import permissions as evaluation_permissions
from commissioning.evaluation.lifecycle import Status as EvaluationStatus
from commissioning.evaluation.models import Award, Evaluation
from commissioning.evaluation.reports.standstill import until_text
from commissioning.tenders.timetable import uk_day
from socialvalue.accounts.hats import Hat, worn
from socialvalue.files.models import download
from socialvalue.refusals import Refused, allowed
from socialvalue.text import date_text

ON_A_PAGE = 50
NUMBER_HEADERS = ("Promise", "This return", "Accepted so far", "Promised")
OVERVIEW_HEADERS = ("Promise", "Target", "Delivered", "Waits to be accepted", "Milestone so far", "How it stands")


@require_http_methods(["GET", "HEAD", "POST"])
def award_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the recommendation; another officer approves it or turns it down."""
    evaluation = get_object_or_404(
        Evaluation.objects.visible_to(request.user).select_related("tender__authority"), tender__pk=pk
    )
    if not allowed(evaluation_permissions.check_sees_ranking, request.user, evaluation):
        raise Http404
    recommended = Award.objects.select_related("evaluation__tender__authority", "bid__provider", "recommended_by")
    award = recommended.filter(evaluation=evaluation, approved_at=None).first()
    if award is None:
        messages.info(request, "No recommendation waits for approval.")
        return redirect("evaluation", pk)
    page = award_page(award, request.now)
    form = AwardForm(request.POST or None, initial={"award": award.pk})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["award"] != award.pk:
            return _award_answer(request, award, page, _read_again(form, award), [CHANGED_RECOMMENDATION], 409)
        try:
            return _decide_award(request, award, form.cleaned_data)
        except Refused as refused:
            problems = refused.problems
    return _award_answer(request, award, page, form, problems, 422 if request.method == "POST" else 200)


CHANGED_RECOMMENDATION = "Another recommendation has been made since you opened the page. Read it before you decide."


def _read_again(form: AwardForm, award: Award) -> AwardForm:
    """The form with everything typed, now about the recommendation that is shown."""
    form.data = {**form.data.dict(), "award": award.pk}
    return form


def _decide_award(request: HttpRequest, award: Award, said: dict[str, Any]) -> HttpResponse:
    """Do what was decided, and go where it leads."""
    if said["decision"] == "turn_down":
        evaluation_actions.turn_down(award.evaluation, said["reason"], by=request.user, now=request.now)
        messages.success(request, "You turned the recommendation down.")
        return redirect("evaluation", award.evaluation.tender_id)
    actions.approve_award(award, by=request.user, now=request.now)
    messages.success(request, "You approved the award. Next, the assessment summaries are checked and sent.")
    return redirect("summaries", award.evaluation.tender_id)


@require_http_methods(["GET", "HEAD", "POST"])
def contract_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the contract when the standstill is over."""
    evaluation = get_object_or_404(
        Evaluation.objects.visible_to(request.user).select_related("tender__authority"), tender__pk=pk
    )
    told = Award.objects.select_related("evaluation__tender__authority", "bid__provider")
    award = told.filter(evaluation=evaluation, told_at__isnull=False).first()
    if award is None or not allowed(evaluation_permissions.check_can_run, request.user, evaluation.tender):
        raise Http404
    if evaluation.status == EvaluationStatus.CONCLUDED:
        return redirect("standstill", pk)
    page = award_page(award, request.now)
    form = ConcludeForm(request.POST if request.method == "POST" else None, must_ask_start=page.must_ask_start)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        starts_on = form.cleaned_data.get("starts_on")
        try:
            made = actions.conclude(award, starts_on=starts_on, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, f"The contract is made. {made.provider} has been told.")
            return redirect("contract", made.pk)
    return render(
        request,
        "contracts/conclude.html",
        {
            "tender": evaluation.tender,
            "page": page,
            "promise_headers": PROMISE_HEADERS,
            "until": until_text(award),
            "form": form,
            "problems": problems,
        },
        status=422 if problems or form.errors else 200,
    )


def _award_answer(
    request: HttpRequest, award: Award, page: object, form: AwardForm, problems: list[str], status: int
) -> HttpResponse:
    """Draw the award page. Whoever may not decide reads why instead of the form."""
    try:
        evaluation_permissions.check_can_approve(request.user, award)
        why_not = ""
    except Refused as refused:
        why_not = str(refused)
    return render(
        request,
        "contracts/award_approve.html",
        {
            "tender": award.evaluation.tender,
            "page": page,
            "ranking_headers": RANKING_HEADERS,
            "promise_headers": PROMISE_HEADERS,
            "form": form,
            "problems": problems,
            "why_not": why_not,
        },
        status=status,
    )


@require_safe
def contract_list(request: HttpRequest) -> HttpResponse:
    """Every contract that the person may see, with how its promises stand."""
    found = Contract.objects.visible_to(request.user).select_related("tender__authority", "provider")
    page = Paginator(found.defer("tender__document"), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = contract_rows(list(page.object_list), request.now)
    return render(
        request,
        "contracts/contract_list.html",
        {"page": page, "headers": HEADERS, "rows": [row.cells for row in rows]},
    )


def _contract(request: HttpRequest, pk: int) -> Contract:
    """One contract that the person may see, with all that its pages name."""
    found = Contract.objects.visible_to(request.user).select_related("tender__authority", "provider")
    return get_object_or_404(found.defer("tender__document"), pk=pk)


@require_safe
def contract(request: HttpRequest, pk: int) -> HttpResponse:
    """What was promised, how far each promise has come, and every reporting period."""
    found = _contract(request, pk)
    return render(
        request,
        "contracts/contract.html",
        {
            "contract": found,
            "page": contract_page(found, request.user, request.now),
            "overview_headers": OVERVIEW_HEADERS,
            "is_ours": worn(request) == Hat("authority", found.tender.authority_id),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def return_submit(request: HttpRequest, pk: int, period_pk: int) -> HttpResponse:
    """One short page on which the provider reports a period, or answers a query about it."""
    period = get_object_or_404(
        Period.objects.visible_to(request.user).select_related("contract__tender", "contract__provider"),
        contract__pk=pk,
        pk=period_pk,
    )
    latest = period.returns.select_related("file", "decided_by").last()
    try:
        permissions.check_can_report(permissions.part_in(request.user, period.contract), period.contract)
        if request.method != "POST":
            status = ReturnStatus(latest.status) if latest else None
            check_reportable(period.ends_on, status, uk_day(request.now))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("contract", pk)
    form = _return_form(request, period, latest)
    if request.method == "POST" and form.is_valid():
        try:
            report = actions.submit_return(
                period,
                readings=form.readings(),
                story=form.cleaned_data["story"],
                file=form.cleaned_data["file"],
                from_version=form.cleaned_data["from_version"],
                by=request.user,
                now=request.now,
            )
        except actions.ReturnSentSince as since:
            form.keep_files()
            form.data = {**form.data.dict(), "from_version": since.latest.version if since.latest else 0}
            return _return_answer(request, period, latest, form, since.problems, 409)
        except Refused as refused:
            form.keep_files()
            return _return_answer(request, period, latest, form, refused.problems, 422)
        messages.success(
            request, f"You sent version {report.version} of your return. The contract manager will read it."
        )
        return redirect("contract", pk)
    return _return_answer(request, period, latest, form, [], 422 if request.method == "POST" else 200)


def _return_form(request: HttpRequest, period: Period, latest: Return | None) -> ReturnForm:
    """The form for the period, filled with what was sent before, or with what was typed just now."""
    promises = promises_in(period.contract_id, request.now)
    initial: dict[str, object] = {"from_version": 0}
    if latest:
        initial = {"from_version": latest.version, "story": latest.story}
        initial |= {
            f"number_{indicator}": quantity
            for indicator, quantity in latest.readings.values_list("indicator", "quantity")
        }
    typed = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    kept_file = latest.file.name if latest and latest.file else ""
    return ReturnForm(*typed, initial=initial, promises=promises, kept_file=kept_file, by=request.user, now=request.now)


def _return_answer(
    request: HttpRequest, period: Period, latest: Return | None, form: ReturnForm, problems: list[str], status: int
) -> HttpResponse:
    """Draw the return's page; with 409 it shows what was sent meanwhile above what was typed."""
    return render(
        request,
        "contracts/return_submit.html",
        {
            "period": period,
            "contract": period.contract,
            "is_late": uk_day(request.now) > period.due_on,
            "query": latest.query if latest and latest.status == ReturnStatus.QUERIED else "",
            "asked_by": latest.decided_by if latest else None,
            "meanwhile": return_page(latest, request.now) if status == 409 and latest else None,
            "number_headers": NUMBER_HEADERS,
            "form": form,
            "problems": problems,
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def period_extend(request: HttpRequest, pk: int, period_pk: int) -> HttpResponse:
    """A contract manager gives more time for one return, with a reason."""
    period = get_object_or_404(
        Period.objects.visible_to(request.user).select_related("contract__tender__authority", "contract__provider"),
        contract__pk=pk,
        pk=period_pk,
    )
    contract = period.contract
    if not allowed(permissions.check_can_decide, permissions.part_in(request.user, contract), contract):
        raise Http404
    form = ExtensionForm(request.POST or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.extend_period(period, **form.cleaned_data, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, f"The return for {period} is now due on {date_text(given.due_on)}.")
            return redirect("contract", pk)
    return render(
        request,
        "form_page.html",
        {
            "heading": "Give more time for a return",
            "caption": f"{contract.tender.title}: {period}",
            "intro": f"It is due by the end of {date_text(period.due_on)}. No other return moves.",
            "form": form,
            "problems": problems,
            "button": "Give more time",
            "back": reverse("contract", args=[pk]),
        },
        status=422 if form.errors or problems else 200,
    )


def _return(request: HttpRequest, pk: int, period_pk: int, version: int) -> Return:
    """One version of a return that the person may see, without the bytes of its file."""
    found = Return.objects.visible_to(request.user).select_related(
        "period__contract__tender__authority", "period__contract__provider", "file", "submitted_by", "decided_by"
    )
    return get_object_or_404(
        found.defer("file__content", "period__contract__tender__document"),
        period__contract__pk=pk,
        period__pk=period_pk,
        version=version,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def return_decide(request: HttpRequest, pk: int, period_pk: int, version: int) -> HttpResponse:
    """Read a return; a contract manager accepts it or asks about it."""
    report = _return(request, pk, period_pk, version)
    may_decide = _may_decide(request, report)
    form = DecisionForm(request.POST or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _decide_return(request, report, form.cleaned_data)
        except Refused as refused:
            problems = refused.problems
    waits = report.status == ReturnStatus.SUBMITTED
    return render(
        request,
        "contracts/return_decide.html",
        {
            "report": report,
            "contract": report.period.contract,
            "page": return_page(report, request.now),
            "number_headers": NUMBER_HEADERS,
            "form": form if may_decide and (waits or request.method == "POST") else None,
            "problems": problems,
        },
        status=422 if request.method == "POST" else 200,
    )


def _may_decide(request: HttpRequest, report: Return) -> bool:
    """Whether the person may decide the returns of this contract."""
    contract = report.period.contract
    return allowed(permissions.check_can_decide, permissions.part_in(request.user, contract), contract)


def _decide_return(request: HttpRequest, report: Return, said: dict[str, str]) -> HttpResponse:
    """Do what was decided, and go back to the contract."""
    if said["decision"] == "query":
        actions.query_return(report, said["reason"], by=request.user, now=request.now)
        messages.success(request, "You asked about the return. The provider will answer with a new version.")
    else:
        actions.accept_return(report, by=request.user, now=request.now)
        messages.success(request, "You accepted the return. Its numbers now count as delivered.")
    return redirect("contract", report.period.contract_id)


@require_safe
def return_file(request: HttpRequest, pk: int, period_pk: int, version: int) -> HttpResponse:
    """The file of a return, as a download, for those who may see the contract."""
    found = Return.objects.visible_to(request.user).select_related("file")
    report = get_object_or_404(
        found, period__contract__pk=pk, period__pk=period_pk, version=version, file__isnull=False
    )
    return download(report.file)
