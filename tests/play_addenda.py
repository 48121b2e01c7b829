"""Reaching the states of a change to a published tender by playing the real actions. All of these need the database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from commissioning.tenders import actions
from commissioning.tenders.models import Addendum, Tender
from commissioning.tenders.tenderfile import TenderFile, change_criteria
from tests.cast import Cast

REASON = "A provider pointed out that the limit was too short."
CLOSING_REASON = "Bidders need time to rewrite one answer."


def longer_answer(document: TenderFile) -> TenderFile:
    """The tender with 400 words for SV1 instead of 300."""

    def change(criterion):
        questions = tuple(
            replace(question, word_limit=400) if question.id == "SV1" else question
            for question in criterion.questions or ()
        )
        return replace(criterion, questions=questions) if criterion.questions else criterion

    return change_criteria(document, change)


def shorter_summary(document: TenderFile) -> TenderFile:
    """The tender with another summary."""
    return replace(document, summary="Collect, repair and pass on.")


def drafted(
    cast: Cast, tender: Tender, now: datetime, change: Callable[[TenderFile], TenderFile] = longer_answer
) -> Addendum:
    """A change that the commissioner is preparing."""
    addendum = actions.start_addendum(tender, by=cast.commissioner, now=now)
    return actions.save_addendum(
        addendum,
        change(addendum.file),
        section="question SV1",
        from_version=addendum.version,
        by=cast.commissioner,
        now=now,
    )


def sent(cast: Cast, tender: Tender, now: datetime, *, is_material: bool = True, days: int = 7, **more) -> Addendum:
    """A change that waits for approval; the closing moves by `days`."""
    addendum = drafted(cast, tender, now, **more)
    return actions.send_addendum(
        addendum,
        is_material=is_material,
        reason=REASON,
        closes_at=addendum.tender.closes_at + timedelta(days=days),
        closing_reason=CLOSING_REASON,
        by=cast.commissioner,
        now=now,
    )


def published(cast: Cast, tender: Tender, now: datetime, **more) -> Addendum:
    """A published addendum, material unless `more` says otherwise."""
    addendum = sent(cast, tender, now, **more)
    return actions.approve_addendum(addendum, from_version=addendum.version, by=cast.procurement, now=now)
