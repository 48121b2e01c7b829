"""Where an evaluation stands: whose turn it is, and what the reader can do."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from commissioning.authorities.models import Role, Staff
from commissioning.bids.models import Bid, Opening
from commissioning.evaluation.lifecycle import BEFORE_MODERATION, BEFORE_PRICES, LABELS, Status
from commissioning.evaluation.models import (
    READERS,
    Award,
    BidderLetter,
    Conflict,
    Consensus,
    Evaluation,
    Gate,
    Mark,
    PanelMember,
)
from commissioning.evaluation.reports.assignment import markers_of
from commissioning.evaluation.reports.method import method
from socialvalue.accounts.models import User
from socialvalue.text import count_text, datetime_text, list_text

Seat = PanelMember.Seat
BEFORE_SIGNING = (*BEFORE_PRICES, Status.PRICED)


@dataclass(frozen=True)
class Task:
    """One thing to do or to read, for a task list. `address` is "" while it can't be started."""

    title: str
    address: str
    status: str
    colour: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Standing:
    """The whole of an evaluation's own page."""

    label: str
    turn: str
    tasks: tuple[Task, ...]
    panel: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Facts:
    """What the page rests on. `to_mark` is how many answers the reader marks, `marked` how many of those marks are done."""

    evaluation: Evaluation
    status: Status
    user: User
    roles: frozenset[str]
    members: tuple[PanelMember, ...]
    undeclared: tuple[str, ...]
    has_declared: bool
    is_opened: bool
    hides_names: bool
    bids: int
    out: int
    to_mark: int
    marked: int
    decided: int
    agreed: int
    questions: int
    conditions: int
    has_lots: bool
    recommender_id: int | None

    @property
    def seats(self) -> set[str]:
        """The reader's own seats."""
        return {member.seat for member in self.members if member.user_id == self.user.pk}

    @property
    def is_officer(self) -> bool:
        """Whether the reader is a procurement officer of the authority."""
        return Role.PROCUREMENT in self.roles

    @property
    def still_marking(self) -> list[str]:
        """The evaluators who have not locked their marks."""
        return [str(member.user) for member in self.members if member.seat == Seat.EVALUATOR and not member.locked_at]

    @property
    def has_locked(self) -> bool:
        """Whether the reader has locked their own marks."""
        mine = [member for member in self.members if member.user_id == self.user.pk and member.seat == Seat.EVALUATOR]
        return bool(mine and mine[0].locked_at)

    @property
    def sees_workload(self) -> bool:
        """Whether the reader shares out the work or leads those who do it."""
        return self.is_officer or Seat.CHAIR in self.seats

    @property
    def gates_left(self) -> int:
        """How many conditions are still to be decided, over all bids."""
        return self.conditions * self.bids - self.decided

    @property
    def answers_left(self) -> int:
        """How many answers still have no agreed mark."""
        return self.questions * (self.bids - self.out) - self.agreed


def standing(evaluation: Evaluation, user: User) -> Standing:
    """Where it stands, for this reader. Seven queries, however many bids."""
    facts = _facts(evaluation, user)
    seated = {Seat.CHAIR: 0, Seat.EVALUATOR: 1}
    panel = tuple(
        (str(member.user), member.get_seat_display(), _member_words(facts, member))
        for member in sorted(facts.members, key=lambda member: (seated[Seat(member.seat)], member.pk))
    )
    if evaluation.cancelled_at:
        turn = (
            f"This procurement was cancelled at {datetime_text(evaluation.cancelled_at)}. Nothing is left to do here."
        )
        return Standing(label="Cancelled", turn=turn, tasks=_to_read(facts), panel=panel)
    return Standing(label=LABELS[facts.status], turn=_turn(facts), tasks=tuple(_tasks(facts)), panel=panel)


def _to_read(facts: Facts) -> tuple[Task, ...]:
    """What is there to read once nothing can be done any more."""
    if not facts.roles & set(READERS) and Seat.CHAIR not in facts.seats:
        return ()
    return tuple(task for task in _reading_tasks(facts) if task.address)


