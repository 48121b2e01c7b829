"""Drawing the bidders' letters, hiding words in the marking copy, and showing the names."""

from datetime import datetime
from random import SystemRandom

from django.db import transaction

from commissioning.bids.models import Bid
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at
from commissioning.evaluation.models import BidderLetter, Evaluation, MaskedWords
from commissioning.evaluation.reports.letter import letter_at
from commissioning.evaluation.reports.masking import identifying_words
from commissioning.evaluation.reports.scan import SHORTEST, WORD
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


def draw_letters(evaluation: Evaluation, *, by: User, now: datetime) -> None:
    """Give every opened bid a letter in an order of chance, and hide what would give it away. In a transaction."""
    words = identifying_words(evaluation)
    bids = sorted(words)
    SystemRandom().shuffle(bids)
    BidderLetter.objects.bulk_create(
        BidderLetter(evaluation=evaluation, bid_id=bid_id, letter=letter_at(place)) for place, bid_id in enumerate(bids)
    )
    hidden = set(MaskedWords.objects.filter(evaluation=evaluation).values_list("bid_id", "words"))
    MaskedWords.objects.bulk_create(
        MaskedWords(evaluation=evaluation, bid_id=bid_id, words=one, added_by=by, added_at=now)
        for bid_id, own in words.items()
        for one in own
        if (bid_id, one) not in hidden
    )


@transaction.atomic
def reveal_names(evaluation: Evaluation, *, by: User, now: datetime) -> Evaluation:
    """Show the panel who the bidders are: the chair, once the quality marks are final."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_moderate(by, evaluation)
    check_stands_at(Status(evaluation.status), Status.AGREED)
    if not evaluation.hides_names:
        raise Refused("The bidders’ names are shown already.")
    evaluation.names_revealed_by, evaluation.names_revealed_at = by, now
    evaluation.save(update_fields=["names_revealed_by", "names_revealed_at"])
    record(EvaluationEvent.NAMES_REVEALED, target=evaluation, by=by, at=now)
    notifications.send_names_revealed(evaluation, now=now)
    return evaluation


@transaction.atomic
def mask_words(evaluation: Evaluation, bid: Bid, words: str, *, by: User, now: datetime) -> MaskedWords:
    """Hide words in the marking copy of one bid, from now until the names are shown."""
    evaluation = _maskable(evaluation, bid, by)
    words = " ".join(words.split())
    if len("".join(WORD.findall(words))) < SHORTEST:
        raise Refused(f"Write at least {SHORTEST} letters: fewer would be hidden inside ordinary words.")
    if MaskedWords.objects.filter(bid=bid, words=words, shown_at=None).exists():
        raise Refused("These words are hidden already.")
    row = MaskedWords.objects.create(evaluation=evaluation, bid=bid, words=words, added_by=by, added_at=now)
    record(EvaluationEvent.WORDS_MASKED, target=evaluation, by=by, at=now)
    return row


@transaction.atomic
def show_words(evaluation: Evaluation, bid: Bid, words_id: int, *, by: User, now: datetime) -> None:
    """Show words again that were hidden, because they give nobody away."""
    evaluation = _maskable(evaluation, bid, by)
    row = MaskedWords.objects.filter(bid=bid, pk=words_id, shown_at=None).first()
    if row is None:
        raise Refused("These words are not hidden.")
    row.shown_by, row.shown_at = by, now
    row.save(update_fields=["shown_by", "shown_at"])
    record(EvaluationEvent.WORDS_SHOWN, target=evaluation, by=by, at=now)


def _maskable(evaluation: Evaluation, bid: Bid, by: User) -> Evaluation:
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    check_stands_at(Status(evaluation.status), Status.PANEL, Status.MARKING, Status.MODERATION)
    permissions.check_bid_of(bid, evaluation)
    return evaluation
