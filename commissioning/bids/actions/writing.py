"""Starting a bid and writing it: answers, price, declarations, documents."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from commissioning.bids import permissions
from commissioning.bids.actions.locking import (
    Stale,
    check_storable,
    locked_for_writing,
    locked_with_roles,
    question_of,
)
from commissioning.bids.actions.partner import partner_in, tell_of_lapses
from commissioning.bids.lifecycle import BidEvent
from commissioning.bids.models import Answer, AnswerRevision, Bid, BidDocument, Declaration
from commissioning.bids.readiness import AskedQuestion, asked_by
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
ONE_RUN = timedelta(minutes=10)
"""Automatic saves of one person within this time make one version."""
MANY_WORDS_GONE = 20
"""A save that takes out more words than this keeps what was there before, whoever made it and however soon."""


@transaction.atomic
def start_bid(tender: Tender, provider: Provider, *, by: User, now: datetime) -> Bid:
    """Start a provider's bid for an open tender. If it has one already, that one is returned and nothing changes.

    Whoever starts it is told of every answer and change from then on. Once the tender has closed, which a provider with
    more time may still bid for, there are none.
    """
    provider = Provider.objects.select_for_update().get(pk=provider.pk)
    permissions.check_can_start(by, provider, tender, now)
    bid, is_new = Bid.own.get_or_create(
        tender=tender, provider=provider, defaults={"started_by": by, "started_at": now}
    )
    if is_new:
        record(BidEvent.STARTED, target=bid, by=by, at=now)
        if tender.is_open(now):
            follow(tender, by=by, now=now)
    return bid


def save_answer(bid: Bid, question_id: str, text: str, *, from_version: int, by: User, now: datetime) -> list[str]:
    """Save the answer to one question: see `save_answers`."""
    return save_answers(bid, {question_id: (text, from_version)}, by=by, now=now)


@transaction.atomic
def save_answers(bid: Bid, answers: Mapping[str, tuple[str, int]], *, by: User, now: datetime) -> list[str]:
    """Save written answers, `(text, from_version)` by question id; returns the ids of those that changed.

    `from_version` is how often the answer had been saved when the page was made, 0 if never. A text that is there already
    is not written. If any other has been saved since, raises Stale and saves none. What each took the place of is kept as
    a version.
    """
    bid = locked_for_writing(bid, by=by, now=now)
    for question_id, (text, _) in answers.items():
        _check_answer(question_of(bid, question_id), text)
    stored = {row.question_id: row for row in Answer.own.filter(bid=bid, question_id__in=answers)}
    # A text that was saved by itself a moment ago and is now saved by button is a version like any other.
    runs = [row.pk for row in stored.values() if row.autosaved_since and row.text == answers[row.question_id][0]]
    if runs:
        Answer.own.filter(pk__in=runs).update(autosaved_since=None)
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
    for question_id, (text, _) in changed.items():
        _write(bid, question_id, stored.get(question_id), text, by=by, now=now)
    return list(changed)


@transaction.atomic
def autosave(
    bid_pk: UUID,
    number: int,
    text: str,
    *,
    from_version: int,
    by: User,
    now: datetime,
    question_id: str | None = None,
    is_asked_for: bool = False,
) -> int:
    """Save one answer as it is being typed; returns its version now.

    Four statements, of which the last is the only one that writes; a fifth where the text before is kept as a version.
    LookupError when the person has no such bid or it has no such question. `is_asked_for` when the writer pressed for it:
    what stood there before is then always kept. `question_id`, if given, is the question that the page showed under this
    number: an addendum may have moved it.
    """
    bid, held = locked_with_roles(bid_pk, by)
    question = asked_by(bid.tender.document).numbered(number)
    if question is None:
        raise LookupError(number)
    if question_id not in (None, question.id):
        raise Refused("The questions have changed since you opened this page. Copy your text and open the page again.")
    permissions.check_writes(held, bid, now)
    _check_answer(question, text)
    stored = Answer.own.select_related("saved_by").filter(bid=bid, question_id=question.id).first()
    if text == (stored.text if stored else ""):
        return stored.version if stored else 0
    if from_version != (stored.version if stored else 0):
        raise Stale({question.id: stored})
    is_step = not is_asked_for and _is_step(stored, text, by, now)
    since = stored.autosaved_since if stored and is_step else now
    return _write(bid, question.id, stored, text, by=by, now=now, run=None if is_asked_for else since, is_step=is_step)


def _is_step(stored: Answer | None, text: str, by: User, now: datetime) -> bool:
    """Whether a save is a step within one person's run of automatic saves, so that the text before it need not be kept.

    Never when many words go at once: nobody means to lose them to a slip of the hand.
    """
    if stored is None or stored.autosaved_since is None or stored.saved_by_id != by.pk:
        return False
    words_gone = count_words(stored.text) - count_words(text)
    return now - stored.autosaved_since < ONE_RUN and words_gone <= MANY_WORDS_GONE


def _check_answer(question: AskedQuestion, text: str) -> None:
    """Refuse a text that is no answer to the question."""
    if question.is_commitment:
        raise Refused(f"Question {question.number} is answered with a number, not in words.")
    check_storable(text)
    if (words := count_words(text)) > MOST_WORDS:
        raise Refused(f"Your answer has {count_text(words, 'word')}. No answer can have more than {MOST_WORDS:,}.")


def _write(
    bid: Bid,
    question_id: str,
    stored: Answer | None,
    text: str,
    *,
    by: User,
    now: datetime,
    run: datetime | None = None,
    is_step: bool = False,
) -> int:
    """Write one answer and keep what stood there, but for a step; returns the new version. `run` is when its run began."""
    said = {"text": text, "saved_by": by, "saved_at": now, "autosaved_since": run}
    if stored is None:
        return Answer.own.create(bid=bid, question_id=question_id, version=1, **said).version
    if not is_step:
        AnswerRevision.own.create(
            bid=bid,
            question_id=question_id,
            version=stored.version,
            text=stored.text,
            saved_by_id=stored.saved_by_id,
            saved_at=stored.saved_at,
        )
    Answer.own.filter(pk=stored.pk).update(version=stored.version + 1, **said)
    return stored.version + 1


@transaction.atomic
def save_price(bid: Bid, price: Decimal, *, from_version: int, by: User, now: datetime) -> Bid:
    """Save the price in pounds without VAT. Raises Stale when another price was saved since the page was made."""
    bid = locked_for_writing(bid, by=by, now=now)
    if price < 0:
        raise Refused("Enter a price of £0 or more.")
    if asked_by(bid.tender.document).lots:
        raise Refused("This tender is in lots. Enter a price for each lot that you bid for.")
    if bid.price == price:
        return bid
    if bid.price_version != from_version:
        raise Stale(bid)
    bid.price, bid.price_version = price, bid.price_version + 1
    bid.save(update_fields=["price", "price_version"])
    return bid


@transaction.atomic
def save_lot_prices(bid: Bid, prices: Mapping[str, Decimal], *, from_version: int, by: User, now: datetime) -> Bid:
    """Save the price of each lot that is bid for, by its id, in pounds without VAT; a lot not named is not bid for.

    Raises Stale when another price was saved since the page was made.
    """
    bid = locked_for_writing(bid, by=by, now=now)
    lots = asked_by(bid.tender.document).lots
    if set(prices) - {lot.id for lot in lots}:
        raise Refused("This tender does not have that lot.")
    if any(price < 0 for price in prices.values()):
        raise Refused("Enter a price of £0 or more for each lot.")
    said = {lot.id: f"{prices[lot.id]:.2f}" for lot in lots if lot.id in prices}
    if bid.lot_prices == said:
        return bid
    if bid.price_version != from_version:
        raise Stale(bid)
    bid.lot_prices, bid.price_version = said, bid.price_version + 1
    bid.price = sum(prices.values(), Decimal()) if prices else None
    bid.save(update_fields=["lot_prices", "price", "price_version"])
    return bid


@transaction.atomic
def save_declarations(
    bid: Bid,
    declarations: Mapping[str, tuple[bool, str]],
    *,
    met_by: Mapping[str, int | None] | None = None,
    from_version: int,
    by: User,
    now: datetime,
) -> Bid:
    """Save what the provider says of the conditions, `(meets, note)` by condition id; those not named stay as they are.

    `met_by` is the id of the partner who meets a condition, None for the bidder itself; a condition that it does not name
    keeps who was said to meet it.
    """
    bid = locked_for_writing(bid, by=by, now=now)
    if set(declarations) - {condition.id for condition in asked_by(bid.tender.document).conditions}:
        raise Refused("This tender does not have that condition.")
    check_storable(*(note for _, note in declarations.values()))
    stored = {row.condition_id: (row.meets, row.note, row.partner_id) for row in Declaration.own.filter(bid=bid)}
    said_of = {
        key: (*said, (met_by or {}).get(key, stored[key][2] if key in stored else None))
        for key, said in declarations.items()
    }
    changed = {key: said for key, said in said_of.items() if stored.get(key) != said}
    if not changed:
        return bid
    if bid.declarations_version != from_version:
        raise Stale(bid)
    _check_partners_count(bid, changed)
    Declaration.own.bulk_create(
        [
            Declaration(bid=bid, condition_id=key, meets=meets, note=note, partner_id=partner)
            for key, (meets, note, partner) in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["bid", "condition_id"],
        update_fields=["meets", "note", "partner"],
    )
    bid.declarations_version += 1
    bid.save(update_fields=["declarations_version"])
    tell_of_lapses(bid, now=now)
    return bid


def _check_partners_count(bid: Bid, said: Mapping[str, tuple[bool, str, int | None]]) -> None:
    """Refuse a partner who is not in the bid, or where each bidder must meet the condition itself."""
    conditions = {condition.id: condition for condition in asked_by(bid.tender.document).conditions}
    for key, (_, _, partner_id) in said.items():
        if partner_id is not None and not conditions[key].partners_count:
            raise Refused("You must meet that condition yourselves. What a partner has does not count.")
    for partner_id in {partner_id for _, _, partner_id in said.values()}:
        partner_in(bid, partner_id)


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
