"""What the route helper asks: facts about the service, its value and its market."""

from dataclasses import dataclass
from decimal import Decimal

from glossary.words import ServiceCategory, Word

from .thresholds import ThresholdKind


class Market(Word):
    """How many could do it."""

    MANY = "many", "Many: we may want to shortlist"
    SOME = "some", "Some"
    ONE = "one", "Only one, and we can show it"


class Urgency(Word):
    """How urgent it is."""

    NO = "no", "Not urgent"
    FORESEEN = "foreseen", "Urgent, but we could have seen it coming"
    EXTREME = "extreme", "Extreme: nobody could have foreseen it, and no procedure is quick enough"


class HealthProvider(Word):
    """For health care: who provides it now."""

    NOBODY = "nobody", "Nobody yet, or we want to look anew"
    ONLY = "only", "Somebody who is the only one able to"
    CHOICE = "choice", "Patients choose among all who meet our terms"
    CONTINUE = "continue", "Somebody who does it well, and the new contract changes little"


class Reservation(Word):
    """For whom the contract should be kept."""

    NOBODY = "nobody", "Nobody: anyone may bid"
    SUPPORTED = "supported", "Supported employment providers"
    MUTUALS = "mutuals", "Public service mutuals"
    LOCAL = "local", "Providers in our area or in the UK"
    SMALL = "small", "Small firms, or charities and social enterprises"


# Services that are usually light touch contracts. The codes in the regulations decide, so the officer may say otherwise.
USUALLY_LIGHT_TOUCH = frozenset(
    {
        ServiceCategory.ADULT_SOCIAL_CARE,
        ServiceCategory.CHILDREN_AND_FAMILIES,
        ServiceCategory.HEALTH_AND_WELLBEING,
        ServiceCategory.EDUCATION_AND_SKILLS,
        ServiceCategory.CULTURE_AND_LEISURE,
    }
)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The officer's answers. `value` is in pounds with VAT and every extension, `years` the longest the contract may run."""

    kind: ThresholdKind = ThresholdKind.GOODS_AND_SERVICES
    value: Decimal
    years: Decimal | None = None
    grant: bool = False
    health_care: bool = False
    health_provider: HealthProvider = HealthProvider.NOBODY
    begun_under_2015_rules: bool = False
    market: Market = Market.SOME
    urgency: Urgency = Urgency.NO
    framework: bool = False
    reserved_for: Reservation = Reservation.NOBODY


def usual_kind(service: ServiceCategory | None) -> ThresholdKind:
    """Return what a service usually counts as for the thresholds."""
    if service is ServiceCategory.CONSTRUCTION_AND_WORKS:
        return ThresholdKind.WORKS
    return ThresholdKind.LIGHT_TOUCH if service in USUALLY_LIGHT_TOUCH else ThresholdKind.GOODS_AND_SERVICES
