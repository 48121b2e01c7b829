"""A tender in lots: each lot's ranking, and who gets which lot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from commissioning.bids.reports import OpenedBid, opened_submissions
from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.reports.case import Judged, judged
from commissioning.evaluation.reports.method import Method, method
from commissioning.evaluation.reports.ranking import Ranking, ranking_from
from commissioning.evaluation.scoring.allocation import Allocation, Mechanism, NotAllocated, Outcome, Standing, allocate
from commissioning.tenders.tenderfile import LotLimits, LotMechanism
from socialvalue.text import count_text, list_text, money_text, number_text

SUMS = {
    LotMechanism.LOWEST_PRICE: "the lowest total price",
    LotMechanism.HIGHEST_POINTS: "the highest total of the winners’ points",
}


@dataclass(frozen=True)
class LotRanking:
    """One lot by its id and name, with the ranking of the bids for it; None where no bid is for it."""

    id: str
    name: str
    ranking: Ranking | None


@dataclass(frozen=True)
class LotAward:
    """Who gets one lot, in finished strings; `reference` is the receipt of its bid, "" where it goes to nobody."""

    lot: str
    name: str
    reference: str
    bidder: str
    price_text: str
    points_text: str


@dataclass(frozen=True)
class LotsGiven:
    """Who gets which lot: a row a lot, and the working in sentences. No rows where it can't be said yet."""

    rows: tuple[LotAward, ...]
    working: tuple[str, ...]


def lot_rankings(evaluation: Evaluation) -> tuple[tuple[LotRanking, ...], LotsGiven]:
    """The ranking of each lot, in the order of the tender, and who gets which. Six queries, however many lots and bids.

    `Refused` before the prices are opened.
    """
    published = method(evaluation.tender)
    lots = lot_rankings_of(judged(evaluation, published), published, opened_submissions(evaluation.tender))
    return lots, given_lots(lots, published)


def lot_rankings_of(found: Judged, published: Method, opened: Sequence[OpenedBid]) -> tuple[LotRanking, ...]:
    """The same from what has been read already. No query. A lot's ranking has only the bids for it, at its price."""
    rows = []
    for lot in published.file.lots or ():
        bids = [replace(bid, file=file) for bid in opened for file in [bid.file.for_lot(lot.id)] if file is not None]
        rows.append(LotRanking(lot.id, lot.title or lot.id, ranking_from(found, published, bids) if bids else None))
    return tuple(rows)


def given_lots(rankings: Sequence[LotRanking], published: Method) -> LotsGiven:
    """Who gets which lot by the published limits, with the working. No query."""
    limits = published.file.lot_limits or LotLimits()
    names = {lot.id: lot.name for lot in rankings}
    bidders = {bid.reference: bid.provider for lot in rankings if lot.ranking for bid in lot.ranking.bids}
    mechanism = Mechanism(limits.mechanism.value) if limits.mechanism else None
    try:
        found = allocate({lot.id: _standings(lot) for lot in rankings}, most=limits.win, mechanism=mechanism)
    except NotAllocated as fault:
        return LotsGiven((), (_fault_words(fault, names, bidders),))
    working = tuple(_working(found, limits, names, bidders))
    if len(found.outcomes) > 1:
        return LotsGiven((), working)
    return LotsGiven(tuple(_row(lot, standing, names, bidders) for lot, standing in found.outcomes[0].lots), working)


def _standings(lot: LotRanking) -> list[Standing]:
    """The ranked bids of a lot by their receipts; a bid that is disqualified stands nowhere."""
    return [
        Standing(bid.rank, bid.reference, bid.price, bid.total)
        for bid in (lot.ranking.bids if lot.ranking else ())
        if bid.rank is not None and bid.price is not None
    ]


def _row(lot: str, standing: Standing | None, names: Mapping[str, str], bidders: Mapping[str, str]) -> LotAward:
    if standing is None:
        return LotAward(lot, names[lot], "", "Nobody", "", "")
    return LotAward(
        lot,
        names[lot],
        standing.bidder,
        bidders[standing.bidder],
        money_text(standing.price),
        number_text(standing.points, 2),
    )


def _fault_words(fault: NotAllocated, names: Mapping[str, str], bidders: Mapping[str, str]) -> str:
    """Why the lots can't be given."""
    if not fault.lot:
        return f"{fault} An officer must decide by the rule that the tender gives in words."
    who = list_text([bidders[bidder] for bidder in fault.bidders])
    return f"{names[fault.lot]}: nothing parts {who}, who are first. The lots can’t be given before the tie is parted."


def _working(found: Allocation, limits: LotLimits, names: Mapping[str, str], bidders: Mapping[str, str]) -> list[str]:
    """How it was worked out, in sentences."""
    if limits.win is None:
        return ["There is no limit on how many lots one bidder may win, so each lot goes to the bid that ranks first."]
    most = f"One bidder may win {count_text(limits.win, 'lot')} at most."
    if not found.over or limits.mechanism is None:
        return [f"{most} No bidder ranks first in more, so each lot goes to the bid that ranks first."]
    said = [most]
    for bidder, lots in found.over:
        said.append(
            f"{bidders[bidder]} ranks first in {count_text(len(lots), 'lot')}: {list_text([names[lot] for lot in lots])}."
        )
    said.append(
        f"There are {count_text(found.tried, 'way')} to give the lots so that nobody has too many and each other lot goes to its "
        f"next best bidder. Of those that give the most lots, the tender takes {SUMS[limits.mechanism]}."
    )
    if len(found.outcomes) == 1:
        said.append(f"That is {_sum(found.outcomes[0], limits.mechanism)}.")
    else:
        said.append(
            f"{count_text(len(found.outcomes), 'way')} have the same, {_sum(found.outcomes[0], limits.mechanism)}:"
        )
        said.extend(
            list_text([f"{names[lot]} to {bidders[bidder]}" for lot, bidder in outcome.winners.items()]) + "."
            for outcome in found.outcomes
        )
    return said


def _sum(outcome: Outcome, mechanism: LotMechanism) -> str:
    if mechanism is LotMechanism.LOWEST_PRICE:
        return money_text(outcome.price)
    return f"{number_text(outcome.points, 2)} points"
