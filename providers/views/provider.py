"""Pages of the organisations that bid. Only their own members see them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from providers import actions
from providers.forms import WHAT_MEMBERS_MAY_DO, FactsForm, ReachForm, StandingFactsForm
from providers.models import Member, Provider, Role
from providers.permissions import roles_at
from providers.reports import FACT_LABELS, expiring, fact_words
from socialvalue.accounts.forms import RoleForm
from socialvalue.accounts.hats import Hat, wear
from socialvalue.audit.reports import history
from socialvalue.refusals import Refused
from socialvalue.text import list_text

# What was filled in on the first page waits in the session under this name, and where to go afterwards under the other.
FACTS, AFTERWARDS = "registration", "registration_then"
NOT_READ = -1


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register an organisation, page 1 of 2: who it is. `?next=` is an address of ours to go on to afterwards."""
    then = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(then, allowed_hosts=None):
        request.session[AFTERWARDS] = then
    form = FactsForm(request.POST or None, initial=request.session.get(FACTS))
    if request.method == "POST" and form.is_valid():
        request.session[FACTS] = form.cleaned_data
        return redirect("provider_register_reach")
    return render(
        request,
        "providers/register.html",
        {
            "heading": "Register your organisation",
            "caption": "Page 1 of 2",
            "form": form,
            "button": "Continue",
            "back": reverse("dashboard"),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def register_reach(request: HttpRequest) -> HttpResponse:
    """Register an organisation, page 2 of 2: what it does and where."""
    facts = request.session.get(FACTS)
    if facts is None:
        return redirect("provider_register")
    form = ReachForm(request.POST or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            provider = actions.register({**facts, **form.cleaned_data}, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            del request.session[FACTS]
            wear(request, Hat("provider", provider.pk), provider.name)
            messages.success(request, f"{provider.name} is registered. You can bid now.")
            return redirect(request.session.pop(AFTERWARDS, None) or reverse("provider", args=[provider.pk]))
    return render(
        request,
        "form_page.html",
        {
            "heading": f"What {facts['name']} does",
            "caption": "Page 2 of 2",
            "form": form,
            "problems": problems,
            "button": "Register the organisation",
            "back": reverse("provider_register"),
        },
        status=422 if form.errors or problems else 200,
    )


@require_safe
def provider(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation, as its members see it."""
    found = get_object_or_404(Provider.objects.of(request.user), pk=pk)
    held = roles_at(request.user, found)
    return render(
        request,
        "providers/provider.html",
        {
            "provider": found,
            "facts": [(label, fact_words(found)[name]) for name, label in FACT_LABELS.items() if name != "name"],
            "mine": list_text([role.label.lower() for role in Role if role in held]),
            "may_change": bool(held & {Role.OWNER, Role.WRITER}),
            "expiring": expiring(found, request.now),
            "entries": history(found),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Say and change the facts of the organisation, for its owners and writers."""
    found = get_object_or_404(Provider.objects.of(request.user, Role.OWNER, Role.WRITER), pk=pk)
    form = StandingFactsForm(request.POST or None, provider=found)
    if request.method != "POST" or not form.is_valid():
        return _draw_facts(request, found, form, status=422 if form.errors else 200)
    try:
        actions.save_facts(
            found, form.cleaned_data, from_version=read_version(request), by=request.user, now=request.now
        )
    except actions.Stale as stale:
        return _draw_facts(request, stale.provider, form, problems=stale.problems, is_stale=True, status=409)
    except Refused as refused:
        return _draw_facts(request, found, form, problems=refused.problems, status=422)
    messages.success(request, "The facts are saved.")
    return redirect("provider", pk=pk)


def read_version(request: HttpRequest) -> int:
    """Return the version that a page was made from; one that can't be read counts as stale."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else NOT_READ


def _draw_facts(
    request: HttpRequest,
    provider: Provider,
    form: StandingFactsForm,
    *,
    problems: list[str] | None = None,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Draw the facts. A page that comes back stands on the version it was made from, unless it shows what is saved now."""
    words = fact_words(provider)
    return render(
        request,
        "providers/facts.html",
        {
            "heading": "Facts about your organisation",
            "caption": provider.name,
            "form": form,
            "groups": form.groups(),
            "provider_pk": provider.pk,
            "problems": problems,
            "is_stale": is_stale,
            "theirs": [(label, words[name]) for name, label in FACT_LABELS.items()] if is_stale else [],
            "version": read_version(request) if request.method == "POST" and not is_stale else provider.version,
            "button": "Save these facts",
            "back": reverse("provider", args=[provider.pk]),
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Who does what for the organisation; an owner gives roles here."""
    found = get_object_or_404(Provider.objects.of(request.user), pk=pk)
    form = RoleForm(request.POST or None, roles=Role.choices, hints=WHAT_MEMBERS_MAY_DO)
    if request.method == "POST" and form.is_valid():
        person, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
        try:
            actions.give_role(found, person, role, by=request.user, now=request.now)
        except Refused as refused:
            form.add_error(None, refused.problems)
        else:
            messages.success(request, f"{person} is now {role.label.lower()}.")
            return redirect("provider_members", pk=pk)
    return render(
        request,
        "providers/members.html",
        {
            "provider": found,
            "form": form,
            "members": Member.objects.filter(provider=found).select_related("user").order_by("user__name", "pk"),
            "is_owner": Role.OWNER in roles_at(request.user, found),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def member_end(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """End one role of one person."""
    found = get_object_or_404(Provider.objects.of(request.user), pk=pk)
    member = get_object_or_404(Member.objects.select_related("user"), provider=found, pk=member_pk)
    try:
        actions.take_role(member, by=request.user, now=request.now)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{member.user} is no longer {member.get_role_display().lower()}.")
    if not Provider.objects.of(request.user).filter(pk=pk).exists():
        return redirect("dashboard")
    return redirect("provider_members", pk=pk)
