"""The thresholds of the Procurement Act 2023 (Schedule 1), dated: they change every second January.

The figures are in `data/thresholds.json`, each with its source. Both they and the estimated value include VAT (s.4).
"""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from commissioning.tenders.tenderfile import Procedure, TenderFile
from glossary.words import ServiceCategory, Word

DATA = Path(__file__).parent.parent / "data" / "thresholds.json"


class ThresholdKind(Word):
    """What is bought, as far as the thresholds tell it apart."""

    GOODS_AND_SERVICES = "goods_and_services", "Goods and services (not central government)"
    LIGHT_TOUCH = "light_touch", "Light touch services"
    WORKS = "works", "Works"


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """One threshold in pounds, VAT included, and the first day that it holds."""

    kind: ThresholdKind
    amount: Decimal
    since: date
    source: str


@cache
def _thresholds() -> tuple[Threshold, ...]:
    """Return every threshold of the data file."""
    return tuple(
        Threshold(
            kind=ThresholdKind(one["kind"]),
            amount=Decimal(one["amount"]),
            since=date.fromisoformat(one["since"]),
            source=one["source"],
        )
        for one in json.loads(DATA.read_text())
    )


def threshold_on(kind: ThresholdKind, day: date) -> Threshold:
    """Return the threshold that holds on a day; on days before the first one known, the first."""
    of_kind = sorted((one for one in _thresholds() if one.kind is kind), key=lambda one: one.since)
    begun = [one for one in of_kind if one.since <= day]
    return (begun or of_kind[:1])[-1]


def threshold_kind(tender: TenderFile) -> ThresholdKind:
    """Return which threshold counts for a tender: by its route when that is light touch, else by its service."""
    if tender.procedure in (Procedure.LIGHT_TOUCH, Procedure.LEGACY_LIGHT_TOUCH):
        return ThresholdKind.LIGHT_TOUCH
    if tender.service is ServiceCategory.CONSTRUCTION_AND_WORKS:
        return ThresholdKind.WORKS
    return ThresholdKind.GOODS_AND_SERVICES


def estimated_value(tender: TenderFile) -> Decimal:
    """Return the value in pounds with every extension, which is what the thresholds look at (s.4 and Schedule 3)."""
    value = tender.value
    if not value.years or not value.extension_years:
        return value.amount
    return value.amount * (value.years + value.extension_years) / value.years


def is_below_threshold(tender: TenderFile, day: date) -> bool:
    """Whether the rules for contracts below the threshold hold: by the route chosen, or by the value on that day."""
    if tender.procedure is Procedure.BELOW_THRESHOLD:
        return True
    return estimated_value(tender) < threshold_on(threshold_kind(tender), day).amount
