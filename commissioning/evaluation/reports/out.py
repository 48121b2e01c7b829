"""The bids that are out: those that fail a condition, and those disregarded for an abnormally low price."""

from uuid import UUID

from django.db.models import CharField, Value

from commissioning.evaluation.lifecycle.query import Outcome
from commissioning.evaluation.models import Evaluation, Gate, Query
from commissioning.evaluation.reports.method import Method


def bids_out(evaluation: Evaluation, published: Method) -> dict[UUID, tuple[str, ...]]:
    """Why each bid that is out is out, in sentences, by its id. Only what two officers found counts. One query."""
    names = {condition.id: condition.name.rstrip(".") for condition in published.conditions}
    failed = Gate.objects.final_fails().filter(evaluation=evaluation)
    low = Query.objects.filter(evaluation=evaluation, outcome=Outcome.DISREGARDED, confirmed_at__isnull=False)
    rows = (
        failed.order_by()
        .values_list("bid_id", "condition_id", "reason")
        .union(low.order_by().values_list("bid_id", Value("", output_field=CharField()), "reason"), all=True)
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for bid_id, condition_id, reason in rows:
        why = (
            f"It does not meet the condition “{names.get(condition_id, condition_id)}”: {reason}"
            if condition_id
            else f"Its price is abnormally low, and what was said of it did not explain it: {reason}"
        )
        found[bid_id] = (*found.get(bid_id, ()), why)
    return found
