"""Questions from bidders, their answers, and a change to the tender that one bidder confirms."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from commissioning.bids import actions as bid_actions
from commissioning.story.case import Case, Scene
from commissioning.tenders import actions
from commissioning.tenders.models import Clarification
from commissioning.tenders.tenderfile import TenderFile


def scenes(case: Case) -> Iterator[Scene]:
    """Each question is asked and, unless it waits, answered to all; then the tender changes, and a bid is confirmed."""
    for said in case.said.get("clarifications", []):
        yield from _question(case, said)
    if "addendum" in case.said:
        yield from _addendum(case, case.said["addendum"])


def _question(case: Case, said: dict) -> Iterator[Scene]:
    asked_at = case.calendar.at(said["asked"], 11, 20)
    provider, asker = case.cast.providers[said["provider"]], case.cast.first_members[said["provider"]]
    made: list[Clarification] = []
    yield Scene(
        asked_at,
        lambda: made.append(actions.ask(case.tender, provider, said["question"], by=asker, now=asked_at)),
    )
    if "answered" in said:
        answered_at = case.calendar.at(said["answered"], 16, 10)
        yield Scene(
            answered_at,
            lambda: actions.publish_answer(
                made[0], wording=said["wording"], answer=said["answer"], by=case.person("officer"), now=answered_at
            ),
        )


def _addendum(case: Case, said: dict) -> Iterator[Scene]:
    """The commissioner prepares it in the morning, another officer approves it the day after."""
    sent_at, published_at = case.calendar.at(said["sent"], 10, 15), case.calendar.at(said["published"], 15, 30)
    yield Scene(sent_at, lambda: _send(case, said, sent_at))
    yield Scene(published_at, lambda: _publish(case, published_at))
    confirmed = said["confirmed"]
    confirmed_at = case.calendar.at(confirmed["day"], 9, 50)
    yield Scene(confirmed_at, lambda: _confirm(case, confirmed["provider"], confirmed_at))


def _send(case: Case, said: dict, now: datetime) -> None:
    by = case.person("commissioner")
    addendum = actions.start_addendum(case.tender, by=by, now=now)
    addendum = actions.save_addendum(
        addendum,
        _with_texts(addendum.file, said["specification"]),
        section="“Specification”",
        from_version=addendum.version,
        by=by,
        now=now,
    )
    actions.send_addendum(
        addendum,
        is_material=True,
        reason=said["reason"],
        closes_at=case.calendar.closing(said["closes"]),
        closing_reason=said["closing_reason"],
        by=by,
        now=now,
    )


def _with_texts(document: TenderFile, texts: dict[str, str]) -> TenderFile:
    """The tender with other texts for some parts of its specification, by id."""
    parts = tuple(replace(part, text=texts.get(part.id, part.text)) for part in document.specification or ())
    return replace(document, specification=parts)


def _publish(case: Case, now: datetime) -> None:
    addendum = case.tender.addenda.unfinished().get()
    actions.approve_addendum(addendum, from_version=addendum.version, by=case.person("officer"), now=now)
    case.tender.refresh_from_db()


def _confirm(case: Case, provider: str, now: datetime) -> None:
    bid_actions.confirm_after_addendum(
        case.bids[provider],
        tender_version=case.tender.version,
        by=case.cast.first_members[provider],
        now=now,
    )
