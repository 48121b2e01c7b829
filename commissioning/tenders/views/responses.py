"""What people said, as those who work on it read it: the responses, their themes, and the reply to each theme."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from commissioning.tenders.actions import response as response_actions
from commissioning.tenders.actions import theme as theme_actions
from commissioning.tenders.forms.engagement import (
    HideForm,
    MergeForm,
    QuoteForm,
    ReplyForm,
    TagForm,
    ThemeNameForm,
    WordsForm,
)
from commissioning.tenders.lifecycle import Audience
from commissioning.tenders.models import Engagement, Response, Theme
from commissioning.tenders.permissions import engagement as permissions
from commissioning.tenders.reports import engagement as reports
from commissioning.tenders.reports import engagement_desk
from commissioning.tenders.views.draft import read_number
from commissioning.tenders.views.engagement_desk import for_commissioner, worked_on
from socialvalue.forms import Form
from socialvalue.refusals import Refused, allowed
from socialvalue.text import count_text

A_PAGE = 20
MOST_TICKED = 100


def _chosen(request: HttpRequest, found: Engagement):  # type: ignore[no-untyped-def]
    """Return the responses that the address asks for: of an audience, with a theme, hidden or not."""
    responses = found.responses.prefetch_related("themes")
    if (audience := request.GET.get("audience")) in list(Audience):
        responses = responses.filter(audience=audience)
    if (theme := read_number(request.GET.get("theme", ""))) is not None:
        responses = responses.filter(themes=theme)
    if request.GET.get("theme") == "none":
        responses = responses.filter(themes=None)
    return responses


@require_http_methods(["GET", "HEAD", "POST"])
def responses(request: HttpRequest, pk: int) -> HttpResponse:
    """Every response as it was written; a POST puts a theme on those that are ticked, or takes it off."""
    found = worked_on(request, pk)
    themes = list(found.themes.all())
    form = TagForm(themes, request.POST or None)
    ticked = [number for typed in request.POST.getlist("ticked")[:MOST_TICKED] if (number := read_number(typed))]
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            message = _tag(request, found, form, ticked)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, message)
            return redirect(request.get_full_path())
    page = Paginator(_chosen(request, found), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tenders/engagement/responses.html",
        {
            "engagement": found,
            "page": page,
            "rows": engagement_desk.response_views(found, page.object_list, reports.questions_of(found)),
            "form": form,
            "problems": problems,
            "ticked": ticked,
            "audiences": Audience.choices(),
            "themes": [(str(theme.pk), theme.name) for theme in themes],
            "audience": request.GET.get("audience", ""),
            "theme": request.GET.get("theme", ""),
            "may_work": allowed(permissions.check_can_work, request.user, found),
        },
        status=422 if problems or form.errors else 200,
    )


def _tag(request: HttpRequest, found: Engagement, form: TagForm, ticked: list[int]) -> str:
    """Put a theme on the ticked responses, or take it off, and say what was done."""
    take_off = request.POST.get("decision") == "take_off"
    theme = form.cleaned_data["theme"]
    if form.cleaned_data["name"]:
        if not ticked:
            raise Refused("Tick at least one response.")
        theme = theme_actions.add_theme(found, form.cleaned_data["name"], by=request.user, now=request.now)
    count = theme_actions.tag(theme, ticked, by=request.user, now=request.now, take_off=take_off)
    how = "taken off" if take_off else "put on"
    return f"“{theme.name}” {how} {count_text(count, 'response')}."


@require_http_methods(["GET", "HEAD", "POST"])
def response(request: HttpRequest, pk: int, response_pk: int) -> HttpResponse:
    """One response: words taken out, words to show, hiding."""
    found = worked_on(request, pk)
    given = get_object_or_404(found.responses.prefetch_related("themes"), pk=response_pk)
    given.engagement = found
    asked = reports.questions_of(found)
    decision = request.POST.get("decision")
    is_providers = given.audience == Audience.PROVIDERS

    def posted(name: str) -> object:
        return request.POST if decision == name else None

    forms = {
        "words": WordsForm(given, asked, posted("words")),
        "quote": QuoteForm(posted("quote"), initial={"quote": given.quote}),
        "hide": HideForm(posted("hide")),
    }
    problems: list[str] = []
    form = forms.get(decision or "")
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            message = _do(request, given, decision, form)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, message)
            if decision == "erase":
                return redirect("engagement_responses", pk=found.pk)
            return redirect("engagement_response", pk=found.pk, response_pk=given.pk)
    return render(
        request,
        "tenders/engagement/response.html",
        {
            "engagement": found,
            "given": given,
            "row": engagement_desk.response_view(found, given, asked),
            "form": form,
            "words_form": forms["words"] if is_providers and found.responses_published_at is None else None,
            "quote_form": forms["quote"] if given.may_quote else None,
            "hide_form": None if given.hidden_at else forms["hide"],
            "problems": problems,
            "may_work": allowed(permissions.check_can_work, request.user, found),
        },
        status=422 if problems or (form and form.errors) else 200,
    )


def _do(request: HttpRequest, given: Response, decision: str | None, form: Form | None) -> str:
    """Do what was decided about one response, and say what was done."""
    who = {"by": request.user, "now": request.now}
    match decision:
        case "words":
            response_actions.take_words_out(given, form.edited(), **who)
            return "Saved. These are the words that will be published."
        case "quote":
            quoted = response_actions.publish_quote(given, form.cleaned_data["quote"], **who)
            return "Published on the public page." if quoted.quote else "No words of it are shown."
        case "hide":
            response_actions.hide(given, form.cleaned_data["reason"], **who)
            return "Hidden. It is kept, but published and counted nowhere."
        case "show":
            response_actions.show(given, **who)
            return "It is no longer hidden."
        case "erase":
            response_actions.erase(given, **who)
            return "Erased."
    raise Refused("Choose what to do.")


@require_http_methods(["GET", "HEAD", "POST"])
def themes(request: HttpRequest, pk: int) -> HttpResponse:
    """Every theme with its counts; a POST adds one."""
    found = worked_on(request, pk)
    form = ThemeNameForm(request.POST or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            theme = theme_actions.add_theme(found, form.cleaned_data["name"], by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, f"“{theme.name}” added.")
            return redirect("engagement_themes", pk=found.pk)
    return render(
        request,
        "tenders/engagement/themes.html",
        {
            "engagement": found,
            "headers": engagement_desk.THEME_HEADERS,
            "rows": engagement_desk.theme_rows(found),
            "form": form,
            "problems": problems,
            "may_work": allowed(permissions.check_can_work, request.user, found),
        },
        status=422 if problems or form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def theme(request: HttpRequest, pk: int, theme_pk: int) -> HttpResponse:
    """One theme: the reply to it, its name, and the theme it may be merged into."""
    found = for_commissioner(request, pk)
    its = get_object_or_404(found.themes.select_related("engagement__tender"), pk=theme_pk)
    decision = request.POST.get("decision")
    said = {name: getattr(its, name) for name in ("heard", "did", "question_ids")}
    said["is_changed"] = {None: None, True: "yes", False: "no"}[its.is_changed]

    def posted(name: str) -> object:
        return request.POST if decision == name else None

    forms = {
        "reply": ReplyForm(its.engagement.tender, posted("reply"), initial=said),
        "rename": ThemeNameForm(posted("rename"), initial={"name": its.name}),
        "merge": MergeForm(its, posted("merge")),
    }
    problems: list[str] = []
    theirs: Theme | None = None
    form = forms.get(decision or "")
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            message = _change(request, its, decision, form)
        except theme_actions.StaleReply as stale:
            problems, theirs = stale.problems, stale.theme
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, message)
            return redirect("engagement_themes", pk=found.pk)
    return render(
        request,
        "tenders/engagement/theme.html",
        {
            "engagement": found,
            "theme": its,
            "forms": forms,
            "form": form,
            "problems": problems,
            "theirs": theirs,
            # A page with faults still stands on what it was made from; one that shows what is saved moves on.
            "state": request.POST.get("state", "") if decision == "reply" and theirs is None else its.state,
        },
        status=409 if theirs else 422 if problems or (form and form.errors) else 200,
    )


def _change(request: HttpRequest, its: Theme, decision: str | None, form: Form | None) -> str:
    """Do what was decided about one theme, and say what was done."""
    who = {"by": request.user, "now": request.now}
    match decision:
        case "reply":
            said = {"question_ids": []} | form.cleaned_data
            theme_actions.write_reply(its, **said, from_state=request.POST.get("state", ""), **who)
            return f"Saved what you heard and did about “{its.name}”."
        case "rename":
            return f"It is called “{theme_actions.rename_theme(its, form.cleaned_data['name'], **who).name}” now."
        case "merge":
            return f"Merged into “{theme_actions.merge_themes(its, form.cleaned_data['into'], **who).name}”."
    raise Refused("Choose what to do.")
