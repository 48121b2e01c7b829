"""The nouns of the evaluation report. Fields are facts; `..._text` properties write them for people.

The report's hash rests on these (see `report.HASHED`), so nothing that changes after the panel has agreed belongs here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from commissioning.evaluation.models import PanelMember
from commissioning.evaluation.reports.average import mark_text
from commissioning.tenders.tenderfile import Procedure, plain
from socialvalue.text import datetime_text, money_text, number_text, short_date_text, utc_text


@dataclass(frozen=True, slots=True)
class TenderFacts:
    """What was bought, and the published pack that says how it was judged. `value` is GBP for the first term."""

    reference: str
    title: str
    authority: str
    value: Decimal
    route: Procedure
    closes_at: datetime
    pack_version: int
    pack_sha256: str
    pack_published_at: datetime
    pack_published_by: str

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """As a list of labels and values."""
        return (
            ("Reference", self.reference or "None"),
            ("Title", self.title),
            ("Authority", self.authority),
            ("Value of the first term", money_text(self.value)),
            ("Route", self.route.label),
            ("Bids closed", datetime_text(self.closes_at)),
            ("Published pack", f"Version {self.pack_version}"),
            ("Published by", f"{self.pack_published_by}, {datetime_text(self.pack_published_at)}"),
            ("SHA-256 of the pack", self.pack_sha256),
        )


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """One criterion, question or condition: its depth in the tree and its share of the whole in per cent."""

    id: str
    name: str
    depth: int
    share: Decimal | None
    formula: str

    @property
    def share_text(self) -> str:
        """Such as "12.5%"; a gate has none."""
        return "None" if self.share is None else f"{number_text(self.share)}%"


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """One mark on the published scale and what it means."""

    mark: Decimal
    label: str
    means: str


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """One seat on the panel. `locked_at` is when an evaluator locked their marks."""

    person: str
    seat: PanelMember.Seat
    locked_at: datetime | None

    @property
    def locked_text(self) -> str:
        """When the marks were locked."""
        return datetime_text(self.locked_at) if self.locked_at else "Does not mark in this seat"


@dataclass(frozen=True, slots=True)
class DeclarationFacts:
    """What one person declared about one bidder. `handling` is what was done about a conflict at once."""

    person: str
    provider: str
    is_conflicted: bool
    detail: str
    declared_at: datetime
    handling: str

    @property
    def declared_text(self) -> str:
        """When it was declared."""
        return datetime_text(self.declared_at)

    @property
    def handling_text(self) -> str:
        """What followed from it: the marking screens and the actions keep this, not a promise."""
        return (self.handling or "Did not see or mark this bid.") if self.is_conflicted else "Took part"


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """The two people who opened the bids, and when each did."""

    asked_by: str
    asked_at: datetime
    opened_by: str
    opened_at: datetime

    @property
    def text(self) -> str:
        """The opening as a sentence."""
        return (
            f"{self.asked_by} asked to open the bids at {datetime_text(self.asked_at)}. "
            f"{self.opened_by} opened them at {datetime_text(self.opened_at)}."
        )


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """A quantity that a bid promises under a question."""

    question_id: str
    measure: str
    unit: str
    quantity: Decimal
    by_when: date

    @property
    def text(self) -> str:
        """The promise as a line."""
        return f"{number_text(self.quantity)} {self.unit} by {short_date_text(self.by_when)}"


@dataclass(frozen=True, slots=True)
class BidFacts:
    """One bid and its receipt. `sha256` is of the bid's canonical text; `price` is GBP without VAT."""

    reference: str
    provider: str
    version: int
    submitted_at: datetime
    sha256: str
    price: Decimal | None
    promises: tuple[PromiseFacts, ...]

    @property
    def submitted_text(self) -> str:
        """UK time, and UTC to the second."""
        return f"{datetime_text(self.submitted_at)}; {utc_text(self.submitted_at)}"

    @property
    def price_text(self) -> str:
        """Such as "£120,000"."""
        return "No price" if self.price is None else money_text(self.price)


@dataclass(frozen=True, slots=True)
class GateFacts:
    """Whether one bid meets one condition, who decided it and why."""

    condition_id: str
    condition: str
    provider: str
    is_passed: bool
    reason: str
    decided_by: str
    decided_at: datetime

    @property
    def outcome_text(self) -> str:
        """In a word or two."""
        return "Met" if self.is_passed else "Not met"

    @property
    def decided_text(self) -> str:
        """Who decided it, and when."""
        return f"{self.decided_by}, {datetime_text(self.decided_at)}"


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """One evaluator's mark with its reason, and why the agreed mark differs from it ("" where it does not)."""

    evaluator: str
    mark: Decimal
    reason: str
    difference: str

    @property
    def mark_text(self) -> str:
        """Without noughts that say nothing."""
        return plain(self.mark)


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """One bid's answer to one question: each evaluator's mark, and the mark the panel agreed."""

    bid_reference: str
    provider: str
    marks: tuple[MarkFacts, ...]
    agreed: Decimal
    reason: str
    present: str
    agreed_by: str
    agreed_at: datetime

    @property
    def agreed_text(self) -> str:
        """The agreed mark, or the average to two places."""
        return mark_text(self.agreed)

    @property
    def recorded_text(self) -> str:
        """Who recorded the agreement, and when."""
        return f"{self.agreed_by}, {datetime_text(self.agreed_at)}"


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """One question that evaluators marked, with every bid's answer to it."""

    id: str
    text: str
    share: Decimal
    answers: tuple[AnswerFacts, ...]

    @property
    def share_text(self) -> str:
        """Its share of the whole."""
        return f"{number_text(self.share)}%"


@dataclass(frozen=True, slots=True)
class PartFacts:
    """Points out of 100 for one node, and what they add to the total."""

    node_id: str
    points: Decimal
    contribution: Decimal

    @property
    def points_text(self) -> str:
        """Rounded half up to two places."""
        return number_text(self.points, 2)

    @property
    def contribution_text(self) -> str:
        """Rounded half up to two places."""
        return number_text(self.contribution, 2)


@dataclass(frozen=True, slots=True)
class RankedFacts:
    """One bid in the ranking. `figure` is the money that ranks it where the method ranks by price per point."""

    bid_reference: str
    provider: str
    rank: int | None
    rank_text: str
    total: Decimal
    total_text: str
    figure: Decimal | None
    parts: tuple[PartFacts, ...]
    disqualified: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def figure_text(self) -> str:
        """The price of one point."""
        return "None" if self.figure is None else money_text(self.figure)


@dataclass(frozen=True, slots=True)
class TrailFacts:
    """The audit trail of this evaluation up to the locking of the consensus."""

    records: int
    last_hash: str
    is_sound: bool

    @property
    def text(self) -> str:
        """What was checked, and how to check the rest."""
        found = (
            f"The audit trail holds {self.records} records of this evaluation up to the locking of the consensus. "
            + ("Each one matches its own hash. " if self.is_sound else "At least one does not match its own hash. ")
        )
        return f"{found}The last has the hash {self.last_hash}. The command “manage.py verify_audit” checks the chain."
