"""The award notice, the standstill and challenges."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.bids.models import Bid
from commissioning.evaluation import actions, permissions
from commissioning.evaluation.forms.standstill import (
    ChallengeDecisionForm,
    ChallengeForm,
    FeedbackCallForm,
    NoticeForm,
)
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Award, Evaluation
from commissioning.evaluation.reports.standstill import (
    CALL_HEADERS,
    CHALLENGE_HEADERS,
    call_rows,
    challenge_rows,
    law_of,
    standstill_rows,
    until_text,
)
from commissioning.evaluation.views.finding import fill_in, find, find_bid, page, require
from socialvalue.forms import Form


def _told(request: HttpRequest, pk: int) -> Evaluation:
    """The evaluation, for an officer, once the bidders have been told; 404 otherwise."""
    found = find(request, pk)
    require(permissions.check_can_run, request.user, found.tender)
    if found.status not in (Status.TOLD, Status.CONCLUDED):
        raise Http404
    return found


@require_safe
def standstill(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done and when, until when no contract can be made, and the challenges."""
    found = _told(request, pk)
    award = Award.objects.select_related("bid__provider").get(evaluation=found)
    challenges = list(found.challenges.select_related("bid__provider"))
    return page(
        request,
        "evaluation/standstill.html",
        found,
        rows=standstill_rows(award),
        law=law_of(found.tender),
        award=award,
        is_told=found.waits_at(Status.TOLD),
        challenge_headers=CHALLENGE_HEADERS,
        challenges=challenge_rows(challenges),
        call_headers=CALL_HEADERS,
        calls=call_rows(found.feedback_calls.select_related("bid__provider")),
        undecided=[one for one in challenges if one.decided_at is None],
    )


def _fill_in(
    request: HttpRequest, found: Evaluation, form: Form, act: Callable[[dict[str, Any]], str], to: str, **context: Any
) -> HttpResponse:
    """A form beside the standstill."""
    back = reverse("standstill", args=[found.tender_id])
    return fill_in(request, found, form, act, reverse(to, args=[found.tender_id]), back=back, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Record when the award notice was published."""
    found = _told(request, pk)
    law = law_of(found.tender)

    def act(said: dict[str, Any]) -> str:
        said = {"has_standstill": True, "reason": ""} | said
        award = actions.record_notice(found, **said, by=request.user, now=request.now)
        return f"The award notice is recorded. {until_text(award)}"

    return _fill_in(
        request,
        found,
        NoticeForm(_sent(request), is_demanded=law.is_demanded),
        act,
        "standstill",
        heading="Record the award notice",
        intro=f"{law.rule} ({law.source})",
        button="Record the notice",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def record_challenge(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a challenge. No contract is made until it is decided."""
    found = _told(request, pk)

    def act(said: dict[str, Any]) -> str:
        bid = find_bid(found, said["bid"])
        actions.record_challenge(
            found, bid, said["about"], received_at=said["received_at"], by=request.user, now=request.now
        )
        return "The challenge is recorded. No contract can be made until it is decided."

    return _fill_in(
        request,
        found,
        ChallengeForm(_bidders(found), _sent(request)),
        act,
        "standstill",
        heading="Record a challenge",
        intro="Every bidder is told that a challenge was received, not from whom.",
        button="Record the challenge",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def record_feedback_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a call or meeting in which a bidder was told more."""
    found = _told(request, pk)

    def act(said: dict[str, Any]) -> str:
        bid = find_bid(found, said.pop("bid"))
        actions.record_feedback_call(found, bid, **said, by=request.user, now=request.now)
        return "The feedback call is written down."

    return _fill_in(
        request,
        found,
        FeedbackCallForm(_bidders(found), _sent(request)),
        act,
        "standstill",
        heading="Write down a feedback call",
        intro="A bidder may ask for more than its letter says. What you tell one must not help it in this procurement.",
        button="Keep this note",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide_challenge(request: HttpRequest, pk: int, challenge_id: int) -> HttpResponse:
    """Decide a challenge, with the reason."""
    found = _told(request, pk)
    challenge = get_object_or_404(found.challenges.select_related("bid__provider"), pk=challenge_id)

    def act(said: dict[str, Any]) -> str:
        actions.decide_challenge(challenge, **said, by=request.user, now=request.now)
        return "Your decision is recorded, and every bidder is told."

    return _fill_in(
        request,
        found,
        ChallengeDecisionForm(_sent(request)),
        act,
        "evaluation",
        heading=f"Decide the challenge from {challenge.bid.provider}",
        intro=challenge.about,
        button="Record your decision",
    )


def _sent(request: HttpRequest) -> QueryDict | None:
    """What a form is filled with."""
    return request.POST if request.method == "POST" else None


def _bidders(found: Evaluation) -> list[tuple[UUID, str]]:
    """Every bid with its bidder's name, for a choice."""
    bids = Bid.objects.filter(tender=found.tender_id).select_related("provider").order_by("provider__name", "pk")
    return [(bid.pk, str(bid.provider)) for bid in bids]
