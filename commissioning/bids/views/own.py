"""A provider's bids: starting one, seeing it whole, its receipts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.bids import actions, permissions, reports
from commissioning.bids.forms import StartForm
from commissioning.bids.lifecycle import COLOURS, LABELS, Status
from commissioning.bids.models import Bid, Submission
from commissioning.bids.readiness import asked_by
from commissioning.bids.views.finding import find_bid, from_version, members_of, page
from commissioning.tenders.models import Tender, final_text
from commissioning.tenders.reports.findings import hours_asked
from providers.models import Provider, Role
from socialvalue.accounts.hats import worn
from socialvalue.audit.reports import history
from socialvalue.refusals import Refused, allowed
from socialvalue.text import count_text, list_text


@require_safe
def bid_list(request: HttpRequest) -> HttpResponse:
    """Every bid of the person's providers, and the parts that they have in bids of others."""
    return render(
        request,
        "bids/list.html",
        {
            "rows": reports.bid_rows(request.user, request.now),
            "shares": reports.share_rows(request.user, request.now),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def bid_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a bid for an open tender, for an organisation of the person's; with none, register one first."""
    tender = get_object_or_404(Tender.objects.published(), pk=pk)
    mine = Provider.objects.of(request.user, *permissions.WRITERS)
    providers = list(mine)
    in_time = [one for one in providers if allowed(permissions.check_takes_bids, tender, request.now, one)]
    is_open = bool(in_time) or allowed(permissions.check_takes_bids, tender, request.now)
    if not providers and is_open:
        here = urlencode({"next": reverse("bid_start", args=[pk])})
        return redirect(f"{reverse('provider_register')}?{here}")
    if request.method == "GET" and len(providers) == 1:
        begun = Bid.own.of(request.user).filter(tender=tender, provider=providers[0]).first()
        if begun is not None:
            return redirect("bid", pk=begun.pk)
    hat = worn(request)
    first = next(
        (one.pk for one in providers if hat and hat.kind == "provider" and one.pk == hat.organisation_id), None
    )
    initial = {"provider": first or (providers[0].pk if len(providers) == 1 else None)}
    form = StartForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["provider"].queryset = mine
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            bid = actions.start_bid(tender, form.cleaned_data["provider"], by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            return redirect("bid", pk=bid.pk)
    return render(
        request,
        "bids/start.html",
        {
            "tender": tender,
            "closes": (Bid(tender=tender, provider=in_time[0]) if in_time else tender).closing_text(request.now),
            "asked": asked_by(tender.document),
            "hours": hours_asked(tender, tender.file, request.now),
            "is_open": is_open,
            "form": form,
            "problems": problems,
        },
        status=422 if form.errors or problems else 200,
    )


@require_safe
def bid(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One bid at a glance: every question, what is left, what was submitted, what happened."""
    found = find_bid(request, pk)
    members = members_of(found)
    held = frozenset(Role(member.role) for member in members if member.user_id == request.user.pk)
    signatories = [member.user.name for member in members if member.role == Role.SIGNATORY]
    seen = reports.overview(found)
    asked = seen.asked
    comments = reports.open_comments(found)
    is_open = found.is_open(request.now)
    facts = [
        ("Bidder", found.provider.name),
        ("Send it before" if is_open else "Closed at", found.closing_text(request.now)),
        ("The closing is final", final_text()),
        ("Who can submit it", list_text(signatories, "or") or "Nobody yet. An owner can make somebody signatory."),
        (
            "How much there is to write",
            f"{count_text(len(asked.questions), 'question')}, up to {count_text(asked.words, 'word')}.",
        ),
    ]
    return page(
        request,
        "bids/bid.html",
        found,
        seen=reports.with_people(seen, found, reports.assignments(found), comments),
        asking=reports.sign_off(found, seen),
        signatories=list_text(signatories, "or"),
        open_comments=sum(comments.values()),
        facts=facts,
        status_text=LABELS[Status(found.status)],
        status_colour=COLOURS[Status(found.status)],
        may=permissions.may(held, found, request.now),
        addenda=reports.unconfirmed(found, seen.newest) if found.status == Status.SUBMITTED else [],
        headers=reports.VERSION_HEADERS,
        entries=history(found),
        more_time=reports.own_extensions(found) if found.asked_for_time else [],
        may_ask_for_time=found.is_open(request.now) and bool(held.intersection(permissions.WRITERS)),
    )


def submission_of(request: HttpRequest, pk: UUID, version: int) -> Submission:
    """One submitted version of a bid of the person's providers, or 404."""
    rows = Submission.own.select_related("bid__tender", "bid__provider", "submitted_by", "pack").defer("pack__document")
    return get_object_or_404(rows, bid__in=Bid.own.of(request.user), bid=pk, version=version)


@require_safe
def receipt(request: HttpRequest, pk: UUID, version: int) -> HttpResponse:
    """The receipt of one submitted version, from the committed row."""
    submission = submission_of(request, pk, version)
    newest = Submission.own.filter(bid=pk, version__gt=version).order_by("-version").values_list("version", flat=True)
    return page(
        request,
        "bids/receipt.html",
        submission.bid,
        submission=submission,
        facts=reports.receipt_facts(submission),
        newest=newest.first(),
        is_withdrawn=submission.bid.status == Status.WITHDRAWN,
    )


@require_safe
def receipt_file(request: HttpRequest, pk: UUID, version: int) -> HttpResponse:
    """The canonical bid, byte for byte what the receipt's hash was made of."""
    submission = submission_of(request, pk, version)
    name = f"{submission.reference}-version-{submission.version}.json"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(submission.content.encode(), content_type="application/json", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Confirm that the bid stands as it was submitted, though the tender has changed since."""
    found = find_bid(request, pk)
    problems: list[str] = []
    if request.method == "POST":
        try:
            actions.confirm_after_addendum(
                found, tender_version=from_version(request, "tender_version"), by=request.user, now=request.now
            )
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "Your bid is confirmed as it was submitted.")
            return redirect("bid", pk=pk)
    seen = reports.overview(found)
    return page(
        request,
        "bids/confirm.html",
        found,
        422 if problems else 200,
        heading="Confirm your bid as it stands?",
        caption=found.tender.title,
        seen=seen,
        addenda=reports.unconfirmed(found, seen.newest) if found.status == Status.SUBMITTED else [],
        problems=problems,
        button="Confirm the bid as it stands",
        back=reverse("bid", args=[pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask once more, then withdraw the bid."""
    found = find_bid(request, pk)
    problems: list[str] = []
    if request.method == "POST":
        try:
            actions.withdraw(found, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "The bid is withdrawn. It will not be opened.")
            return redirect("bid", pk=pk)
    return page(
        request,
        "form_page.html",
        found,
        422 if problems else 200,
        heading="Withdraw this bid?",
        caption=found.tender.title,
        intro="It will not be opened or marked. What you wrote stays here. You can submit it again until the tender "
        f"closes at {found.closing_text(request.now)}.",
        problems=problems,
        button="Withdraw the bid",
        warning=True,
        back=reverse("bid", args=[pk]),
    )
