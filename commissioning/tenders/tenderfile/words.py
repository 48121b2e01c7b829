"""The fixed words of a tender file: each one's value is the name in files, its `label` is what people read."""

from glossary.words import Word


class Procedure(Word):
    """The routes to a contract or a grant.

    Procurement Act 2023 (open to framework_call_off), a grant, the Provider Selection Regime for health care (psr_*),
    and the routes of the Public Contracts Regulations 2015 for cases begun under them (legacy_*).
    """

    OPEN = "open", "Open procedure"
    COMPETITIVE_FLEXIBLE = "competitive_flexible", "Competitive flexible procedure"
    DIRECT_AWARD = "direct_award", "Direct award"
    LIGHT_TOUCH = "light_touch", "Light touch"
    BELOW_THRESHOLD = "below_threshold", "Below threshold"
    FRAMEWORK_CALL_OFF = "framework_call_off", "Call-off from a framework"
    GRANT = "grant", "Grant"
    PSR_DIRECT_A = "psr_direct_a", "Provider Selection Regime: direct award A"
    PSR_DIRECT_B = "psr_direct_b", "Provider Selection Regime: direct award B"
    PSR_DIRECT_C = "psr_direct_c", "Provider Selection Regime: direct award C"
    PSR_MOST_SUITABLE = (
        "psr_most_suitable",
        "Provider Selection Regime: most suitable provider",
    )
    PSR_COMPETITIVE = "psr_competitive", "Provider Selection Regime: competitive"
    LEGACY_LIGHT_TOUCH = "legacy_light_touch", "Light touch regime (2015 rules)"
    LEGACY_COMPETITIVE_DIALOGUE = (
        "legacy_competitive_dialogue",
        "Competitive dialogue (2015 rules)",
    )
    LEGACY_PQQ = "legacy_pqq", "Restricted procedure with a PQQ (2015 rules)"
    LEGACY_INNOVATION_PARTNERSHIP = (
        "legacy_innovation_partnership",
        "Innovation partnership (2015 rules)",
    )
    LEGACY_OPEN = "legacy_open", "Open procedure (2015 rules)"


class CriterionKind(Word):
    """What a criterion judges."""

    QUALITY = "quality", "Quality"
    SOCIAL_VALUE = "social_value", "Social value"
    PRICE = "price", "Price"
    PASS = "pass", "Pass or fail"


class QuestionKind(Word):
    """How a question is answered: in words, or with a promised quantity."""

    NARRATIVE = "narrative", "Written answer"
    COMMITMENT = "commitment", "Commitment"


class ConditionKind(Word):
    """What a condition of participation is about (Procurement Act 2023, s.22)."""

    TURNOVER = "turnover", "Turnover"
    INSURANCE = "insurance", "Insurance"
    ACCOUNTS = "accounts", "Accounts"
    EXPERIENCE = "experience", "Experience"
    PRIOR_AWARD = "prior_award", "An earlier award"
    CERTIFICATE = "certificate", "Certificate"
    REGISTRATION = "registration", "Registration"


class Needed(Word):
    """When a condition must be met."""

    AT_BID = "at_bid", "When the bid is made"
    CONTRACT_START = "contract_start", "When the contract starts"


class LotMechanism(Word):
    """What decides which lots a bidder keeps that is best for more of them than it may win."""

    LOWEST_PRICE = "lowest_total_price", "The lots that leave the lowest total price for all lots"
    HIGHEST_POINTS = "highest_total_points", "The lots that leave the highest total of the winners’ points"


class AskedOf(Word):
    """Who must show a document."""

    EVERYONE = "everyone", "Everyone who bids"
    WINNER = "winner", "Only the winner"


class CarryOver(Word):
    """Whether a group of questions goes into the next tender that is started from this one."""

    AS_IS = "as_is", "As it is: locked in the next tender"
    EDIT = "edit", "It may be changed in the next tender"
    NO = "no", "Not at all: it is for this tender only"


class Moderation(Word):
    """How one mark is found from those of several evaluators."""

    CONSENSUS = "consensus", "The evaluators meet and agree one mark"
    AVERAGE = "average", "The average of their marks"


class Formula(Word):
    """How points are worked out. Which node may use which is in `FORMULAS_OF`."""

    ABSOLUTE = "absolute", "The mark as a share of the highest mark"
    RELATIVE_TO_BEST = "relative_to_best", "Relative to the best mark"
    BANDS = "bands", "Published steps"
    LOWEST_OVER_PRICE = "lowest_over_price", "Lowest price over this price"
    LINEAR_BETWEEN = "linear_between", "Straight line between a high and a low price"
    MEAN_BASED = "mean_based", "Distance from the mean price"
    LINEAR_ABOVE_LOWEST = "linear_above_lowest", "Straight line above the lowest price"
    FIXED_PRICE = "fixed_price", "Fixed price: all equal"
    PRICE_PER_POINT = "price_per_point", "Price per quality point"
    TARGET_CAPPED = "target_capped", "Share of the target, no more than all of it"
    RELATIVE_TO_HIGHEST = "relative_to_highest", "Relative to the highest quantity"
    SHARE_OF_PRICE = "share_of_price", "Value promised as a share of the price"


NARRATIVE_FORMULAS = frozenset({Formula.ABSOLUTE, Formula.RELATIVE_TO_BEST, Formula.BANDS})
COMMITMENT_FORMULAS = frozenset(
    {
        Formula.TARGET_CAPPED,
        Formula.BANDS,
        Formula.RELATIVE_TO_HIGHEST,
        Formula.SHARE_OF_PRICE,
    }
)
PRICE_FORMULAS = frozenset(
    {
        Formula.LOWEST_OVER_PRICE,
        Formula.LINEAR_BETWEEN,
        Formula.MEAN_BASED,
        Formula.LINEAR_ABOVE_LOWEST,
        Formula.FIXED_PRICE,
        Formula.PRICE_PER_POINT,
    }
)

WITHOUT_WEIGHT = frozenset({Formula.FIXED_PRICE, Formula.PRICE_PER_POINT})
"""Price formulas whose node has no weight: equal prices part nobody, and price per point ranks the whole case."""

FORMULAS_OF: dict[CriterionKind | QuestionKind, frozenset[Formula]] = {
    CriterionKind.QUALITY: frozenset(),
    CriterionKind.SOCIAL_VALUE: frozenset(),
    CriterionKind.PASS: frozenset(),
    CriterionKind.PRICE: PRICE_FORMULAS,
    QuestionKind.NARRATIVE: NARRATIVE_FORMULAS,
    QuestionKind.COMMITMENT: COMMITMENT_FORMULAS,
}


class Normalise(Word):
    """How a parent's points are stretched after they are added up."""

    RELATIVE_TO_BEST = "relative_to_best", "Relative to the best"


class ZeroPrice(Word):
    """What happens to a bid at no price (see the formula `lowest_over_price`)."""

    FULL_POINTS = "full_points", "A price of nothing gets full points"
    REJECT = "reject", "A price of nothing is rejected"
