"""What an officer reads before approving an award: the recommendation, the ranking and what will become the contract."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from commissioning.bids.models import Submission
from commissioning.contracts.performance import quantity_text
from commissioning.contracts.timetable import usable_start
from commissioning.evaluation.models import Award
from commissioning.evaluation.reports import ranking
from socialvalue.text import date_text, datetime_text, money_text

RANKING_HEADERS = ("Bidder", "Rank", "Total", "Price")
PROMISE_HEADERS = ("Promise", "How much", "By when", "What will show it")


@dataclass(frozen=True)
class AwardPage:
    """The recommendation beside the ranking and the winner's promises. `must_ask_start`: no usable start was published."""

    winner: str
    facts: tuple[tuple[str, str], ...]
    reason: str
    ranking: tuple[tuple[str, ...], ...]
    ties: tuple[str, ...]
    promises: tuple[tuple[str, ...], ...]
    must_ask_start: bool


def award_page(award: Award, now: datetime) -> AwardPage:
    """The page of one recommendation. The caller has found it through the user and checked that they see the ranking."""
    submission = Submission.objects.filter(bid=award.bid).select_related("pack").latest("version")
    bid, published = submission.file, submission.pack.file
    starts_on = usable_start(published.timetable and published.timetable.starts_on, timezone.localdate(now))
    worked_out = ranking(award.evaluation)
    return AwardPage(
        winner=award.bid.provider.name,
        facts=(
            ("Award to", award.bid.provider.name),
            ("Price", "None asked for" if bid.price is None else f"{money_text(bid.price)} without VAT"),
            ("Starts", date_text(starts_on) if starts_on else "To be agreed: enter the day below"),
            ("Recommended by", f"{award.recommended_by}, at {datetime_text(award.recommended_at)}"),
        ),
        reason=award.reason,
        ranking=tuple(
            (row.provider, row.rank_text, row.total_text, row.price_text or "None") for row in worked_out.bids
        ),
        ties=worked_out.ties,
        promises=tuple(
            (
                promise.measure,
                quantity_text(promise.quantity, promise.unit),
                date_text(promise.by_when),
                promise.evidence,
            )
            for promise in bid.commitments
        ),
        must_ask_start=starts_on is None,
    )
