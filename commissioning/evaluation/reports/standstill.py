"""The standstill of an award as people read it."""

from collections.abc import Iterable
from datetime import date

from commissioning.evaluation.models import Award, Challenge, FeedbackCall
from commissioning.tenders.models import Tender
from commissioning.tenders.tenderfile import Procedure
from commissioning.tenders.timetable import Standstill, add_working_days, standstill_of
from socialvalue.text import date_text, datetime_text

CHALLENGE_HEADERS = ("Received", "From", "About", "Decision")
CALL_HEADERS = ("Held", "With", "Who took part", "What was asked and said")
DAYS_AFTER_FURTHER_DECISION = 5
"""Working days that remain after the decision about a representation has been sent (SI 2023/1348, reg 12)."""


def law_of(tender: Tender) -> Standstill:
    """What the tender's route asks. One query."""
    return standstill_of(route_of(tender))


def route_of(tender: Tender) -> Procedure:
    """The route of the published tender. One query."""
    return tender.packs.order_by("-version")[0].file.procedure


def remaining_until(route: Procedure, until: date | None, decided_on: date) -> date | None:
    """The last day of a standstill after a challenge that was not upheld was decided.

    Under the Provider Selection Regime five whole working days follow the day of the decision, if that is later;
    elsewhere the days run on as they were.
    """
    if until is None or not route.value.startswith("psr_"):
        return until
    return max(until, add_working_days(decided_on, DAYS_AFTER_FURTHER_DECISION))


def until_text(award: Award) -> str:
    """When the standstill ends, as a sentence."""
    if award.notice_at is None:
        return "The standstill begins with the award notice."
    if award.standstill_until is None:
        return "There is no standstill."
    return f"The standstill ends at the end of {date_text(award.standstill_until)} (midnight, UK time)."


def standstill_rows(award: Award) -> list[tuple[str, str]]:
    """What was done and when, for a summary list."""
    rows = [("Award to", str(award.bid.provider))]
    if award.approved_at:
        rows.append(("Approved", datetime_text(award.approved_at)))
    if award.told_at:
        rows.append(("Assessment summaries sent", datetime_text(award.told_at)))
    rows.append(("Award notice", datetime_text(award.notice_at) if award.notice_at else "Not recorded yet"))
    rows.append(("Standstill", until_text(award)))
    if award.standstill_reason:
        rows.append(("Why", award.standstill_reason))
    return rows


def challenge_rows(challenges: list[Challenge]) -> list[tuple[str, ...]]:
    """Rows under CHALLENGE_HEADERS."""
    return [
        (
            datetime_text(one.received_at),
            str(one.bid.provider),
            one.about,
            "Not decided yet"
            if one.decided_at is None
            else f"{'Upheld' if one.is_upheld else 'Not upheld'}, {datetime_text(one.decided_at)}: {one.reason}",
        )
        for one in challenges
    ]


def call_rows(calls: Iterable[FeedbackCall]) -> list[tuple[str, ...]]:
    """Rows under CALL_HEADERS."""
    return [(datetime_text(one.held_at), str(one.bid.provider), one.people, one.notes) for one in calls]
