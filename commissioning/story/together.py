"""Colleagues who write a bid together: who sees to what, what they say to each other, a signature refused once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from commissioning.bids import actions
from commissioning.bids.models import Comment
from commissioning.bids.readiness import Part
from commissioning.story.case import Case, Scene
from commissioning.tenders.timetable import uk_day
from socialvalue.accounts.models import User

HOUR = timedelta(hours=1)


def scenes(
    case: Case, said: dict, *, writer: User, signatory: User, started_at: datetime, written_at: datetime
) -> Iterator[Scene]:
    """What `said["together"]` tells: `sees_to` by question, `comments` of writer and signatory by turns, `declined` why."""
    told = said.get("together")
    if told is None:
        return
    provider = said["provider"]
    written: list[Comment] = []

    def assign() -> None:
        for question, days in told["sees_to"].items():
            day = uk_day(started_at) + timedelta(days=days)
            actions.assign(
                case.bids[provider], Part.QUESTION, question, writer, by_when=day, by=signatory, now=started_at + HOUR
            )

    def talk(place: int, at: datetime) -> None:
        question, text = told["comments"][place]
        by = (writer, signatory)[place % 2]
        written.append(actions.write_comment(case.bids[provider], question, text, by=by, now=at))

    def settle() -> None:
        actions.settle_comment(written[0], by=signatory, now=written_at + HOUR / 4)

    yield Scene(started_at + HOUR, assign)
    for place in range(len(told["comments"])):
        at = started_at + HOUR * (place + 2)
        yield Scene(at, partial(talk, place, at))
    yield Scene(written_at + HOUR / 4, settle)
    yield Scene(written_at + HOUR, lambda: _ask(case, provider, writer, written_at + HOUR))
    yield Scene(
        written_at + HOUR * 2,
        lambda: actions.decline_to_sign(case.bids[provider], told["declined"], by=signatory, now=written_at + HOUR * 2),
    )
    yield Scene(written_at + HOUR * 3, lambda: _ask(case, provider, writer, written_at + HOUR * 3))


def _ask(case: Case, provider: str, writer: User, now: datetime) -> None:
    actions.ask_for_sign_off(case.bids[provider], by=writer, now=now)
