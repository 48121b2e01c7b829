"""Keeping what a tender's contract delivered, for the tenders and bids that come after it."""

from collections.abc import Sequence

from django.db import transaction

from commissioning.tenders.models import Benchmark


@transaction.atomic
def keep_benchmarks(benchmarks: Sequence[Benchmark]) -> None:
    """Keep benchmarks, not yet stored, in place of those of the same tender and promise. Two at once: the later stays.

    They follow from accepted returns, which are recorded when they are accepted: nothing is recorded here.
    """
    Benchmark.objects.bulk_create(
        benchmarks,
        update_conflicts=True,
        unique_fields=["tender", "place"],
        update_fields=["name", "unit", "rate", "until"],
    )
