"""What a tender file says, as frozen dataclasses in the order in which the file is written.

The field types are the file's rules: `reading` checks JSON against them and `writing` follows their order. None means
that the key is absent, which means "not yet drafted"; an empty text or list is something else and is kept.
A key that is a word of Python's own has an underscore after it (`from_`). Money is in pounds, weights and thresholds in
per cent, marks on the tender's own scale.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from glossary.words import Benefit, ServiceCategory, Strand

from .words import (
    AskedOf,
    CarryOver,
    ConditionKind,
    CriterionKind,
    Formula,
    LotMechanism,
    Moderation,
    Needed,
    Normalise,
    Procedure,
    QuestionKind,
    ZeroPrice,
)

FORMAT = "socialvalue-tender/1"


@dataclass(frozen=True)
class Between:
    """The lowest and highest that a figure may be, and how many digits it may have after the point."""

    low: int
    high: int
    places: int = 6


@dataclass(frozen=True)
class Named:
    """A text of one line that may not be blank, of at most `longest` characters, without spaces around it.

    `printable` refuses characters that nobody can see, so that two ids that look alike are alike.
    """

    longest: int
    printable: bool = False


Id = Annotated[str, Named(100, printable=True)]
Cpv = Annotated[str, Named(8, printable=True)]
Reference = Annotated[str, Named(60)]
Title = Annotated[str, Named(200)]
Amount = Annotated[Decimal, Between(0, 999_999_999_999)]
Money = Annotated[Decimal, Between(0, 999_999_999_999, places=2)]
Percent = Annotated[Decimal, Between(0, 100)]
Count = Annotated[int, Between(0, 1_000_000)]
Words = Annotated[int, Between(1, 1_000_000)]
Months = Annotated[int, Between(1, 120)]


@dataclass(frozen=True, kw_only=True)
class Value:
    """What the contract is worth over its first term, in pounds, and how many years it runs."""

    amount: Money
    currency: Literal["GBP"] | None = None
    years: Amount | None = None
    extension_years: Amount | None = None


@dataclass(frozen=True, kw_only=True)
class SpecificationItem:
    """One numbered part of what is bought."""

    id: Id
    heading: str | None = None
    text: str | None = None


@dataclass(frozen=True, kw_only=True)
class Consideration:
    """The record of what was considered before buying (Public Services (Social Value) Act 2012, s.1(3) to (8))."""

    economic: str | None = None
    social: str | None = None
    environmental: str | None = None
    consulted: bool | None = None
    consultation_reason: str | None = None
    urgent: bool | None = None


@dataclass(frozen=True, kw_only=True)
class FrameworkChoice:
    """A framework of priorities that the tender uses, by its id."""

    id: Id


@dataclass(frozen=True, kw_only=True)
class Lot:
    """A part of the contract that can be bid for by itself; `value` in pounds."""

    id: Id
    title: str | None = None
    description: str | None = None
    area: tuple[Title, ...] | None = None
    value: Money | None = None


@dataclass(frozen=True, kw_only=True)
class LotLimits:
    """How many lots one bidder may bid for and win, and the rule that decides who gets which.

    `rule` is in words; `mechanism` is what the portal works out when a bidder is best for more lots than it may win.
    """

    bid: Count | None = None
    win: Count | None = None
    rule: str | None = None
    mechanism: LotMechanism | None = None


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """The dates of the procurement. `closes_at` is an instant with its offset, kept as it was written."""

    published_on: date | None = None
    clarifications_by: date | None = None
    closes_at: datetime | None = None
    award_on: date | None = None
    starts_on: date | None = None
    electronic: bool | None = None
    all_documents: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A condition of participation (Procurement Act 2023, s.22); `amount` in pounds, `audited` for accounts.

    `name` is the certificate, the register or the kind of insurance; `years` how far back experience counts;
    `partners_count` whether what a partner has counts as the bidder's own.
    """

    id: Id
    kind: ConditionKind | None = None
    name: str | None = None
    amount: Money | None = None
    years: Amount | None = None
    needed: Needed | None = None
    audited: bool | None = None
    partners_count: bool | None = None
    text: str | None = None


