"""The roof: the front page, the hats, each hat's desk, and one case from draft to contract."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commissioning import cases
from commissioning.authorities.models import Authority, Role, Staff
from commissioning.contracts.models import Contract
from commissioning.contracts.reports import due_rows
from commissioning.tenders.models import Tender
from providers.models import Member, Provider
from socialvalue.accounts.hats import Hat, wear, worn
from socialvalue.accounts.models import User
from socialvalue.audit.reports import history
from socialvalue.forms import Form
from socialvalue.text import datetime_text

ON_A_PAGE = 50


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the portal is for, for anyone."""
    closing_soonest = Tender.objects.open_at(request.now).order_by("closes_at").defer("document")[:5]
    return render(
        request,
        "home.html",
        {"open_tenders": [(tender, datetime_text(tender.closes_at)) for tender in closing_soonest]},
    )


def _hats(user: User) -> list[tuple[Hat, str, str]]:
    """Every hat the person may wear: the hat, the organisation's name, and their roles there in words."""
    found: dict[Hat, tuple[str, list[str]]] = {}
    for staff in Staff.objects.filter(user=user).select_related("authority").order_by("authority__name", "pk"):
        hat = Hat("authority", staff.authority_id)
        found.setdefault(hat, (staff.authority.name, []))[1].append(staff.get_role_display())
    for member in Member.objects.filter(user=user).select_related("provider").order_by("provider__name", "pk"):
        hat = Hat("provider", member.provider_id)
        found.setdefault(hat, (member.provider.name, []))[1].append(member.get_role_display())
    return [(hat, name, ", ".join(roles)) for hat, (name, roles) in found.items()]


class HatForm(Form):
    """Which organisation to act for."""

    hat = forms.ChoiceField(label="Who are you working for?", widget=forms.RadioSelect)


@require_http_methods(["GET", "HEAD", "POST"])
def hats(request: HttpRequest) -> HttpResponse:
    """Choose the organisation to act for."""
    offered = {f"{hat.kind}:{hat.organisation_id}": (hat, name, roles) for hat, name, roles in _hats(request.user)}
    now_worn = worn(request)
    form = HatForm(
        request.POST or None, initial={"hat": f"{now_worn.kind}:{now_worn.organisation_id}" if now_worn else None}
    )
    form.fields["hat"].choices = [(key, f"{name} ({roles})") for key, (_, name, roles) in offered.items()]
    if request.method == "POST" and form.is_valid():
        hat, name, _ = offered[form.cleaned_data["hat"]]
        wear(request, hat, name)
        return redirect("dashboard")
    return render(request, "roof/hats.html", {"form": form, "offered": offered}, status=422 if form.errors else 200)


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The desk of the hat that is worn; with one hat only, that one; with none, what can be done from here."""
    offered = {hat: name for hat, name, _ in _hats(request.user)}
    hat = worn(request)
    if hat not in offered:
        if len(offered) > 1:
            return redirect("hats")
        if not offered:
            return render(request, "roof/no_hat.html")
        hat, name = next(iter(offered.items()))
        wear(request, hat, name)
    if hat.kind == "authority":
        return _authority_desk(request, Authority.objects.staffed_by(request.user).get(pk=hat.organisation_id))
    return _provider_desk(request, Provider.objects.of(request.user).get(pk=hat.organisation_id))


def _authority_desk(request: HttpRequest, authority: Authority) -> HttpResponse:
    """Every case of the authority, newest first, and what each waits for."""
    roles = set(Staff.objects.filter(user=request.user, authority=authority).values_list("role", flat=True))
    tenders = cases.with_stages(Tender.objects.of_staff(request.user).filter(authority=authority))
    page = Paginator(tenders, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "roof/authority_desk.html",
        {
            "authority": authority,
            "page": page,
            "rows": cases.rows(page, request.user, request.now),
            "may_draft": Role.COMMISSIONER in roles,
            "may_manage_people": Role.AUTHORITY_ADMIN in roles,
        },
    )


def _provider_desk(request: HttpRequest, provider: Provider) -> HttpResponse:
    """The provider's contracts that wait for a return, its bids, and open tenders for its services."""
    suitable = Tender.objects.open_at(request.now).filter(service__in=provider.services).defer("document")
    return render(
        request,
        "roof/provider_desk.html",
        {
            "provider": provider,
            "due": due_rows(Contract.objects.visible_to(request.user).filter(provider=provider), request.now),
            "suitable": [(tender, datetime_text(tender.closes_at)) for tender in suitable.order_by("closes_at")[:10]],
        },
    )


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One procurement from draft to contract, for the authority's staff, with the tender's history."""
    tender = get_object_or_404(cases.with_stages(Tender.objects.of_staff(request.user)), pk=pk)
    sight = cases.sight_of(request.user, [tender])
    return render(
        request,
        "roof/case.html",
        {
            "tender": tender,
            "step": cases.next_step(tender, sight, request.now),
            "stages": cases.stages(tender, sight, request.now),
            "closes": datetime_text(tender.closes_at) if tender.closes_at else "",
            "entries": history(tender),
        },
    )
