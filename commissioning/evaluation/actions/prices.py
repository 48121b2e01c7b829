"""Opening the prices, once quality is final."""

from datetime import datetime

from django.db import transaction

from commissioning.bids import actions as bids
from commissioning.bids.models import Opening
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at
from commissioning.evaluation.models import Evaluation, Gate
from commissioning.evaluation.reports.bidders import still_in
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import count_text


@transaction.atomic
def open_prices(evaluation: Evaluation, *, by: User, now: datetime) -> Opening:
    """Open the prices of the bids that are still in. That of a bid which fails a condition is never opened."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_open_prices(by, evaluation)
    check_stands_at(Status(evaluation.status), Status.AGREED)
    if evaluation.hides_names:
        raise Refused("The chair must show the panel who the bidders are first.")
    out = set(Gate.objects.final_fails().filter(evaluation=evaluation).values_list("bid_id", flat=True))
    opening = bids.open_prices(evaluation.tender, out=out, by=by, now=now)

    evaluation.status = Status.PRICED
    evaluation.save(update_fields=["status"])
    count = count_text(still_in(evaluation).count(), "bid")
    record(EvaluationEvent.PRICES_OPENED, target=evaluation, by=by, at=now, count=count)
    notifications.send_prices_opened(evaluation, now=now)
    return opening
