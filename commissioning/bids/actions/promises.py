"""Adding, changing and removing commitments."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from commissioning.bids.actions.locking import Stale, check_storable, locked_for_writing, question_of
from commissioning.bids.actions.partner import partner_in, tell_of_lapses
from commissioning.bids.models import Bid, Commitment
from commissioning.bids.readiness import AskedQuestion, milestone_faults
from commissioning.bids.reports import commitment_of
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused
from socialvalue.text import UK

MOST_TO_A_QUESTION = 20
"""More promises than anyone could watch; it also bounds the page."""


@dataclass(frozen=True)
class Promise:
    """What a commitment says. `quantity` and `baseline` count units; measure and unit are ignored where the question
    fixes them. `partner` is the id of the partner who delivers it, None for the bidder itself."""

    quantity: Decimal
    by_when: date
    evidence: str
    measure: str = ""
    unit: str = ""
    baseline: Decimal = Decimal()
    partner: int | None = None


@transaction.atomic
def save_commitment(
    bid: Bid,
    question_id: str,
    promise: Promise,
    *,
    commitment_id: int | None = None,
    from_version: int = 0,
    by: User,
    now: datetime,
) -> Commitment:
    """Add a commitment under a question, or change the one with `commitment_id`.

    A question that asks for a number takes exactly one, in its own measure and unit: without `commitment_id` its own is
    meant. Raises Stale when it was changed or removed since the page was made. Saving the same again changes nothing.
    """
    bid = locked_for_writing(bid, by=by, now=now)
    question = question_of(bid, question_id)
    said = _checked(question, promise, now) | {"partner": partner_in(bid, promise.partner)}
    rows = list(Commitment.own.filter(bid=bid, question_id=question_id))
    if question.is_commitment:
        row = rows[0] if rows else None
    elif commitment_id is not None:
        row = next((row for row in rows if row.pk == commitment_id), None)
        if row is None:
            raise Stale(None)
    else:
        row = None
        if len(rows) >= MOST_TO_A_QUESTION:
            raise Refused(f"A question can have at most {MOST_TO_A_QUESTION} commitments. Remove one first.")
    if row is None:
        row = Commitment.own.create(bid=bid, question_id=question_id, **said)
        tell_of_lapses(bid, now=now)
        return row
    if all(getattr(row, name) == value for name, value in said.items()):
        return row
    if row.version != from_version:
        raise Stale(row)
    for name, value in said.items():
        setattr(row, name, value)
    _check_milestones(row)
    row.version += 1
    row.save()
    tell_of_lapses(bid, now=now)
    return row


@transaction.atomic
def remove_commitment(bid: Bid, commitment_id: int, *, by: User, now: datetime) -> None:
    """Take a commitment out of the bid. Nothing happens if it is gone already."""
    bid = locked_for_writing(bid, by=by, now=now)
    Commitment.own.filter(bid=bid, pk=commitment_id).delete()
    tell_of_lapses(bid, now=now)


def _check_milestones(row: Commitment) -> None:
    """Refuse a promise that its own milestones no longer lead to."""
    faults = milestone_faults(
        commitment_of(row).milestones, unit=row.unit, quantity=row.quantity, by_when=row.by_when, today=date.min
    )
    if faults:
        raise Refused(*faults, "Change the milestones of this commitment first.")


def _checked(question: AskedQuestion, promise: Promise, now: datetime) -> dict[str, object]:
    """The columns of a commitment, or Refused with all that is wrong."""
    measure, unit = promise.measure.strip(), promise.unit.strip()
    if question.is_commitment and question.question.measure:
        measure, unit = question.question.measure.name or "", question.question.measure.unit or ""
    evidence = promise.evidence.strip()
    check_storable(measure, unit, evidence)
    wrong = [
        sentence
        for sentence, is_wrong in (
            ("Say what you promise.", not measure),
            ("Say in which unit it is counted.", not unit),
            ("Enter a quantity of 0 or more.", promise.quantity < 0),
            (
                "Enter a quantity above 0, or remove this commitment.",
                promise.quantity == 0 and not question.is_commitment,
            ),
            ("Enter a starting point of 0 or more.", promise.baseline < 0),
            ("Choose a day that is still to come.", promise.by_when <= now.astimezone(UK).date()),
            ("Say what will show that you did it.", not evidence),
        )
        if is_wrong
    ]
    if wrong:
        raise Refused(*wrong)
    return {
        "measure": measure,
        "unit": unit,
        "quantity": promise.quantity,
        "baseline": promise.baseline,
        "by_when": promise.by_when,
        "evidence": evidence,
    }
