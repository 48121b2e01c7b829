"""Opening the prices."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.views.finding import confirm, find, require
from socialvalue.text import count_text


@require_http_methods(["GET", "HEAD", "POST"])
def open_prices(request: HttpRequest, pk: int) -> HttpResponse:
    """Break the second seal."""
    found = find(request, pk)
    require(permissions.check_can_open_prices, request.user, found)
    count = count_text(len(reports.bidders(found)), "bid")
    return confirm(
        request,
        found,
        actions.open_prices,
        heading="Open the prices",
        intro=f"This opens the prices of {count} and works out the ranking. It can be done once the panel has agreed "
        "every mark, and it can’t be undone. The price of a bid that fails a condition stays sealed.",
        button="Open the prices",
        done="The prices are open. The ranking is there.",
    )
