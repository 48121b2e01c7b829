"""The sheet “Working”: points, weights and totals as live formulas, each with the figure that `score` worked out.

Bids stand across, best first. Down the sheet: whether a bid qualifies, then for each criterion its own figure, the figure
that counts for the comparison (empty for a bid that does not qualify, so that lowest, highest and mean leave it out),
its points, and what it adds. The formulas use + - * /, comparisons, IF, SUM, COUNT, MIN and MAX, and nothing else.
A bid that does not qualify is measured against those that do and itself, as in the scoring room.
"""

from collections.abc import Iterator
from decimal import Decimal

from commissioning.evaluation.reports.facts import PartFacts
from commissioning.evaluation.reports.report import EvaluationReport
from commissioning.evaluation.scoring import Bid, Criterion, Formula, Kind, ZeroPrice, parse_case
from commissioning.tenders.tenderfile import plain
from socialvalue import xlsx
from socialvalue.xlsx import Sheet, cell_name

FIRST = 4  # the column of the bid that ranks first
TOP = 6  # the row of the first criterion's first line
QUALIFIES = 4
RELATIVE = (Formula.RELATIVE_TO_BEST, Formula.RELATIVE_TO_HIGHEST)
ABOVE_NIL = (Formula.LOWEST_OVER_PRICE, Formula.LINEAR_ABOVE_LOWEST)
NOTES = {
    "own": "What the bid gives",
    "raw": "Weighted sum of what is below it, before it is compared with the best",
    "counts": "Counts for the comparison: empty if the bid does not qualify",
    "mean": "Mean of the figures that count",
    "points": "Points out of 100",
    "adds": "What it adds to the total",
}