def _facts(evaluation: Evaluation, user: User) -> Facts:
    """Gather the facts: the reader's roles, the panel, the declarations, the published method, and all counts in one."""
    published = method(evaluation.tender)
    members = tuple(evaluation.panel.select_related("user"))
    counts = _counts(evaluation, user)
    bids = counts.pop("bids")
    # Officers, who sit on no panel, declare again before they decide on an award.
    is_seated = any(member.user_id == user.pk for member in members)
    rows = Conflict.objects.filter(evaluation=evaluation).order_by()
    if evaluation.signed_off_at and not is_seated:
        rows = rows.exclude(user=user, declared_at__lt=evaluation.signed_off_at)
    if evaluation.names_revealed_at:
        rows = rows.exclude(
            user__in=[member.user_id for member in members], declared_at__lt=evaluation.names_revealed_at
        )
    declared = dict(rows.values_list("user").annotate(number=Count("bid", distinct=True)))
    if published.is_average:  # nothing waits to be agreed
        counts["agreed"] = len(published.marked) * (bids - counts["out"])
    people = {member.user_id: str(member.user) for member in members}
    return Facts(
        evaluation=evaluation,
        status=Status(evaluation.status),
        user=user,
        roles=frozenset(
            Staff.objects.filter(user=user, authority=evaluation.tender.authority_id).values_list("role", flat=True)
        ),
        members=members,
        undeclared=tuple(name for pk, name in people.items() if declared.get(pk, 0) < bids - counts["out"] or not bids),
        has_declared=bool(bids) and declared.get(user.pk, 0) >= bids - counts["out"],
        bids=bids,
        hides_names=counts.pop("drawn") > 0 and evaluation.names_revealed_at is None,
        to_mark=len(markers_of(evaluation, published, user=user)),
        questions=len(published.marked),
        conditions=len(published.conditions),
        has_lots=bool(published.file.lots),
        **counts,
    )


def _counts(evaluation: Evaluation, user: User) -> dict[str, int]:
    """Every count that the page needs, in one query."""
    row = Evaluation.objects.filter(pk=evaluation.pk).values(
        is_opened=_count(Opening.objects.filter(tender=OuterRef("tender"), opened_at__isnull=False), "tender"),
        bids=_count(Bid.objects.filter(tender=OuterRef("tender")), "tender"),
        marked=_count(
            Mark.objects.counted()
            .filter(evaluator__evaluation=OuterRef("pk"), evaluator__user=user)
            .exclude(Q(mark=None) | Q(reason="")),
            "evaluator__evaluation",
        ),
        out=_count(_failed(), "evaluation"),
        decided=_count(Gate.objects.filter(evaluation=OuterRef("pk")), "evaluation"),
        agreed=_count(Consensus.objects.in_force().filter(evaluation=OuterRef("pk")), "evaluation"),
        drawn=_count(BidderLetter.objects.filter(evaluation=OuterRef("pk")), "evaluation"),
        recommender_id=Subquery(Award.objects.filter(evaluation=OuterRef("pk")).values("recommended_by")[:1]),
    )[0]
    return row | {"is_opened": bool(row["is_opened"])}


def _failed() -> QuerySet[Gate]:
    """One row for each bid that fails a condition, as two officers found."""
    rows = Gate.objects.final_fails().filter(evaluation=OuterRef("pk"))
    earlier = Gate.objects.final_fails().filter(bid=OuterRef("bid"), pk__lt=OuterRef("pk"))
    return rows.filter(~Exists(earlier))


