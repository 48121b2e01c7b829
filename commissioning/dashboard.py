"""The roof: the front page, the hats, each hat's desk, and one case from draft to contract."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commissioning import cases
from commissioning.authorities.models import Role, Staff
from commissioning.bids.reports import my_tasks, open_bid_rows, waiting_for
from commissioning.contracts.models import Contract
from commissioning.contracts.reports import due_rows
from commissioning.tenders.models import Tender
from providers.models import Member, Provider
from providers.models import Role as MemberRole
from providers.permissions import roles_at
from providers.reports import expiring
from socialvalue.accounts.hats import Hat, wear, worn
from socialvalue.accounts.models import User
from socialvalue.audit.reports import history
from socialvalue.forms import Form

ON_A_PAGE = 50


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the portal is for, for anyone."""
    closing_soonest = Tender.objects.open_at(request.now).order_by("closes_at").defer("document")[:5]
    return render(
        request,
        "home.html",
        {"open_tenders": [(tender, tender.closing_text(request.now)) for tender in closing_soonest]},
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

    hat = forms.ChoiceField(label="Organisation", widget=forms.RadioSelect)


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
    hat = worn(request)
    if hat is not None and (desk := _desk(request, hat)):
        return desk
    offered = _hats(request.user)
    if len(offered) > 1:
        return redirect("hats")
    if not offered:
        return render(request, "roof/no_hat.html")
    hat, name, _ = offered[0]
    wear(request, hat, name)
    return _desk(request, hat)


def _desk(request: HttpRequest, hat: Hat) -> HttpResponse | None:
    """The desk of a hat, or None if it is not the person's (any more)."""
    return (_authority_desk if hat.kind == "authority" else _provider_desk)(request, hat.organisation_id)


def _authority_desk(request: HttpRequest, authority_id: int) -> HttpResponse | None:
    """Every case of the authority, newest first, and what each waits for."""
    staff = list(Staff.objects.filter(user=request.user, authority=authority_id).select_related("authority"))
    if not staff:
        return None
    roles = {one.role for one in staff}
    tenders = cases.with_stages(Tender.objects.filter(authority=authority_id), request.user)
    page = Paginator(tenders, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "roof/authority_desk.html",
        {
            "authority": staff[0].authority,
            "page": page,
            "rows": cases.rows(page.object_list, request.now),
            "may_draft": Role.COMMISSIONER in roles,
            "may_manage_people": Role.AUTHORITY_ADMIN in roles,
            "sees_outages": bool({Role.PROCUREMENT, Role.AUDITOR} & roles),
        },
    )


def _provider_desk(request: HttpRequest, provider_id: int) -> HttpResponse | None:
    """The provider's bids that can still be changed, its contracts that wait for a return, open tenders that suit it."""
    provider = Provider.objects.of(request.user).filter(pk=provider_id).first()
    if provider is None:
        return None
    bids = open_bid_rows(request.user, provider, request.now)
    suitable = Tender.objects.open_at(request.now).filter(service__in=provider.services).defer("document")
    suitable = suitable.exclude(pk__in=[bid.tender_pk for bid in bids])
    return render(
        request,
        "roof/provider_desk.html",
        {
            "provider": provider,
            "bids": bids,
            "mine": my_tasks(request.user, provider, request.now),
            "to_sign": waiting_for(request.user, provider, request.now),
            "expiring": expiring(provider, request.now),
            "may_change": bool(roles_at(request.user, provider) & {MemberRole.OWNER, MemberRole.WRITER}),
            "due": due_rows(Contract.objects.visible_to(request.user).filter(provider=provider), request.now),
            "suitable": [(tender, tender.closing_text(request.now)) for tender in suitable.order_by("closes_at")[:10]],
        },
    )


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One procurement from draft to contract, for the authority's staff, with the tender's history."""
    tender = get_object_or_404(cases.with_stages(Tender.objects.of_staff(request.user), request.user), pk=pk)
    return render(
        request,
        "roof/case.html",
        {
            "tender": tender,
            "step": cases.next_step(tender, request.now),
            "stages": cases.stages(tender, request.now),
            "conflicts": cases.conflicts(tender, request.now),
            "cancelling": cases.cancelling(tender, request.now),
            "closes": "" if tender.cancelled_at else tender.closing_text(request.now),
            "is_closed": bool(tender.closes_at and tender.closes_at <= request.now) and not tender.is_open(request.now),
            "entries": history(tender),
        },
    )
