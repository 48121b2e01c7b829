"""Every paper of an evaluation on one page: what can be made, what can't yet and why, and what was made."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commissioning.evaluation import papers, permissions
from commissioning.evaluation.views.finding import find, page, require


@require_safe
def evaluation_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers, for procurement officers and auditors, once the bids are opened."""
    found = find(request, pk)
    require(permissions.check_draws_opening_record, request.user, found)
    offers = papers.offers(found, request.user)
    return page(request, "evaluation/papers.html", found, offers=offers, made=papers.made(found, offers))