def _count(rows: QuerySet, by: str) -> Coalesce:
    """How many rows there are, as a part of another query; `by` is the one value they share."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(number=Count("pk")).values("number")), 0)


def _member_words(facts: Facts, member: PanelMember) -> str:
    """How far one member has come, without anything of their marks."""
    if str(member.user) in facts.undeclared:
        return "Has not declared conflicts yet"
    if member.seat == Seat.CHAIR:
        return "Has declared conflicts"
    if member.locked_at:
        return f"Locked their marks at {datetime_text(member.locked_at)}"
    return "Marking" if facts.status == Status.MARKING else "Has declared conflicts"


def _turn(facts: Facts) -> str:
    """Whose turn it is, and for what."""
    chair = next((str(member.user) for member in facts.members if member.seat == Seat.CHAIR), "The chair")
    if facts.status is Status.PANEL:
        return _turn_before_marking(facts)
    if facts.status is Status.MARKING:
        waits = []
        if facts.still_marking:
            waits.append(f"{list_text(facts.still_marking)} must mark and lock.")
        if facts.gates_left:
            waits.append(f"A procurement officer must decide {count_text(facts.gates_left, 'condition')}.")
        return " ".join(waits) or f"{chair} can start moderation."
    if facts.status is Status.MODERATION:
        if facts.answers_left:
            return f"{chair} must agree {count_text(facts.answers_left, 'more mark')} with the panel."
        return f"{chair} can lock the consensus."
    return {
        Status.AGREED: f"Quality is final. {chair} can show the panel the bidders’ names."
        if facts.hides_names
        else "Quality is final. A procurement officer can open the prices.",
        Status.PRICED: "The ranking of each lot is there. An award by lot can’t be made here yet."
        if facts.has_lots
        else f"{chair} must read the evaluation report and sign it off.",
        Status.SIGNED_OFF: "A procurement officer must recommend an award.",
        Status.RECOMMENDED: "Another procurement officer must approve the award or turn it down.",
        Status.AWARDED: "Two procurement officers must check and send the assessment summaries.",
        Status.TOLD: "Every bidder has been told. The contract can be made when the standstill is over.",
        Status.CONCLUDED: "The contract is made. Nothing is left to do here.",
    }[facts.status]


def _turn_before_marking(facts: Facts) -> str:
    """The same before marking starts."""
    if not facts.is_opened:
        return "The bids are still sealed. Once bidding has closed, two people must open them."
    if not facts.bids:
        return "Nobody has bid, so there is nothing to mark."
    if facts.undeclared:
        return f"{list_text(facts.undeclared)} must say whether they have a conflict of interest with any bidder."
    if facts.gates_left:
        return f"A procurement officer must decide {count_text(facts.gates_left, 'condition')}."
    return "A procurement officer can start marking."


def _tasks(facts: Facts) -> list[Task]:
    """What this reader can do or read, in the order in which it is done."""
    tasks = []
    if facts.is_officer:
        tasks += _officer_tasks(facts)
    if facts.seats or facts.is_officer:
        tasks += _conflicts_tasks(facts)
    if facts.seats or facts.roles & set(READERS):
        tasks.append(_practice_task(facts))
    if Seat.EVALUATOR in facts.seats:
        tasks += _evaluator_tasks(facts)
    if Seat.CHAIR in facts.seats:
        tasks += _chair_tasks(facts)
    if facts.is_officer:
        tasks.append(_prices_task(facts))
    if facts.roles & set(READERS) or Seat.CHAIR in facts.seats:
        tasks += _reading_tasks(facts)
    if facts.is_officer and not facts.has_lots:
        tasks += _award_tasks(facts)
    return tasks


def _officer_tasks(facts: Facts) -> list[Task]:
    is_naming = facts.status is Status.PANEL
    is_early = facts.status in BEFORE_MODERATION
    is_marking = facts.status in (Status.MARKING, Status.MODERATION)
    is_ready = is_naming and facts.is_opened and facts.bids and not facts.undeclared and not facts.gates_left
    return [
        _task(facts, "Open the bids", "opening", is_naming and not facts.is_opened, facts.is_opened),
        _task(facts, "Name the panel", "evaluation_panel", facts.status in BEFORE_SIGNING, True),
        _task(facts, "Say who marks what, and when", "evaluation_assignment", is_early, True, "If it is needed"),
        _task(
            facts,
            "Decide the conditions",
            "evaluation_conditions",
            bool(facts.bids),
            bool(facts.bids) and not facts.gates_left,
            _conditions_progress(facts),
        ),
        _task(facts, "Hide words from the panel", "evaluation_masking", bool(facts.bids), True, "If it is needed"),
        _task(facts, "Start marking", "start_marking", bool(is_ready), not is_naming),
        _task(facts, "Give answers to somebody else", "reassign_answers", is_marking, True, "If it is needed"),
    ]


def _conditions_progress(facts: Facts) -> str:
    """How many conditions are decided, once there are bids to decide about."""
    if not facts.conditions:
        return "None were set"
    return f"{facts.decided} of {facts.conditions * facts.bids} decided" if facts.bids else ""


def _conflicts_tasks(facts: Facts) -> list[Task]:
    is_there = bool(facts.bids)
    return [
        _task(facts, "Declare conflicts of interest", "evaluation_conflicts", is_there, facts.has_declared),
        _task(facts, "Record a conflict found late", "late_conflict", is_there, True, "If there is one"),
    ]


def _practice_task(facts: Facts) -> Task:
    """Practising is open until the bids are; after that it is there to read."""
    if facts.status is Status.PANEL and not facts.is_opened:
        return _task(facts, "Practise together", "calibration", True, True, "Before the bids are opened")
    return _reading(facts, "Practice answers", "calibration", True)


def _evaluator_tasks(facts: Facts) -> list[Task]:
    total = facts.to_mark
    is_done = total > 0 and facts.marked == total
    has_started = facts.status is not Status.PANEL
    is_marking = facts.status is Status.MARKING and not facts.has_locked
    progress = f"{facts.marked} of {total} marked" if has_started else ""
    return [
        _task(facts, "Mark the bids", "marking", has_started, is_done, progress),
        _task(facts, "Lock your marks", "lock_marks", is_marking, facts.has_locked),
    ]


def _chair_tasks(facts: Facts) -> list[Task]:
    is_ready = facts.status is Status.MARKING and not facts.still_marking and not facts.gates_left
    can_lock = facts.status is Status.MODERATION and not facts.answers_left
    is_moderated = facts.status not in BEFORE_MODERATION
    is_priced = facts.status not in BEFORE_PRICES
    is_agreed = is_priced or facts.status is Status.AGREED
    can_sign = facts.status is Status.PRICED
    return [
        _task(facts, "Start moderation", "start_moderation", is_ready, is_moderated),
        _moderation_task(facts, "Agree the marks"),
        _task(facts, "Lock the consensus", "lock_consensus", can_lock, is_agreed),
        _task(
            facts,
            "Show the bidders’ names",
            "reveal_names",
            facts.status is Status.AGREED and facts.hides_names,
            facts.evaluation.names_revealed_at is not None,
        ),
        # A tender in lots ends at its ranking by lot: nothing after it can be done yet.
        *(
            []
            if facts.has_lots
            else [_task(facts, "Sign off the report", "evaluation_report", can_sign, is_priced and not can_sign)]
        ),
    ]


def _moderation_task(facts: Facts, title: str) -> Task:
    is_there = facts.status not in BEFORE_MODERATION
    progress = f"{facts.agreed} of {facts.questions * (facts.bids - facts.out)} agreed" if is_there else ""
    return _task(facts, title, "moderation", is_there, is_there and not facts.answers_left, progress)


def _reading_tasks(facts: Facts) -> list[Task]:
    is_agreed = facts.status not in BEFORE_PRICES
    has_started = facts.status is not Status.PANEL
    moderation = [] if Seat.CHAIR in facts.seats else [_moderation_task(facts, "Moderation")]
    is_reader = bool(facts.roles & set(READERS))
    return [
        *([_reading(facts, "Questions to bidders", "queries", facts.is_opened)] if is_reader else []),
        *moderation,
        *(
            [_reading(facts, "How far marking has come", "marking_progress", has_started)]
            if facts.sees_workload
            else []
        ),
        *([_reading(facts, "Workload", "evaluation_workload", bool(facts.bids))] if facts.sees_workload else []),
        *([_reading(facts, "Conflict register", "conflict_register", True)] if is_reader else []),
        _reading(facts, "Ranking", "ranking", is_agreed),
        *([] if facts.has_lots else [_reading(facts, "Evaluation report", "evaluation_report", is_agreed)]),
        *([_reading(facts, "Papers", "evaluation_papers", facts.is_opened)] if is_reader else []),
    ]


def _prices_task(facts: Facts) -> Task:
    return _task(
        facts,
        "Open the prices",
        "open_prices",
        facts.status is Status.AGREED and not facts.hides_names,
        facts.status not in BEFORE_PRICES,
    )


def _award_tasks(facts: Facts) -> list[Task]:
    can_recommend, is_waiting = facts.status is Status.SIGNED_OFF, facts.status is Status.RECOMMENDED
    tasks = [_task(facts, "Recommend an award", "recommend_award", can_recommend, facts.recommender_id is not None)]
    if is_waiting:
        if facts.recommender_id != facts.user.pk:
            tasks.append(_task(facts, "Approve the award or turn it down", "award_approve", True, False))
        else:
            address = reverse("turn_down_award", args=[facts.evaluation.tender_id])
            tasks.append(Task("Turn down the recommendation", address, "If it must change"))
    is_told = facts.status in (Status.TOLD, Status.CONCLUDED)
    can_tell = facts.status is Status.AWARDED
    tasks.append(_task(facts, "Check and send the assessment summaries", "summaries", can_tell or is_told, is_told))
    is_over = facts.status is Status.CONCLUDED
    tasks.append(_task(facts, "Standstill and contract", "standstill", is_told, is_over))
    return tasks


def _reading(facts: Facts, title: str, name: str, is_there: bool) -> Task:
    """Something to read, once it is there."""
    address = reverse(name, args=[facts.evaluation.tender_id]) if is_there else ""
    return Task(title, address, "Ready to read" if is_there else "Not there yet")


def _task(facts: Facts, title: str, name: str, is_open: bool, is_done: bool, progress: str = "") -> Task:
    """One task: done, to do, or not to be started yet."""
    address = reverse(name, args=[facts.evaluation.tender_id]) if is_open else ""
    if is_done:
        return Task(title, address, progress or "Done")
    return Task(title, address, progress or ("To do" if is_open else "Cannot start yet"), "blue" if is_open else "")
