"""Choosing the route of a draft, with the reason."""

from dataclasses import asdict, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from commissioning.tenders import permissions, route
from commissioning.tenders.actions.draft import Stale, locked, save_draft
from commissioning.tenders.lifecycle import RouteEvent
from commissioning.tenders.models import RouteChoice, Tender
from commissioning.tenders.route import Answers, ThresholdKind
from commissioning.tenders.tenderfile import Procedure, plain
from commissioning.tenders.timetable import uk_day
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


@transaction.atomic
def choose_route(
    tender: Tender,
    answers: Answers,
    chosen: Procedure,
    reason: str,
    *,
    from_version: int,
    by: User,
    now: datetime,
) -> RouteChoice:
    """Put the route into the draft and keep why, with the thresholds of the day.

    The officer decides: a route that the answers close may be chosen too. Raises Stale like every save of a draft.
    """
    tender = locked(tender)
    permissions.check_can_edit(by, tender)
    if tender.version != from_version:
        raise Stale(tender)
    if not reason.strip():
        raise Refused("Say why you choose this route.")
    day = uk_day(now)
    saved = save_draft(
        tender,
        replace(tender.file, procedure=chosen),
        section="the route",
        from_version=from_version,
        by=by,
        now=now,
    )
    saved.drafters.add(by)
    standings = {advice.procedure: advice.standing for advice in route.routes(answers, day)}
    choice = RouteChoice.objects.create(
        tender=saved,
        answers={name: _kept(value) for name, value in asdict(answers).items()},
        thresholds={kind.value: _threshold(kind, now) for kind in ThresholdKind},
        suggested=route.suggested(answers, day),
        chosen=chosen,
        standing=standings[chosen],
        reason=reason.strip(),
        by=by,
        at=now,
    )
    record(
        RouteEvent.CHOSEN,
        target=saved,
        by=by,
        at=now,
        chosen=chosen.label,
        suggested=Procedure(choice.suggested).label,
        reason=choice.reason,
    )
    return choice


def _kept(value: object) -> object:
    """Return an answer as JSON keeps it: a figure as its digits."""
    if isinstance(value, Decimal):
        return plain(value)
    return value if isinstance(value, bool) or value is None else str(value)


def _threshold(kind: ThresholdKind, now: datetime) -> dict[str, str]:
    threshold = route.threshold_on(kind, uk_day(now))
    return {"amount": str(threshold.amount), "since": threshold.since.isoformat(), "source": threshold.source}
