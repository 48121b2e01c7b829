"""What a contract delivered for what was paid, to be held beside the next tender and the next bids."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from commissioning.bids.readiness import PER
from commissioning.contracts.models import Contract
from commissioning.contracts.reports.promises import promises_in
from commissioning.tenders.models import Benchmark
from glossary.words import Counting, counting

PLACES = Decimal("0.0001")


def benchmarks_of(contract: Contract, now: datetime) -> list[Benchmark]:
    """A benchmark, not yet stored, for each promise of which something was accepted. Three queries.

    A count is for each £100,000 paid, where the price is paid evenly from the first day to the last; a share stands as it is.
    """
    days = Decimal((contract.ends_on - contract.starts_on).days + 1)
    found = []
    for promise in promises_in(contract.pk, now):
        if not promise.accepted:
            continue
        until = promise.accepted[-1][0]
        paid = contract.price * ((until - contract.starts_on).days + 1) / days
        is_share = counting(promise.indicator.unit) is Counting.SHARE
        if not is_share and paid <= 0:
            continue
        rate = promise.reached if is_share else promise.reached * PER / paid
        found.append(
            Benchmark(
                tender_id=contract.tender_id,
                place=promise.indicator.place,
                name=promise.indicator.name,
                unit=promise.indicator.unit,
                rate=rate.quantize(PLACES, ROUND_HALF_UP),
                until=until,
            )
        )
    return found