class Working:
    """Lays the sheet out, then writes it. `sources` are cells of other sheets by what they hold and receipt."""

    def __init__(self, report: EvaluationReport, sources: dict[tuple[str, str], str]) -> None:
        self.report = report
        self.sources = sources
        self.case = parse_case(report.case)
        self.scored = [node for node in self.case.walk() if not node.is_gate]
        self.parents = {child.id: node for node in self.scored for child in node.children}
        bids = {bid.id: bid for bid in self.case.bids}
        self.bids = [bids[row.bid_reference] for row in report.ranking]
        self.qualifies = {row.bid_reference: row.rank is not None for row in report.ranking}
        self.parts: dict[tuple[str, str], PartFacts] = {
            (row.bid_reference, part.node_id): part for row in report.ranking for part in row.parts
        }
        self.rows = {key: TOP + place for place, key in enumerate(self._keys())}
        self.last = TOP + len(self.rows)

    def total_cell(self, reference: str) -> str:
        """The cell that holds a bid's total."""
        return cell_name(self.last, FIRST + [bid.id for bid in self.bids].index(reference))

    def write(self, sheet: Sheet) -> None:
        """Fill the sheet."""
        sheet.widths(16, 44, 10, 44, 16)
        sheet.title("How the totals were worked out")
        sheet.row("Each figure from row 7 down is a live formula: change a mark or a weight and see what follows.")
        sheet.headers("Criterion", "What it asks", "Weight", "Line", *(row.provider for row in self.report.ranking))
        sheet.row("", "", "", "Receipt", *(bid.id for bid in self.bids))
        judged = "Qualifies (1) or not (0). Not live: conditions, minimums and thresholds decide it"
        sheet.row("", "", "", judged, *(int(self.qualifies[bid.id]) for bid in self.bids))
        sheet.row("", "", self.case.scale, "The highest mark on the scale, in the column of weights")
        sheet.freeze(5, FIRST)
        words = {node.id: node.name for node in self.report.nodes}
        nodes = {node.id: node for node in self.scored}
        for line, name in self.rows:
            node = nodes[name]
            note = NOTES[line] if line != "points" else f"Points: {self._words(name)}"
            # The weight stands once, in the line of points.
            weight = node.weight if line == "points" else None
            cells = [self._cell(line, node, place) for place in range(len(self.bids))]
            sheet.row(name, words[name], weight, note, *cells)
        totals = [self._total(place) for place in range(len(self.bids))]
        sheet.row("", "Total", None, "The sum of what the first level adds", *totals, kind="total")
        if self.case.formula is Formula.PRICE_PER_POINT:
            sheet.row("", "Price of a point", None, "Price ÷ total: the lowest ranks first", *self._prices_of_a_point())
        note = "Not live: the portal works out the places, with the published rules for level bids"
        sheet.row("", "Place", None, note, *(row.rank_text for row in self.report.ranking))

    def _keys(self) -> Iterator[tuple[str, str]]:
        """The lines of the sheet: (line, id of the criterion)."""
        for node in self.scored:
            if node.kind is not Kind.PRICE or node.formula is not Formula.FIXED_PRICE:
                yield ("raw" if node.children else "own"), node.id
            if _compares(node):
                yield "counts", node.id
            if node.formula is Formula.MEAN_BASED:
                yield "mean", node.id
            yield "points", node.id
            if node.weight is not None:
                yield "adds", node.id

    def _words(self, name: str) -> str:
        return next(node.formula for node in self.report.nodes if node.id == name)

    def _at(self, line: str, name: str, place: int) -> str:
        return cell_name(self.rows[line, name], FIRST + place)

    def _across(self, name: str) -> str:
        """The figures that count, of all bids."""
        row = self.rows["counts", name]
        return f"{cell_name(row, FIRST, fixed=True)}:{cell_name(row, FIRST + len(self.bids) - 1, fixed=True)}"

    def _weight(self, name: str) -> str:
        return cell_name(self.rows["points", name], 2, fixed=True)

    def _cell(self, line: str, node: Criterion, place: int) -> xlsx.Formula:
        """The formula of one line for one bid, with the figure that `score` gives."""
        bid = self.bids[place]
        match line:
            case "own":
                return xlsx.Formula(f"={self._source(node, bid)}", _given(node, bid))
            case "raw":
                parts = (f"{self._at('points', child.id, place)}*{self._weight(child.id)}" for child in _weighed(node))
                return xlsx.Formula(f"=({'+'.join(parts)})/100", self._raw(node, bid))
            case "counts":
                return self._counts(node, place)
            case "mean":
                return self._mean(node, place)
            case "points":
                return xlsx.Formula(f"={self._points(node, place)}", self.parts[bid.id, node.id].points)
            case _:
                return xlsx.Formula(f"={self._adds(node, place)}", self.parts[bid.id, node.id].contribution)

    def _source(self, node: Criterion, bid: Bid) -> str:
        if node.kind is Kind.PASS:
            return str(int(bid.passes[node.id]))
        return self.sources["price" if node.kind is Kind.PRICE else node.id, bid.id]

    def _raw(self, node: Criterion, bid: Bid) -> Decimal:
        parts = (self.parts[bid.id, child.id].points * child.weight for child in _weighed(node))
        return sum(parts, Decimal(0)) / 100

    def _figure(self, node: Criterion, bid: Bid) -> Decimal:
        return self._raw(node, bid) if node.children else _given(node, bid)

    def _own(self, node: Criterion, place: int) -> str:
        return self._at("raw" if node.children else "own", node.id, place)

    def _qualifies(self, place: int) -> str:
        return cell_name(QUALIFIES, FIRST + place)

    def _counts(self, node: Criterion, place: int) -> xlsx.Formula:
        bid, own = self.bids[place], self._own(node, place)
        figure = self._figure(node, bid)
        if node.zero_price is not None and node.formula in ABOVE_NIL:
            counts = self.qualifies[bid.id] and figure > 0
            text = f'=IF({self._qualifies(place)}=1,IF({own}>0,{own},""),"")'
        else:
            counts = self.qualifies[bid.id]
            text = f'=IF({self._qualifies(place)}=1,{own},"")'
        return xlsx.Formula(text, figure if counts else "")

    def _mean(self, node: Criterion, place: int) -> xlsx.Formula:
        bid, own, across = self.bids[place], self._own(node, place), self._across(node.id)
        counted = {one.id: _given(node, one) for one in self.bids if self.qualifies[one.id]}
        counted[bid.id] = _given(node, bid)
        text = (
            f"=IF({self._qualifies(place)}=1,SUM({across})/COUNT({across}),(SUM({across})+{own})/(COUNT({across})+1))"
        )
        return xlsx.Formula(text, sum(counted.values(), Decimal(0)) / len(counted))

    def _points(self, node: Criterion, place: int) -> str:
        """Points out of 100, without the equals sign."""
        if node.formula is Formula.FIXED_PRICE:
            return "100"
        own = self._own(node, place)
        if node.formula in RELATIVE:
            best = f"MAX({self._across(node.id)},{own})"
            return f"IF({best}>0,100*{own}/{best},0)"
        if node.children:
            return own
        if node.kind is Kind.PRICE:
            points = self._price_points(node, place)
            if node.zero_price is None:
                return points
            nil = 100 if node.zero_price is ZeroPrice.FULL_POINTS else 0
            return f"IF({own}=0,{nil},{points})"
        match node.formula:
            case Formula.BANDS:
                steps = (f"IF({own}>={plain(band.start)},{plain(band.points)},0)" for band in node.bands)
                return f"MAX({','.join(steps)})"
            case Formula.TARGET_CAPPED:
                return f"100*MIN({own}/{plain(_there(node.target))},1)"
            case Formula.SHARE_OF_PRICE:
                price, share = self.sources["price", self.bids[place].id], plain(_there(node.share))
                return f"IF({own}=0,0,IF(100*{own}>={share}*{price},100,100*100*{own}/{price}/{share}))"
            case None:
                return f"100*{own}"
            case _:
                return f"100*{own}/{cell_name(TOP - 1, 2, fixed=True)}"

    def _price_points(self, node: Criterion, place: int) -> str:
        own, across = self._own(node, place), self._across(node.id)
        match node.formula:
            case Formula.LOWEST_OVER_PRICE:
                return f"100*MIN({across},{own})/{own}"
            case Formula.LINEAR_ABOVE_LOWEST:
                lowest = f"MIN({across},{own})"
                return f"MAX(0,100*(1-({own}-{lowest})/{lowest}))"
            case Formula.MEAN_BASED:
                mean = self._at("mean", node.id, place)
                return f"IF({mean}=0,50,MAX(0,MIN(100,50-100*({own}-{mean})/{mean})))"
            case _:
                high = f"MAX({across},{own})" if node.high is None else plain(node.high)
                low = f"MIN({across},{own})" if node.low is None else plain(node.low)
                level = 100 if node.high is None else 0
                return f"IF({high}>{low},MAX(0,MIN(100,100*({high}-{own})/({high}-{low}))),{level})"

    def _adds(self, node: Criterion, place: int) -> str:
        weighed = f"{self._at('points', node.id, place)}*{self._weight(node.id)}/100"
        parent = self.parents.get(node.id)
        if parent is None:
            return weighed
        raw = self._at("raw", parent.id, place)
        return f"IF({raw}=0,0,{self._at('adds', parent.id, place)}*{weighed}/{raw})"

    def _total(self, place: int) -> xlsx.Formula:
        tops = [self._at("adds", node.id, place) for node in self.case.criteria if node.weight is not None]
        return xlsx.Formula(f"={'+'.join(tops)}", self.report.ranking[place].total)

    def _prices_of_a_point(self) -> Iterator[xlsx.Formula]:
        for place, bid in enumerate(self.bids):
            total, figure = cell_name(self.last, FIRST + place), self.report.ranking[place].figure
            text = f'=IF({total}=0,"",{self.sources["price", bid.id]}/{total})'
            yield xlsx.Formula(text, "" if figure is None else figure)


def _compares(node: Criterion) -> bool:
    """Whether the points depend on other bids."""
    return node.formula in RELATIVE or (node.kind is Kind.PRICE and node.formula is not Formula.FIXED_PRICE)


def _weighed(node: Criterion) -> list[Criterion]:
    """The children that carry weight."""
    return [child for child in node.children if child.weight is not None]


def _given(node: Criterion, bid: Bid) -> Decimal:
    """What the bid gives for a leaf, as a figure."""
    match node.kind:
        case Kind.MARK:
            return bid.marks[node.id]
        case Kind.QUANTITY:
            return bid.quantities[node.id]
        case Kind.PASS:
            return Decimal(int(bid.passes[node.id]))
        case _:
            return _there(bid.price)


def _there(value: Decimal | None) -> Decimal:
    if value is None:
        raise ValueError("a sound case has this figure")
    return value
