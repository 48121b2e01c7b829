"""Starting a bid and writing it: answers, price, declarations, documents."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from commissioning.bids import permissions
from commissioning.bids.actions.locking import Stale, check_storable, locked_for_writing, question_of
from commissioning.bids.lifecycle import BidEvent
from commissioning.bids.models import Answer, Bid, BidDocument, Declaration
from commissioning.bids.readiness import asked_by
from commissioning.tenders.actions import follow
from commissioning.tenders.models import Tender
from providers.models import Provider
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.files.models import store
from socialvalue.refusals import Refused
from socialvalue.text import count_text, count_words

MOST_WORDS = 50_000
"""An answer over its word limit is kept, so that nothing typed is lost, and stops the submission; beyond this it is no
answer."""


@transaction.atomic
def start_bid(tender: Tender, provider: Provider, *, by: User, now: datetime) -> Bid:
    """Start a provider's bid for an open tender. If it has one already, that one is returned and nothing changes.

    Whoever starts it is told of every answer and change from then on.
    """
    provider = Provider.objects.select_for_update().get(pk=provider.pk)
    permissions.check_can_start(by, provider, tender, now)
    bid, is_new = Bid.own.get_or_create(
        tender=tender, provider=provider, defaults={"started_by": by, "started_at": now}
    )
    if is_new:
        record(BidEvent.STARTED, target=bid, by=by, at=now)
        follow(tender, by=by, now=now)
    return bid


def save_answer(bid: Bid, question_id: str, text: str, *, from_version: int, by: User, now: datetime) -> list[str]:
    """Save the answer to one question: see `save_answers`."""
    return save_answers(bid, {question_id: (text, from_version)}, by=by, now=now)


@transaction.atomic
def save_answers(bid: Bid, answers: Mapping[str, tuple[str, int]], *, by: User, now: datetime) -> list[str]:
    """Save written answers, `(text, from_version)` by question id; returns the ids of those that changed.

    `from_version` is how often the answer had been saved when the page was made, 0 if never. A text that is there already
    is not written. If any other has been saved since, raises Stale and saves none.
    """
    bid = locked_for_writing(bid, by=by, now=now)
    for question_id, (text, _) in answers.items():
        question = question_of(bid, question_id)
        if question.is_commitment:
            raise Refused(f"Question {question.number} is answered with a number, not in words.")
        check_storable(text)
        if (words := count_words(text)) > MOST_WORDS:
            raise Refused(f"Your answer has {count_text(words, 'word')}. No answer can have more than {MOST_WORDS:,}.")
    stored = {row.question_id: row for row in Answer.own.filter(bid=bid, question_id__in=answers)}
    changed = {
        question_id: said
        for question_id, said in answers.items()
        if said[0] != (stored[question_id].text if question_id in stored else "")
    }
    stale = {
        question_id: stored.get(question_id)
        for question_id, (_, from_version) in changed.items()
        if from_version != (stored[question_id].version if question_id in stored else 0)
    }
    if stale:
        raise Stale(stale)
    for question_id, (text, from_version) in changed.items():
        said = {"text": text, "version": from_version + 1, "saved_by": by, "saved_at": now}
        if question_id in stored:
            Answer.own.filter(pk=stored[question_id].pk).update(**said)
        else:
            Answer.own.create(bid=bid, question_id=question_id, **said)
    return list(changed)


@transaction.atomic
def save_price(bid: Bid, price: Decimal, *, from_version: int, by: User, now: datetime) -> Bid:
    """Save the price in pounds without VAT. Raises Stale when another price was saved since the page was made."""
    bid = locked_for_writing(bid, by=by, now=now)
    if price < 0:
        raise Refused("Enter a price of £0 or more.")
    if bid.price == price:
        return bid
    if bid.price_version != from_version:
        raise Stale(bid)
    bid.price, bid.price_version = price, bid.price_version + 1
    bid.save(update_fields=["price", "price_version"])
    return bid


@transaction.atomic
def save_declarations(
    bid: Bid, declarations: Mapping[str, tuple[bool, str]], *, from_version: int, by: User, now: datetime
) -> Bid:
    """Save what the provider says of the conditions, `(meets, note)` by condition id; those not named stay as they are."""
    bid = locked_for_writing(bid, by=by, now=now)
    if set(declarations) - {condition.id for condition in asked_by(bid.tender.document).conditions}:
        raise Refused("This tender does not have that condition.")
    check_storable(*(note for _, note in declarations.values()))
    stored = {row.condition_id: (row.meets, row.note) for row in Declaration.own.filter(bid=bid)}
    changed = {key: said for key, said in declarations.items() if stored.get(key) != said}
    if not changed:
        return bid
    if bid.declarations_version != from_version:
        raise Stale(bid)
    Declaration.own.bulk_create(
        [Declaration(bid=bid, condition_id=key, meets=meets, note=note) for key, (meets, note) in changed.items()],
        update_conflicts=True,
        unique_fields=["bid", "condition_id"],
        update_fields=["meets", "note"],
    )
    bid.declarations_version += 1
    bid.save(update_fields=["declarations_version"])
    return bid


@transaction.atomic
def attach_document(bid: Bid, name: str, upload: UploadedFile, *, by: User, now: datetime) -> BidDocument:
    """Keep a file, which a form has checked, as the document that the tender asks for by this name. Replaces another.

    The replaced file's bytes are kept: a version that was submitted may hold them.
    """
    bid = locked_for_writing(bid, by=by, now=now)
    if name not in asked_by(bid.tender.document).documents:
        raise Refused("This tender does not ask for that document.")
    document, _ = BidDocument.own.update_or_create(bid=bid, name=name, defaults={"file": store(upload, by=by, now=now)})
    return document


@transaction.atomic
def remove_document(bid: Bid, name: str, *, by: User, now: datetime) -> None:
    """Take a document out of the bid. Nothing happens if it is not there."""
    bid = locked_for_writing(bid, by=by, now=now)
    BidDocument.own.filter(bid=bid, name=name).delete()
