"""How a bid gets its score: marks, money and quantities in, a ranking and its working out.

Plain Python and `Decimal`. The screens, the papers, the workbook and ``manage.py score`` all call `score`, so no two
can disagree. Sums are done to 120 digits; what leaves is settled to 24 decimal places, so that two totals that are
equal on paper (three thirds and one) are equal here too, and contributions add up to the last digit. Only `display` is
rounded to the case's `places`.

The case (numbers are text or JSON numbers, in plain decimals below 10^24 with at most 30 decimal places)::

    scale        {"max": "5"}; needed where anything is marked
    criteria     a tree; weights are per cent of the parent and siblings add up to exactly 100
    formula      only for a whole-case formula: price_per_point, or value_deduction
    zero_price   full_points or reject; here for every price criterion, or on one price criterion
    ties         ids of criteria and "lowest_price", in order; "lot" may come last
    places       whole number 0 to 20, for display; 2 when absent
    bids         id, price, marks, quantities, passes

A criterion has ``id`` and ``weight``, may have ``threshold`` (per cent of its own maximum), and is one of these:

======== ================== ==========================================================================================
kind     formula            its own keys
======== ================== ==========================================================================================
(parent) relative_to_best   ``children``; the formula may be given as ``"normalise": "relative_to_best"``, or be absent
mark     absolute           the default; every mark criterion may have ``minimum``, a mark
mark     relative_to_best
mark     bands              ``bands``: [{"mark": "2", "points": "66"}, ...]; other marks are refused
quantity target_capped      ``target``, above nil
quantity bands              ``bands``: [{"from": "5", "points": "50"}, ...]; below the first step: nil points
quantity relative_to_highest
quantity share_of_price     ``share``: the per cent of the price whose value of commitments earns all the points
price    lowest_over_price, linear_above_lowest, mean_based
price    linear_between     ``high`` and ``low`` if published; one left out is observed
price    fixed_price        no weight: every bid has 100 points, which count for nothing
pass     (none)             without weight a gate; with weight, yes is 100 points and no is 0
======== ================== ==========================================================================================

Under a whole-case formula the criteria hold the quality alone: a price criterion is refused. `total` stays the weighted
points; the money that ranks the bids is the bid's `figure`, lowest first. Under ``value_deduction`` each scored
criterion at the top has ``value``, its money value, in place of ``weight`` (its weight is its part of all the money).
A bid without any points has no price per point and ranks after those that have one.

Choices where the published formulas are silent:

* Gates, minimums, rejected nil prices and thresholds are read from the bid alone. A threshold is measured before
  anything is made relative to the best: a mark of 3 out of 5 is 60 per cent whoever else bids. So no bid is shut out
  by another.
* Some figures have no maximum of their own (`relative_to_highest`, prices against other prices). Where a threshold
  rests on one, bids are admitted one at a time, from the highest quantity or the lowest price (then by id); each is
  measured against those admitted before it and itself. A bid not admitted is never a measure for another, so taking
  it out of the case changes nothing.
* A disqualified bid keeps its points, for the debrief, measured against the qualifying bids and itself.
* All prices equal: `linear_between`, both ends observed, gives 100. At or below a published low, 100; otherwise at or
  above a published high, 0. All prices nil: `mean_based` gives 50, unless nil has full points.
* Best mark or highest quantity nil: 0 points for all. `share_of_price` of a nil price: 100 if anything is promised.
* ``full_points`` gives a nil price 100 under every price formula that compares prices; ``reject`` disqualifies it.
"""

from commissioning.evaluation.scoring.case import Band, Bid, Case, Criterion, Formula, Kind, ZeroPrice
from commissioning.evaluation.scoring.fault import CaseFaults, Fault
from commissioning.evaluation.scoring.file import LARGEST_FILE, load_case, parse_case
from commissioning.evaluation.scoring.ranking import score
from commissioning.evaluation.scoring.result import (
    BidResult,
    Disqualification,
    NodeResult,
    Result,
    Tie,
    Working,
    result_as_json,
)

__all__ = [
    "LARGEST_FILE",
    "Band",
    "Bid",
    "BidResult",
    "Case",
    "CaseFaults",
    "Criterion",
    "Disqualification",
    "Fault",
    "Formula",
    "Kind",
    "NodeResult",
    "Result",
    "Tie",
    "Working",
    "ZeroPrice",
    "load_case",
    "parse_case",
    "result_as_json",
    "score",
]
