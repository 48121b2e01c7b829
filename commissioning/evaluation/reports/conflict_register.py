"""The conflict register: who declared what of which bidder and when, and what was done about it."""

from dataclasses import dataclass

from commissioning.authorities.models import Role, Staff
from commissioning.evaluation.lifecycle import Moment
from commissioning.evaluation.models import Conflict, Evaluation, PanelMember
from socialvalue.text import datetime_text, list_text

WITHHELD = "Withheld"


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One declaration. `undecided` is the conflict's id while an officer must decide whether agreed marks stand, or None."""

    person: str
    role: str
    bidder: str
    moment: str
    declared: str
    is_conflicted: bool
    said: str
    done: str
    undecided: int | None

    @property
    def row(self) -> tuple[str, ...]:
        """As a row under `ConflictRegister.HEADERS`."""
        return (self.person, self.role, self.bidder, f"{self.moment}, {self.declared}", self.said, self.done)


@dataclass(frozen=True)
class ConflictRegister:
    """Every declaration of an evaluation, in the order in which they were made."""

    HEADERS = ("Person", "Role", "Bidder", "When", "What was said", "What was done")

    entries: tuple[RegisterEntry, ...]

    @property
    def found(self) -> tuple[RegisterEntry, ...]:
        """The conflicts among them."""
        return tuple(entry for entry in self.entries if entry.is_conflicted)


def conflict_register(evaluation: Evaluation, *, redacted: bool = False) -> ConflictRegister:
    """The register: full, or for publication without names and without what people wrote. Three queries, however many.

    Redacted, people and bidders go by numbers in the order in which they first come in the register.
    """
    roles = _roles(evaluation)
    rows = Conflict.objects.filter(evaluation=evaluation).select_related(
        "user", "bid__provider", "recorded_by", "decision__decided_by"
    )
    people: dict[int, str] = {}
    bidders: dict[object, str] = {}
    entries = []
    for row in rows.order_by("declared_at", "pk"):
        person = people.setdefault(row.user_id, f"Person {len(people) + 1}")
        bidder = bidders.setdefault(row.bid_id, f"Bidder {len(bidders) + 1}")
        decision = getattr(row, "decision", None)
        entries.append(
            RegisterEntry(
                person=person if redacted else str(row.user),
                role=roles.get(row.user_id, "No longer takes part"),
                bidder=bidder if redacted else str(row.bid.provider),
                moment=Moment(row.moment).label,
                declared=datetime_text(row.declared_at),
                is_conflicted=row.is_conflicted,
                said=_said(row, redacted=redacted),
                done=_done(row, redacted=redacted),
                undecided=row.pk if row.needs_decision and decision is None else None,
            )
        )
    return ConflictRegister(tuple(entries))


def _roles(evaluation: Evaluation) -> dict[int, str]:
    """What each person does in this evaluation, by user id. Two queries."""
    officers = Staff.objects.filter(authority=evaluation.tender.authority_id, role=Role.PROCUREMENT)
    roles = dict.fromkeys(officers.values_list("user_id", flat=True), "Procurement officer")
    seats: dict[int, list[str]] = {}
    for member in PanelMember.ever.filter(evaluation=evaluation).order_by("seat", "pk"):
        label = member.get_seat_display() if member.left_at is None else f"{member.get_seat_display()} (left)"
        seats.setdefault(member.user_id, []).append(label)
    return roles | {user_id: list_text(list(dict.fromkeys(labels))) for user_id, labels in seats.items()}


def _said(row: Conflict, *, redacted: bool) -> str:
    """No conflict, or what it is and who recorded it."""
    if not row.is_conflicted:
        return "No conflict"
    if redacted:
        return "A conflict"
    return f"{row.detail} (recorded by {row.recorded_by})" if row.recorded_by else row.detail


def _done(row: Conflict, *, redacted: bool) -> str:
    """What followed at once, and what an officer decided."""
    if not row.is_conflicted:
        return "Nothing was needed"
    if redacted:
        return "Took no further part in judging this bid"
    decision = getattr(row, "decision", None)
    done = row.handling or "Recorded before: it stands."
    if decision is None:
        return done
    decided = (
        f"{decision.decided_by} decided at {datetime_text(decision.decided_at)} that they stand: {decision.reason}"
    )
    return f"{done} {decided}"
