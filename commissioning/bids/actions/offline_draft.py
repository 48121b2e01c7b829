"""Reading back what was written without a connection, and saving what the writer chose of it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from commissioning.bids.actions.locking import locked_for_writing
from commissioning.bids.actions.writing import MOST_WORDS, save_answers
from commissioning.bids.models import Bid, OfflineDraft
from commissioning.bids.models.offline_draft import KEPT_FOR
from commissioning.bids.papers import Reading, offline_draft, read_offline
from commissioning.bids.readiness import Asked, asked, asked_by
from commissioning.bids.reports import OfflineFacts, short_id
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused
from socialvalue.text import count_words


@transaction.atomic
def keep_offline_draft(bid: Bid, content: bytes, *, by: User, now: datetime) -> OfflineDraft:
    """Keep the texts of a Word document, which a form has checked, until `by` chooses what to save of them.

    Takes the place of what the same person had sent back before. Nothing in the bid changes.
    """
    bid = locked_for_writing(bid, by=by, now=now)
    OfflineDraft.own.filter(read_at__lte=now - KEPT_FOR).delete()
    read = read_offline(content)
    packs = {pack.version: pack.file for pack in bid.tender.packs.all()}
    versions = [asked_by(bid.tender.document), *(asked(file) for file in packs.values())]
    known = {short_id(bid.tender_id, one.id): one.id for version in versions for one in version.questions}
    _check_is_for(bid, read, known)
    for answer in read.answers:
        if count_words(answer.text) > MOST_WORDS:
            raise Refused(f"One answer has more than {MOST_WORDS:,} words. No answer can have so many.")
    ours = {text for version in versions for text in _our_words(bid, version)}
    unknown = [answer.text for answer in read.answers if answer.question not in known and answer.text]
    kept, _ = OfflineDraft.own.update_or_create(
        bid=bid,
        person=by,
        defaults={
            "read_at": now,
            "pack_version": read.document[1] if read.document else None,
            "answers": [
                [known[answer.question], answer.version, answer.digest, answer.text, answer.has_pictures]
                for answer in read.answers
                if answer.question in known
            ],
            "stray": [*unknown, *read.lost, *(text for text in read.outside if text not in ours)],
        },
    )
    return kept


def _check_is_for(bid: Bid, read: Reading, known: Mapping[str, str]) -> None:
    """Refuse a document that was made for something else, or not by the portal."""
    if read.document is None:
        if not any(answer.question in known for answer in read.answers):
            raise Refused(
                "We found no mark of this tender in the document. Download the document for your bid, copy your answers "
                "into its boxes, and send that back."
            )
        return
    tender, _, made_for = read.document
    if tender != bid.tender_id:
        raise Refused("This document was made for another tender. Choose the document of this bid.")
    if made_for not in ("empty", bid.pk.hex):
        raise Refused("This document was made for another bid. Choose the document of this bid.")


def _our_words(bid: Bid, version: Asked) -> list[str]:
    """What a document for one version of the tender says outside of its tables: all else there was written by somebody."""
    facts = OfflineFacts(bid.tender_id, 0, "empty", bid.tender.title, (), version, {})
    return read_offline(offline_draft(facts)).outside


@transaction.atomic
def save_offline_draft(bid: Bid, answers: Mapping[str, tuple[str, int]], *, by: User, now: datetime) -> list[str]:
    """Save what the writer chose, as `save_answers` does, and erase what was kept. Returns the ids that changed."""
    changed = save_answers(bid, answers, by=by, now=now)
    OfflineDraft.own.filter(bid=bid, person=by).delete()
    return changed


@transaction.atomic
def drop_offline_draft(bid: Bid, *, by: User) -> None:
    """Erase what `by` had sent back, without saving any of it. Nothing happens if there is nothing."""
    OfflineDraft.own.filter(bid=bid, person=by).delete()
