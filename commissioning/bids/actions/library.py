"""Putting a text of the answer library into an answer: never a silent overwrite."""

from datetime import datetime

from django.db import transaction

from commissioning.bids.actions.locking import Stale, locked_for_writing
from commissioning.bids.actions.writing import save_answer
from commissioning.bids.models import Answer, Bid, TextUse
from providers.models import StandingText
from socialvalue.accounts.models import User


@transaction.atomic
def put_in(
    bid: Bid,
    question_id: str,
    text: str,
    *,
    source: StandingText | str,
    replaces: bool,
    from_version: int,
    by: User,
    now: datetime,
) -> Answer:
    """Put a text at the end of an answer, or in its place. `source` is the standing text, or the past text's SHA-256.

    Raises Stale when the answer was saved since `from_version`: whoever chose saw other words than these. What is replaced
    stays among the answer's versions.
    """
    bid = locked_for_writing(bid, by=by, now=now)
    stored = Answer.own.filter(bid=bid, question_id=question_id).select_related("saved_by").first()
    if from_version != (stored.version if stored else 0):
        raise Stale({question_id: stored})
    before = stored.text.rstrip() if stored else ""
    words = text if replaces or not before else f"{before}\n\n{text}"
    save_answer(bid, question_id, words, from_version=from_version, by=by, now=now)
    is_past = isinstance(source, str)
    TextUse.own.create(
        bid=bid,
        question_id=question_id,
        standing_text=None if is_past else source,
        past_text_sha256=source if is_past else "",
        used_by=by,
        used_at=now,
    )
    return Answer.own.get(bid=bid, question_id=question_id)
