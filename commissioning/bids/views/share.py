"""Bidding with others, on the partner's side: the invitation, and the organisation's own part of the bid."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from commissioning.bids import actions, permissions, reports
from commissioning.bids.forms import DeclineForm, OrganisationForm, SignForm
from commissioning.bids.lifecycle import STATE_COLOURS, STATE_LABELS, PartnerState, Status
from commissioning.bids.models import Commitment, Declaration, Partner, Submission
from commissioning.bids.notifications import INVITATION
from commissioning.bids.readiness import asked_by, digest_of
from commissioning.bids.reports.partner import commitment_lines, condition_lines
from commissioning.bids.views.finding import CONFLICT, REFUSED, page
from providers.models import Provider
from providers.permissions import roles_at
from socialvalue.refusals import Refused, allowed
from socialvalue.text import datetime_text, number_text

GONE = 410
WITH_ALL = ("bid__tender", "bid__provider", "provider", "signed_by")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """What the link in an invitation shows: who leads, the tender and the role. To answer, somebody signs in."""
    try:
        partner = Partner.own.filter(code=INVITATION.unsign(code)).select_related(*WITH_ALL).first()
    except BadSignature:
        partner = None
    if partner is None or partner.removed_at:
        return render(request, "bids/invitation_over.html", {"reason": ""}, status=404)
    user = request.user
    if partner.provider_id and user.is_authenticated and Partner.own.of(user).filter(pk=partner.pk).exists():
        return redirect("bid_share", partner_pk=partner.pk)
    if over := _over(partner, request):
        return render(request, "bids/invitation_over.html", {"reason": over}, status=GONE)
    if request.method == "POST" and not user.is_authenticated:
        return redirect_to_login(request.path)
    return _answering(request, partner)


def _over(partner: Partner, request: HttpRequest) -> str:
    """Why an invitation can't be answered any more; "" while it can."""
    if partner.provider_id:
        return "This invitation was answered already."
    try:
        permissions.check_still_asked(partner, request.now)
    except Refused as refused:
        return str(refused)
    return ""


def _answering(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Draw an invitation that can be answered, or take the answer."""
    bid, code, problems = partner.bid, partner.code, []
    step = request.POST.get("step", "")
    mine = Provider.objects.none()
    if request.user.is_authenticated:
        mine = Provider.objects.of(request.user, *permissions.ANSWERERS).exclude(pk=bid.provider_id)
    providers = list(mine)
    choose = OrganisationForm(
        request.POST if step == "choose" else None,
        initial={"provider": providers[0].pk if len(providers) == 1 else None},
    )
    choose.fields["provider"].queryset = mine
    decline = DeclineForm(request.POST if step == "decline" else None)
    try:
        if step == "choose" and choose.is_valid():
            provider = choose.cleaned_data["provider"]
            actions.choose_organisation(partner, code, provider, by=request.user, now=request.now)
            messages.success(request, f"{provider} takes part. Read its share, then sign it off.")
            return redirect("bid_share", partner_pk=partner.pk)
        if step == "decline" and decline.is_valid():
            reason = decline.cleaned_data["reason"]
            actions.refuse_invitation(partner, code, reason, by=request.user, now=request.now)
            messages.success(request, "You have declined. The lead has been told.")
            return redirect("dashboard")
    except Refused as refused:
        problems = refused.problems
    here = urlencode({"next": request.path})
    return page(
        request,
        "bids/invitation.html",
        bid,
        REFUSED if choose.errors or decline.errors or problems else 200,
        partner=partner,
        facts=[
            ("Lead", bid.provider.name),
            ("Tender", bid.tender.title),
            ("Your role", partner.role_text),
            ("Answer before", bid.closing_text(request.now)),
        ],
        providers=providers,
        choose=choose,
        decline=decline,
        wrong=choose if choose.errors else decline,
        problems=problems,
        sign_in=f"{reverse('account_login')}?{here}",
        sign_up=f"{reverse('account_signup')}?{here}",
        register=f"{reverse('provider_register')}?{here}",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, partner_pk: int) -> HttpResponse:
    """An organisation's own part in a bid of others, and nothing else of the bid; its owners and signatories sign here."""
    partner = get_object_or_404(Partner.own.of(request.user).select_related(*WITH_ALL), pk=partner_pk)
    step, problems, status = request.POST.get("step", ""), [], 200
    sign = SignForm(request.POST if step == "sign" else None)
    decline = DeclineForm(request.POST if step == "decline" else None)
    try:
        if step == "sign" and sign.is_valid():
            actions.sign_share(partner, request.POST.get("digest", ""), by=request.user, now=request.now)
            messages.success(request, "You have signed off your share. The lead has been told.")
            return redirect("bid_share", partner_pk=partner_pk)
        if step == "unsign":
            actions.withdraw_signature(partner, by=request.user, now=request.now)
            messages.success(request, "Your sign-off is withdrawn. The lead has been told.")
            return redirect("bid_share", partner_pk=partner_pk)
        if step == "decline" and decline.is_valid():
            actions.decline_share(partner, decline.cleaned_data["reason"], by=request.user, now=request.now)
            messages.success(request, "You have declined. The lead has been told.")
            return redirect("bid_share", partner_pk=partner_pk)
    except actions.ShareChanged as changed:
        problems, status, sign = changed.problems, CONFLICT, SignForm()
        partner.refresh_from_db()
    except Refused as refused:
        problems, status = refused.problems, REFUSED
    if sign.errors or decline.errors:
        status = REFUSED
    return _share_page(request, partner, status, problems, sign, decline)


def _share_page(
    request: HttpRequest, partner: Partner, status: int, problems: list[str], sign: SignForm, decline: DeclineForm
) -> HttpResponse:
    bid = partner.bid
    asked = asked_by(bid.tender.document)
    commitments, declarations = Commitment.own.filter(partner=partner), Declaration.own.filter(partner=partner)
    signed = reports.signed_of(partner, commitments, declarations)
    state = reports.state_of(partner, signed)
    is_open = allowed(permissions.check_takes_bids, bid.tender, request.now, bid.provider)
    newest = Submission.own.filter(bid=bid, version=partner.submitted_version).first()
    return page(
        request,
        "bids/share.html",
        bid,
        status,
        partner=partner,
        state=state,
        status_text=STATE_LABELS[state],
        status_colour=STATE_COLOURS[state],
        facts=[
            ("Lead", bid.provider.name),
            ("Your organisation", partner.provider.name),
            ("Your role", partner.role_text),
            ("Your part of the price", f"About {number_text(partner.percent)}%"),
        ],
        commitments=commitment_lines(signed),
        conditions=condition_lines(signed, asked),
        digest=digest_of(signed),
        signed_at=datetime_text(partner.signed_at) if partner.signed_at else "",
        submitted=(newest.reference, datetime_text(newest.submitted_at)) if newest else None,
        # Who is out of the bid learns no more of it than what was submitted with them.
        is_withdrawn=bid.status == Status.WITHDRAWN and state not in (PartnerState.REMOVED, PartnerState.DECLINED),
        may=permissions.may_answer(roles_at(request.user, partner.provider), partner, state, is_open),
        others=permissions.other_parts(partner.provider, bid),
        sign=sign,
        decline=decline,
        wrong=sign if sign.errors else decline,
        problems=problems,
    )
