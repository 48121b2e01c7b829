"""Would another bid have come first?"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.evaluation import permissions
from commissioning.evaluation.reports.robustness import robustness as robustness_of
from commissioning.evaluation.views.finding import find, page, require
from socialvalue.refusals import Refused


@require_safe
def robustness(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranking worked out again with one thing changed at a time, for officers and auditors."""
    found = find(request, pk)
    require(permissions.check_sees_robustness, request.user, found)
    where = {"ranking_address": reverse("ranking", args=[pk])}
    try:
        answers = robustness_of(found)
    except Refused as refusal:
        return page(request, "evaluation/robustness.html", found, 422, problems=refusal.problems, **where)
    return page(request, "evaluation/robustness.html", found, answers=answers, **where)
