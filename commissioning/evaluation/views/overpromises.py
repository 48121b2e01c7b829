"""Promises that stand out, as questions to ask."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.evaluation import permissions
from commissioning.evaluation.lifecycle import BEFORE_PRICES
from commissioning.evaluation.reports.overpromises import OverPromise
from commissioning.evaluation.reports.overpromises import overpromises as overpromises_of
from commissioning.evaluation.views.finding import find, page, require
from socialvalue.refusals import allowed


@require_safe
def overpromises(request: HttpRequest, pk: int) -> HttpResponse:
    """Every commitment beside those of the other bids and what was delivered, for those who see the moderation."""
    found = find(request, pk)
    require(permissions.check_sees_moderation, request.user, found)
    rows = overpromises_of(found)
    to_ask = sum(bool(row.ask) for row in rows)
    may_ask = (
        to_ask and found.status in BEFORE_PRICES and allowed(permissions.check_can_run, request.user, found.tender)
    )
    return page(
        request,
        "evaluation/overpromises.html",
        found,
        headers=OverPromise.HEADERS,
        rows=[(*row.row[:-1], _asking(row, pk) if row.ask and may_ask else row.row[-1]) for row in rows],
        to_ask=to_ask,
        back=reverse("moderation", args=[pk]),
    )


def _asking(row: OverPromise, pk: int) -> tuple[str, str]:
    """The question, as a link to where an officer puts it to the bidder."""
    address = reverse("query_ask", args=[pk, row.bidder.bid_id])
    return row.ask, f"{address}?{urlencode({'about': row.question_id})}"