@dataclass(frozen=True, kw_only=True)
class RequiredDocument:
    """A document to be shown, by whom, and why it is needed."""

    name: str | None = None
    asked_of: AskedOf | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Level:
    """One mark on the scale and what an answer must do to get it."""

    mark: Amount | None = None
    label: str | None = None
    means: str | None = None


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The scale that written answers are marked on, from 0 to `max`."""

    id: Id | None = None
    max: Amount | None = None
    levels: tuple[Level, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Band:
    """A published step: `points` (0 to 100) for a mark, or for a quantity of this much or more.

    The key is "mark" under a narrative question and "from" under a commitment, as in the scoring case.
    """

    mark: Amount | None = None
    from_: Amount | None = None
    points: Percent | None = None


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What a commitment counts: its unit with the period, what counts, and what shows it."""

    name: str | None = None
    unit: str | None = None
    definition: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question that is marked (narrative) or asks for a promised quantity (commitment).

    `minimum` is a mark, `target` a quantity, `share` per cent of the price, `threshold` per cent of all its points.
    """

    id: Id
    kind: QuestionKind | None = None
    weight: Percent | None = None
    threshold: Percent | None = None
    word_limit: Words | None = None
    minimum: Amount | None = None
    formula: Formula | None = None
    target: Amount | None = None
    share: Percent | None = None
    bands: tuple[Band, ...] | None = None
    measure: Measure | None = None
    text: str | None = None
    strand: Strand | None = None
    benefit: Benefit | None = None
    priorities: tuple[Title, ...] | None = None
    specification: tuple[Id, ...] | None = None
    relevance: str | None = None
    proportionality: str | None = None


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A branch or a price leaf of the weight tree. Its children are its criteria, then its questions."""

    id: Id
    kind: CriterionKind | None = None
    name: str | None = None
    weight: Percent | None = None
    threshold: Percent | None = None
    normalise: Normalise | None = None
    formula: Formula | None = None
    high: Money | None = None
    low: Money | None = None
    zero_price: ZeroPrice | None = None
    carry_over: CarryOver | None = None
    criteria: "tuple[Criterion, ...] | None" = None
    questions: tuple[Question, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class MonitoringIndicator:
    """A promised question watched in the contract, and the hours that one return on it takes."""

    question: Id | None = None
    hours_per_return: Amount | None = None


@dataclass(frozen=True, kw_only=True)
class Monitoring:
    """How often the contract is reported on, and what is watched."""

    every_months: Months | None = None
    indicators: tuple[MonitoringIndicator, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class TenderFile:
    """All that a drafted tender says. Only title, value with its amount, procedure and criteria must be there."""

    format: Literal["socialvalue-tender/1"] | None = None
    reference: Reference | None = None
    title: Title
    summary: str | None = None
    service: ServiceCategory | None = None
    cpv: tuple[Cpv, ...] | None = None
    area: tuple[Title, ...] | None = None
    procedure: Procedure
    value: Value
    expected_bidders: Count | None = None
    specification: tuple[SpecificationItem, ...] | None = None
    consideration: Consideration | None = None
    frameworks: tuple[FrameworkChoice, ...] | None = None
    lots: tuple[Lot, ...] | None = None
    lot_limits: LotLimits | None = None
    no_lots_reason: str | None = None
    partners_allowed: bool | None = None
    timetable: Timetable | None = None
    conditions: tuple[Condition, ...] | None = None
    documents: tuple[RequiredDocument, ...] | None = None
    scale: Scale | None = None
    criteria: tuple[Criterion, ...]
    moderation: Moderation | None = None
    ties: tuple[Id, ...] | None = None
    strands_set_aside: Mapping[Strand, str] | None = None
    reasons: Mapping[str, str] | None = None
    monitoring: Monitoring | None = None
