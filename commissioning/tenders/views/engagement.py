"""Having one's say: what anyone may read and answer, without an account."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.tenders.actions import response as actions
from commissioning.tenders.forms.response import ResponseForm, typed
from commissioning.tenders.lifecycle import Audience, EngagementPhase
from commissioning.tenders.models import Engagement, Invitation, Response
from commissioning.tenders.reports import engagement as reports
from socialvalue.limits import is_over
from socialvalue.refusals import Refused
from socialvalue.text import date_text, datetime_text

A_PAGE = 20
# A library, a care home or a mobile network is one connection for many people.
MOST_ANSWERS, WITHIN = 20, 600
TOO_MANY = (
    "Many answers have come from your connection in the last ten minutes, so this one was not sent. "
    "What you wrote is below. Wait ten minutes, then press “Send” again."
)


def visible(request: HttpRequest, pk: int) -> Engagement:
    """Return an engagement that the reader may see, or answer 404: a draft is only there for those who work on it."""
    found = Engagement.objects.visible_to(request.user).select_related("authority", "tender").defer("tender__document")
    return get_object_or_404(found.prefetch_related("invitations"), pk=pk)


@login_not_required
@require_safe
def engagement_list(request: HttpRequest) -> HttpResponse:
    """Everything that is asked now or soon, then what has ended."""
    ended = request.GET.get("ended") == "yes"
    page = Paginator(reports.published(request.now, ended=ended), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tenders/engagement/list.html",
        {"page": page, "rows": reports.rows(page.object_list, request.now), "ended": ended},
    )


@login_not_required
@require_safe
def engagement(request: HttpRequest, pk: int) -> HttpResponse:
    """What is planned, who is asked, when and where; afterwards what was heard and what came of it."""
    found = visible(request, pk)
    return render(
        request,
        "tenders/engagement/engagement.html",
        {"engagement": found, "page": reports.engagement_page(found, request.now)},
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int, audience: str) -> HttpResponse:
    """What one audience is told and asked. Whatever goes wrong, what was typed comes back."""
    found = visible(request, pk)
    invitation = _invitation(found, audience)
    if request.method != "POST":
        return _draw(request, found, invitation, ResponseForm(invitation, request.now))
    form = ResponseForm(invitation, request.now, request.POST)
    if found.phase(request.now) is EngagementPhase.OPEN:
        if not form.is_valid():
            return _draw(request, found, invitation, form, status=422)
        if is_over(request, "engagement", most=MOST_ANSWERS, seconds=WITHIN, now=request.now):
            return _draw(request, found, invitation, form, problems=[TOO_MANY], status=429)
    else:
        form.full_clean()
    try:
        given = actions.respond(
            found,
            Audience(invitation.audience),
            answers=form.answers() if form.is_valid() else {},
            key=form.key,
            organisation=form.cleaned_data.get("organisation", ""),
            may_quote=form.cleaned_data.get("may_quote", False),
            now=request.now,
        )
    except Refused as refused:
        return _draw(request, found, invitation, form, problems=refused.problems, status=422)
    return redirect("engagement_copy", pk=found.pk, key=given.key)


def _invitation(found: Engagement, audience: str) -> Invitation:
    """Return what one audience is asked; 404 if it is asked nothing."""
    for invitation in found.invitations.all():
        if invitation.audience == audience and invitation.questions:
            invitation.engagement = found
            return invitation
    raise Http404


def _draw(
    request: HttpRequest,
    found: Engagement,
    invitation: Invitation,
    form: ResponseForm,
    *,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    is_open = found.phase(request.now) is EngagementPhase.OPEN
    return render(
        request,
        "tenders/engagement/answer.html",
        {
            "engagement": found,
            "invitation": invitation,
            "audience": Audience(invitation.audience).label,
            "is_for_providers": invitation.audience == Audience.PROVIDERS,
            "days": reports.days_text(found, request.now),
            "kept_until": date_text(found.kept_until),
            "form": form,
            "problems": problems or [],
            "is_open": is_open,
            "can_type": is_open or found.published_at is None,
            "typed": typed(invitation, request.POST) if request.method == "POST" and not is_open else [],
        },
        status=status,
    )


@login_not_required
@never_cache
@require_safe
def copy(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """What somebody has just said, for themselves: only they have the key."""
    found = visible(request, pk)
    given = get_object_or_404(Response, engagement=found, key=key)
    return render(
        request,
        "tenders/engagement/copy.html",
        {
            "engagement": found,
            "answers": reports.answers_of(given, reports.questions_of(found), given.answers),
            "given": datetime_text(given.given_at),
            "given_response": given,
            "is_for_providers": given.audience == Audience.PROVIDERS,
            "kept_until": date_text(found.kept_until),
        },
    )


@login_not_required
@require_safe
def said(request: HttpRequest, pk: int) -> HttpResponse:
    """Every provider's words, once they are published."""
    found = visible(request, pk)
    if found.responses_published_at is None:
        raise Http404
    page = Paginator(reports.published_by_providers(found), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tenders/engagement/said.html",
        {
            "engagement": found,
            "page": page,
            "said": reports.said_views(found, page.object_list, page.start_index()),
            "published": datetime_text(found.responses_published_at),
        },
    )
