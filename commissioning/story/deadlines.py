"""An outage that was recorded, and a bidder who asks for more time: its request waits for a second officer."""

from collections.abc import Iterator
from datetime import timedelta

from commissioning.bids import actions
from commissioning.bids.models import Extension
from commissioning.story.case import Case, Scene


def scenes(case: Case) -> Iterator[Scene]:
    """An officer records the outage when it is over; a bidder asks the day after, and an officer proposes a time."""
    if "outage" in case.said:
        began_at, ended_at, recorded_at = (
            case.calendar.at(case.said["outage"]["day"], hour, 35) for hour in (13, 15, 16)
        )
        yield Scene(
            recorded_at,
            lambda: actions.record_outage(
                case.authority,
                began_at=began_at,
                ended_at=ended_at,
                what=case.said["outage"]["what"],
                by=case.person("officer"),
                now=recorded_at,
            ),
        )
    if "more_time" in case.said:
        yield from _more_time(case, case.said["more_time"])


def _more_time(case: Case, said: dict) -> Iterator[Scene]:
    asked_at, proposed_at = (case.calendar.at(said["asked"], hour, 25) for hour in (9, 14))
    made: list[Extension] = []

    def ask() -> None:
        asker = case.cast.first_members[said["provider"]]
        made.append(actions.ask_for_time(case.bids[said["provider"]], said["reason"], by=asker, now=asked_at))

    def propose() -> None:
        until = case.tender.closes_at + timedelta(days=1)
        actions.propose_time(made[0], until, said["proposal"], by=case.person("officer"), now=proposed_at)

    yield Scene(asked_at, ask)
    yield Scene(proposed_at, propose)
