"""The commissioner's desk of an engagement: its parts, its publication, and the tender it leads to."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.authorities.models import Authority, Role
from commissioning.tenders.actions import engagement as actions
from commissioning.tenders.actions import response as response_actions
from commissioning.tenders.actions import theme as theme_actions
from commissioning.tenders.forms.engagement import (
    EASY_AGE,
    EngagementAboutEditor,
    EngagementEditor,
    InvitationEditor,
    SessionsEditor,
    StartEngagementForm,
    TenderLinkForm,
)
from commissioning.tenders.lifecycle import Audience
from commissioning.tenders.models import Engagement, Invitation, Tender
from commissioning.tenders.permissions import engagement as permissions
from commissioning.tenders.proportionality.readability import reading_age
from commissioning.tenders.reports import engagement as reports
from commissioning.tenders.reports import engagement_desk
from commissioning.tenders.views.draft import read_version
from socialvalue.audit.reports import history
from socialvalue.refusals import Refused, allowed

A_PAGE = 20
DONE = {
    "publish": "Published. Everyone can read it now, and answer from the first day on.",
    "publish_responses": "Published. Everyone can read what providers said.",
    "publish_replies": "Published. Everyone can read “You said, we did”.",
}


def worked_on(request: HttpRequest, pk: int) -> Engagement:
    """Return an engagement that the reader works on or checks, or answer 404."""
    found = Engagement.objects.read_by(request.user).select_related("authority", "tender").defer("tender__document")
    return get_object_or_404(found.prefetch_related("invitations"), pk=pk)


def for_commissioner(request: HttpRequest, pk: int) -> Engagement:
    """Return an engagement of an authority where the reader is a commissioner, or answer 404."""
    authorities = Authority.objects.staffed_by(request.user, Role.COMMISSIONER)
    return get_object_or_404(Engagement.objects.filter(authority__in=authorities).select_related("authority"), pk=pk)


@require_safe
def ours(request: HttpRequest) -> HttpResponse:
    """The engagements that the reader works on, newest first."""
    found = Engagement.objects.read_by(request.user).select_related("authority")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tenders/engagement/ours.html",
        {
            "page": page,
            "rows": reports.rows(page.object_list, request.now, "engagement_desk"),
            "may_start": Authority.objects.staffed_by(request.user, Role.COMMISSIONER).exists(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin an engagement with its title and days."""
    authorities = Authority.objects.staffed_by(request.user, Role.COMMISSIONER)
    form = StartEngagementForm(authorities, request.POST or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start(**form.cleaned_data, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "The draft is started. Every page of it can be left and found again.")
            return redirect("engagement_desk", pk=made.pk)
    return render(
        request,
        "form_page.html",
        {
            "heading": "Ask before you draft",
            "intro": "Say what you plan, and ask providers, the people who use the service, and anyone.",
            "form": form,
            "problems": problems,
            "button": "Start",
            "back": reverse("engagement_ours"),
        },
        status=422 if problems or form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an engagement stands and what can be done next; a POST publishes it, its responses or its replies."""
    found = worked_on(request, pk)
    problems: list[str] = []
    if request.method == "POST":
        decision = request.POST.get("decision")
        try:
            _decide(request, found, decision)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, DONE[decision])
            return redirect("engagement_desk", pk=found.pk)
    is_ours = allowed(permissions.check_can_work, request.user, found)
    return render(
        request,
        "tenders/engagement/desk.html",
        {
            "engagement": found,
            "desk": engagement_desk.desk(found, request.now, may_work=is_ours),
            "may_work": is_ours,
            "problems": problems,
            "history": history(found),
        },
        status=422 if problems else 200,
    )


def _decide(request: HttpRequest, found: Engagement, decision: str | None) -> None:
    """Do what was decided; refuse what is no decision."""
    match decision:
        case "publish":
            actions.publish(found, by=request.user, now=request.now)
        case "publish_responses":
            response_actions.publish_responses(found, by=request.user, now=request.now)
        case "publish_replies":
            theme_actions.publish_replies(found, by=request.user, now=request.now)
        case _:
            raise Refused("Choose what to do.")


@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """What is planned."""
    found = for_commissioner(request, pk)
    return _edit(request, found, lambda engagement, data=None: EngagementAboutEditor(engagement, data))


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, pk: int, audience: str) -> HttpResponse:
    """What one audience is told and asked."""
    found = for_commissioner(request, pk)
    if audience not in list(Audience):
        raise Http404

    def editor(engagement: Engagement, data: object = None) -> InvitationEditor:
        kept = Invitation.objects.filter(engagement=engagement, audience=audience).first()
        kept = kept or Invitation(engagement=engagement, audience=audience)
        kept.engagement = engagement
        return InvitationEditor(kept, data)

    return _edit(request, found, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """The meetings. They can be changed at any time."""
    found = for_commissioner(request, pk)
    return _edit(request, found, lambda engagement, data=None: SessionsEditor(engagement, data))


def _edit(request: HttpRequest, found: Engagement, editor_of) -> HttpResponse:  # type: ignore[no-untyped-def]
    """Draw and save one part. `editor_of` makes its editor from an engagement and what was posted."""
    if request.method != "POST":
        editor = editor_of(found)
        check = permissions.check_can_work if isinstance(editor, SessionsEditor) else permissions.check_can_edit
        try:
            check(request.user, found)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("engagement_desk", pk=found.pk)
        return _draw(request, found, editor)
    editor = editor_of(found, request.POST)
    if not editor.is_valid():
        return _draw(request, found, editor, status=422)
    try:
        saved = editor.save(from_version=read_version(request), by=request.user, now=request.now)
    except actions.StaleEngagement as stale:
        theirs = editor_of(stale.engagement).said()
        return _draw(request, stale.engagement, editor, problems=stale.problems, theirs=theirs, status=409)
    except Refused as refused:
        return _draw(request, found, editor, problems=refused.problems, status=422)
    messages.success(request, f"{editor.label} saved.")
    if request.POST.get("next") == "more":
        return redirect(f"{request.path}#more")
    return redirect("engagement_desk", pk=saved.pk)


def _draw(
    request: HttpRequest,
    found: Engagement,
    editor: EngagementEditor,
    *,
    problems: list[str] | None = None,
    theirs: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw one part. `theirs` is what is saved now, when that is not what the page was made from."""
    is_stale = theirs is not None
    return render(
        request,
        "tenders/engagement/part.html",
        {
            "engagement": found,
            "editor": editor,
            "form": editor.form,
            "rows": editor.rows,
            "problems": problems or [],
            "is_stale": is_stale,
            "theirs": theirs,
            # A page with faults still stands on the version it was made from; one that shows what is saved moves on.
            "version": read_version(request) if request.method == "POST" and not is_stale else found.version,
            "advice": _advice(editor),
        },
        status=status,
    )


def _advice(editor: EngagementEditor) -> str:
    """Say how easy the saved easy-read text is; "" where there is none."""
    if not isinstance(editor, InvitationEditor) or not editor.invitation.easy_read:
        return ""
    age = reading_age(editor.invitation.easy_read)
    if age <= EASY_AGE:
        return f"The easy-read text has a reading age of about {age}. That is easy to read."
    return (
        f"The easy-read text has a reading age of about {age}. Aim for {EASY_AGE}: shorter sentences, everyday words."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def tender_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the tender that the engagement leads to."""
    found = for_commissioner(request, pk)
    tenders = Tender.objects.filter(authority=found.authority).defer("document")
    form = TenderLinkForm(tenders, request.POST or None, initial={"tender": found.tender_id})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.link_tender(found, form.cleaned_data["tender"], by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "Saved.")
            return redirect("engagement_desk", pk=found.pk)
    return render(
        request,
        "form_page.html",
        {
            "heading": "The tender it leads to",
            "caption": found.title,
            "intro": "Then “You said, we did” can name the questions that it changed. Choosing another tender takes away "
            "what themes say of this one’s questions.",
            "form": form,
            "problems": problems,
            "button": "Save",
            "back": reverse("engagement_desk", args=[found.pk]),
        },
        status=422 if problems or form.errors else 200,
    )
