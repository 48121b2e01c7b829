"""Pages about an authority's own people, and about the figures that its tenders are judged by."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commissioning.authorities import actions, reports
from commissioning.authorities.forms import AdoptForm, FigureForm, PolicyForm
from commissioning.authorities.models import Authority, Role, Staff
from commissioning.authorities.permissions import holds
from commissioning.authorities.policy import FIGURES, from_day
from socialvalue.accounts.forms import RoleForm
from socialvalue.audit.reports import history
from socialvalue.refusals import Refused
from socialvalue.text import UK, count_text, date_text


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who holds which role, for administrators; gives a role to a person who has an account."""
    authority = get_object_or_404(Authority.objects.staffed_by(request.user, Role.AUTHORITY_ADMIN), slug=slug)
    form = RoleForm(request.POST or None, roles=Role.choices)
    if request.method == "POST" and form.is_valid():
        person, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
        try:
            actions.give_role(authority, person, role, by=request.user, now=request.now)
        except Refused as refused:
            form.add_error(None, refused.problems)
        else:
            messages.success(request, f"{person} is now {role.label.lower()}.")
            return redirect("people", slug=slug)
    staff = Staff.objects.filter(authority=authority).select_related("user").order_by("user__name", "pk")
    return render(
        request,
        "authorities/people.html",
        {
            "authority": authority,
            "form": form,
            "staff": staff,
            "entries": history(authority),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def take_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End one role of one person."""
    authority = get_object_or_404(Authority.objects.staffed_by(request.user, Role.AUTHORITY_ADMIN), slug=slug)
    staff = get_object_or_404(Staff.objects.select_related("user"), authority=authority, pk=pk)
    try:
        actions.take_role(staff, by=request.user, now=request.now)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{staff.user} is no longer {staff.get_role_display().lower()}.")
    return redirect("people", slug=slug)


def of_staff(request: HttpRequest, slug: str) -> Authority:
    """Return an authority where the reader works, or answer 404."""
    return get_object_or_404(Authority.objects.staffed_by(request.user), slug=slug)


def today(request: HttpRequest) -> date:
    """Return the day on which the request arrived, in the United Kingdom."""
    return request.now.astimezone(UK).date()


@require_safe
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """Every figure that holds today, for all who work there."""
    authority = of_staff(request, slug)
    tables = [
        (group, [_policy_row(slug, line) for line in lines])
        for group, lines in reports.figure_groups(authority, today(request)).items()
    ]
    return render(
        request,
        "authorities/policy.html",
        {
            "authority": authority,
            "tables": tables,
            "headers": ["Figure", "Value", "Since", "Where it comes from"],
            "is_admin": holds(request.user, authority, Role.AUTHORITY_ADMIN),
        },
    )


def _policy_row(slug: str, line: reports.FigureLine) -> tuple[object, ...]:
    value = f"{line.value} ({line.coming})" if line.coming else line.value
    return ((line.label, reverse("policy_figure", args=[slug, line.key])), value, line.since, line.source)


@require_http_methods(["GET", "HEAD", "POST"])
def policy_figure(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One figure with its history; an administrator gives it a new value from a day on."""
    authority = of_staff(request, slug)
    figure = FIGURES.get(key)
    if figure is None:
        raise Http404("There is no such figure.")
    day = today(request)
    held = reports.policy_in_force(authority, day)
    is_admin = holds(request.user, authority, Role.AUTHORITY_ADMIN)
    form = FigureForm(figure, request.POST or None, text=held.text(key), initial={"since": day})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.set_figure(
                authority,
                key,
                said["value"],
                since=said["since"],
                source=said["source"],
                by=request.user,
                now=request.now,
            )
        except Refused as refused:
            problems = refused.problems
        else:
            new = reports.value_words(figure, said["value"])
            messages.success(request, f"{figure.label}: {new} from {date_text(said['since'])}.")
            return redirect("policy_figure", slug=slug, key=key)
    own = held.values.get(key)
    return render(
        request,
        "authorities/policy_figure.html",
        {
            "authority": authority,
            "figure": figure,
            "now": [
                ("Value today", reports.value_words(figure, held.text(key))),
                ("Since", date_text(own.since) if own else "Always: it is this portal’s default"),
                ("Where it comes from", held.source(key)),
                ("Default of this portal", reports.default_words(figure)),
            ],
            "rows": reports.figure_history(authority, figure),
            "headers": ["Value", "From", "Where it comes from", "Set by"],
            "is_admin": is_admin,
            "form": form,
            "problems": problems,
        },
        status=422 if problems or form.errors else 200,
    )


@require_safe
def policy_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """The authority's figures of today beside the policies that come with the portal."""
    authority = of_staff(request, slug)
    comparison = reports.compared(authority, today(request))
    return render(
        request,
        "authorities/policy_compare.html",
        {
            "authority": authority,
            "comparison": comparison,
            "headers": ["Figure", *comparison.names],
            "is_admin": holds(request.user, authority, Role.AUTHORITY_ADMIN),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def policy_adopt(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a policy, see what it would change, then adopt it. For administrators."""
    authority = get_object_or_404(Authority.objects.staffed_by(request.user, Role.AUTHORITY_ADMIN), slug=slug)
    if "adopt" in request.POST:
        return _adopt(request, authority)
    form = PolicyForm(
        request.POST or None,
        request.FILES or None,
        initial={"since": today(request)},
        by=request.user,
        now=request.now,
    )
    if request.method == "POST" and form.is_valid():
        return _adopt_page(request, authority, form, form.cleaned_data)
    return _adopt_page(request, authority, form, None, status=422 if form.errors else 200)


def _adopt(request: HttpRequest, authority: Authority) -> HttpResponse:
    """Adopt the policy that the page carried; where that is refused, show the choice again with the reasons."""
    carried = AdoptForm(request.POST)
    if not carried.is_valid():
        problems = ["The policy was damaged on the way. Choose it again."]
    else:
        said = carried.cleaned_data
        try:
            values = from_day(said["values"], said["since"])
            rows = actions.adopt_policy(authority, said["name"], values, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, f"Adopted “{said['name']}”: {count_text(len(rows), 'figure')} set.")
            return redirect("policy", slug=authority.slug)
    form = PolicyForm(initial={"since": today(request)}, by=request.user, now=request.now)
    return _adopt_page(request, authority, form, None, problems=problems, status=422)


def _adopt_page(
    request: HttpRequest,
    authority: Authority,
    form: PolicyForm,
    chosen: dict[str, Any] | None,
    *,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the choice of a policy or, with one `chosen`, what it would change and the button that adopts it."""
    context: dict[str, Any] = {"authority": authority, "form": form, "problems": problems}
    if chosen:
        found = reports.changes(reports.values_of(authority), from_day(chosen["values"], chosen["since"]))
        context |= {
            "chosen": chosen,
            "since": date_text(chosen["since"]),
            "carried": AdoptForm(initial={"text": chosen["text"], "since": chosen["since"].isoformat()}),
            "headers": ["Figure", "Before", "After", "From", "Where it comes from"],
            "changed": [_change_row(change) for change in found if change.is_change],
            "kept": [_change_row(change) for change in found if not change.is_change],
        }
    return render(request, "authorities/policy_adopt.html", context, status=status)


def _change_row(change: reports.Change) -> tuple[str, ...]:
    return (change.label, change.before, change.after, change.since, change.source)
