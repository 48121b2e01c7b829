"""What bids promise beside what the other bids promise, and beside what similar contracts delivered: questions to ask.

Nothing here is a mark and nothing changes one. A promise far above the rest may be the best bid, or one nobody can keep.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import ClassVar

from commissioning.bids.bidfile import Commitment
from commissioning.bids.readiness import PER, rate_of, same_thing
from commissioning.bids.reports import opened_submissions
from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.reports.bidders import Bidder, bidders
from commissioning.evaluation.reports.masking import masks
from commissioning.evaluation.reports.method import Method, method
from commissioning.tenders.models import Benchmark
from socialvalue.text import count_text, money_text, number_text, short_date_text

FAR_ABOVE = 2
"""Times the middle of the other bids from which a promise is worth a question."""
Thing = tuple[str, str, str]
"""The question, the measure and its unit: what makes two promises comparable."""


@dataclass(frozen=True)
class OverPromise:
    """One commitment under `HEADERS`. `ask` is the question to put to the bidder, "" where nothing stands out."""

    HEADERS: ClassVar = ("Bidder", "Question", "Promise", "The other bids", "Similar contracts", "To ask")

    bidder: Bidder
    question_id: str
    promise: str
    others: str
    delivered: str
    ask: str

    @property
    def row(self) -> tuple[str, ...]:
        """As the table has it."""
        return self.bidder.label, self.question_id, self.promise, self.others, self.delivered, self.ask or "Nothing"


def overpromises(evaluation: Evaluation) -> list[OverPromise]:
    """Every commitment of every bid that is still in, those with a question to ask first. Four queries.

    Similar are contracts for the same kind of service, by the returns that were accepted. The tender's value stands
    for the price, which may be sealed.
    """
    published = method(evaluation.tender)
    everyone = {bidder.bid_id: bidder for bidder in bidders(evaluation)}
    promised: dict[Thing, list[tuple[Bidder, Commitment]]] = defaultdict(list)
    opened = {bid.bid_id: bid.file for bid in opened_submissions(evaluation.tender)}
    hide = masks(evaluation, everyone) if any(bidder.letter for bidder in everyone.values()) else {}
    asked = [question.id for question in (*published.marked, *published.promised)]
    for bid_id, bidder in everyone.items():
        for question_id in asked:
            for written in opened[bid_id].commitments_to(question_id):
                one = replace(written, measure=hide[bid_id](written.measure)) if hide else written
                promised[(question_id, *same_thing(one.measure, one.unit))].append((bidder, one))
    rates: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    similar = Benchmark.objects.filter(tender__service=evaluation.tender.service).exclude(tender=evaluation.tender_id)
    for name, unit, rate in similar.values_list("name", "unit", "rate"):
        rates[same_thing(name, unit)].append(rate)
    found = [
        _beside(place, same, rates[thing[1:]], published)
        for thing, same in promised.items()
        for place in range(len(same))
    ]
    order = {question_id: place for place, question_id in enumerate(asked)}
    return sorted(found, key=lambda row: (not row.ask, order[row.question_id]))


def _beside(place: int, same: list[tuple[Bidder, Commitment]], rates: list[Decimal], published: Method) -> OverPromise:
    """One promise beside those of the other bids for the same thing, and beside the `rates` that were delivered."""
    bidder, one = same[place]
    others = [other.quantity for at, (_, other) in enumerate(same) if at != place]
    middle = median(others) if others else None
    reasons = []
    if middle and one.quantity > FAR_ABOVE * middle:
        reasons.append("more than twice what the other bids promise")
    worth = published.file.value
    rate = (
        rate_of(one.quantity, one.unit, value=worth.amount, years=worth.years or Decimal(1)) if worth.amount else None
    )
    if rates and rate is not None and rate > max(rates):
        reasons.append("more than any similar contract delivered")
    return OverPromise(
        bidder=bidder,
        question_id=one.question,
        promise=f"{one.measure}: {number_text(one.quantity)} {one.unit} by {short_date_text(one.by_when)}",
        others=f"{_short(middle)} in the middle of {count_text(len(others), 'other bid')}"
        if others
        else "No other bid",
        delivered=_delivered(rates, rate),
        ask=f"Ask how: this is {' and '.join(reasons)}." if reasons else "",
    )


def _delivered(rates: list[Decimal], rate: Decimal | None) -> str:
    """What was delivered at most, beside the same figure of this promise."""
    if not rates or rate is None:
        return "None to compare with"
    return (
        f"At most {_short(max(rates))} in {count_text(len(rates), 'contract')}, for each {money_text(PER)} or as a share; "
        f"this promise is {_short(rate)}"
    )


def _short(number: Decimal) -> str:
    return number_text(number.quantize(Decimal("0.1"), ROUND_HALF_UP))
