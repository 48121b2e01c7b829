"""Pages about an authority's own people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commissioning.authorities import actions
from commissioning.authorities.models import Authority, Role, Staff
from socialvalue.accounts.forms import RoleForm
from socialvalue.audit.reports import history
from socialvalue.refusals import Refused


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
