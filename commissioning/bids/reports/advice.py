"""What is worth a second look in the promises of a bid, beside what similar contracts delivered."""

from collections.abc import Sequence

from commissioning.bids.bidfile import Commitment
from commissioning.bids.models import Bid
from commissioning.bids.readiness import Advice, Asked, Delivered, advice
from commissioning.tenders.models import Benchmark


def second_looks(bid: Bid, asked: Asked, promises: Sequence[Commitment]) -> list[Advice]:
    """Advice on all the promises of a bid as it stands. One query, none where nothing is promised.

    Similar are contracts for the same kind of service. Without a price the tender's value stands for it.
    """
    if not promises:
        return []
    rows = Benchmark.objects.filter(tender__service=bid.tender.service).values_list("name", "unit", "rate")
    return advice(
        asked,
        promises,
        [Delivered(*row) for row in rows],
        value=bid.price or bid.tender.value,
    )
