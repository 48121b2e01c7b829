"""Where each procurement stands, from draft to contract: the only place that knows every stage.

A case is one tender and all that came of it. Before the bids are opened nothing here depends on whether there are any.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from commissioning.authorities.models import Role, Staff
from commissioning.bids.models import with_last_extension
from commissioning.contracts.models import Contract
from commissioning.evaluation.lifecycle import Status as EvaluationStatus
from commissioning.evaluation.models import Evaluation
from commissioning.tenders.lifecycle import AddendumStatus, AssessmentStage, Phase, Status
from commissioning.tenders.models import Addendum, ConflictsAssessment, Tender, TenderQuerySet
from commissioning.tenders.permissions.conflicts import READERS as CONFLICTS_READERS
from commissioning.tenders.reports.conflicts import stage_began
from socialvalue.accounts.models import User
from socialvalue.text import count_text, money_text


@dataclass(frozen=True)
class Step:
    """What happens next: in words, whose turn it is, and the page for it ("" where the person has none)."""

    stage: str
    colour: str
    what: str
    whose: str
    url: str


@dataclass(frozen=True)
class CaseRow:
    """One line of an authority's desk, ready to be drawn."""

    title: str
    reference: str
    url: str
    value: str
    closes: str
    step: Step


# What an evaluation at each status waits for, and from whom.
EVALUATION_STEPS: dict[EvaluationStatus, tuple[str, str]] = {
    EvaluationStatus.PANEL: ("Name the panel and start marking", "Procurement officer"),
    EvaluationStatus.MARKING: ("Mark every answer and lock the marks", "Evaluators"),
    EvaluationStatus.MODERATION: ("Agree one mark for each answer", "Chair"),
    EvaluationStatus.AGREED: ("Open the prices", "Procurement officer"),
    EvaluationStatus.PRICED: ("Check the ranking and sign off the report", "Chair"),
    EvaluationStatus.SIGNED_OFF: ("Recommend an award", "Procurement officer"),
    EvaluationStatus.RECOMMENDED: ("Approve the award", "Another procurement officer"),
    EvaluationStatus.AWARDED: ("Check and send the assessment summaries", "Procurement officers"),
    EvaluationStatus.TOLD: ("Wait for the standstill, then make the contract", "Procurement officer"),
    EvaluationStatus.CONCLUDED: ("Nothing: the contract is made", "Nobody"),
}
# What the case says of a change to the published tender that is not finished.
CHANGES = {AddendumStatus.DRAFT: "One is being prepared", AddendumStatus.IN_REVIEW: "One waits for approval"}
STAGE_COLOURS = {Phase.DRAFT: "grey", Phase.IN_REVIEW: "yellow", Phase.OPEN: "green", Phase.CANCELLED: "red"}


def next_step(tender: Tender, now: datetime) -> Step:
    """What the case waits for at `now`, with a link if the person may follow it."""
    phase = tender.phase(now)
    cancellation = getattr(tender, "cancellation", None)
    if cancellation is not None and cancellation.confirmed_at is None:
        url = reverse("cancellation", args=[tender.pk]) if tender.may_evaluate else ""
        what = "Confirm that this procurement is cancelled, or let it go on"
        return Step("Cancelling", "red", what, "Another procurement officer", url)
    if phase is not Phase.CLOSED:
        return _before_closing(tender, phase)
    contract = getattr(tender, "contract", None)
    if contract is not None:
        url = reverse("contract", args=[contract.pk]) if tender.sees_contract else ""
        return Step("Contract", "teal", "Watch what was promised", "Contract manager", url)
    opening = getattr(tender, "opening", None)
    if opening is None and now < tender.final_at(tender.extended_until):
        return Step(
            "Sealed", "orange", "Wait until the closing is final", "Nobody", reverse("opening", args=[tender.pk])
        )
    if opening is None or opening.opened_at is None:
        what = "Open the bids" if opening is None else "Confirm the opening"
        whose = "Procurement officer" if opening is None else "Another procurement officer"
        return Step("Sealed", "orange", what, whose, reverse("opening", args=[tender.pk]))
    evaluation = getattr(tender, "evaluation", None)
    status = EvaluationStatus(evaluation.status) if evaluation else EvaluationStatus.PANEL
    what, whose = EVALUATION_STEPS[status]
    page = "award_approve" if status is EvaluationStatus.RECOMMENDED else "evaluation"
    url = reverse(page, args=[tender.pk]) if _opens_evaluation(tender, evaluation) else ""
    is_award = status in (EvaluationStatus.AWARDED, EvaluationStatus.TOLD, EvaluationStatus.CONCLUDED)
    return Step("Award" if is_award else "Evaluation", "purple", what, whose, url)


def _opens_evaluation(tender: Tender, evaluation: Evaluation | None) -> bool:
    """Whether the person has a page of the evaluation: before there is a panel, only who can name it."""
    if evaluation is None:
        return tender.may_evaluate and tender.status == Status.PUBLISHED
    return tender.sees_evaluation


def _before_closing(tender: Tender, phase: Phase) -> Step:
    """The step of a case that is not yet closed, or never will be. A bidder's question that waits comes before all."""
    if phase is Phase.OPEN and tender.waiting:
        what = f"Answer {count_text(tender.waiting, 'question')} from bidders"
        url = reverse("clarifications_waiting", args=[tender.pk]) if tender.may_evaluate else ""
        return Step(phase.value, STAGE_COLOURS[phase], what, "Procurement officer", url)
    if phase is Phase.OPEN and tender.change == AddendumStatus.IN_REVIEW:
        url = reverse("addendum_approve", args=[tender.pk])
        return Step(phase.value, STAGE_COLOURS[phase], "Approve a change, or send it back", "Procurement officer", url)
    what, whose, url = {
        Phase.DRAFT: ("Finish the draft", "Commissioner", reverse("tender_draft", args=[tender.pk])),
        Phase.IN_REVIEW: (
            "Approve and publish, or send back",
            "Procurement officer",
            reverse("tender_approve", args=[tender.pk]),
        ),
        Phase.OPEN: ("Providers are writing their bids", "Providers", reverse("tender", args=[tender.pk])),
        Phase.CANCELLED: ("Nothing: it was cancelled", "Nobody", ""),
    }[phase]
    return Step(phase.value, STAGE_COLOURS[phase], what, whose, url)


@dataclass(frozen=True)
class Stage:
    """One stage of a case, as a task list draws it: `address` is "" where there is no page to open."""

    title: str
    status: str
    address: str
    colour: str = ""
    hint: str = ""


def stages(tender: Tender, now: datetime) -> list[Stage]:
    """Every stage of the case, in order, each with its page if the person may open it."""
    phase, opening = tender.phase(now), getattr(tender, "opening", None)
    evaluation, contract = getattr(tender, "evaluation", None), getattr(tender, "contract", None)
    is_out = tender.published_at is not None
    is_opened = opening is not None and opening.opened_at is not None
    is_cancelled = phase is Phase.CANCELLED
    sealed = "Taking bids" if phase is Phase.OPEN else "Sealed for good" if is_cancelled else "Sealed"
    evaluating = evaluation.get_status_display() if evaluation else "Not yet"
    return [
        Stage("Draft", "Done" if is_out else phase.value, reverse("tender_draft", args=[tender.pk])),
        Stage(
            "Publication", "Published" if is_out else "Not yet", reverse("tender", args=[tender.pk]) if is_out else ""
        ),
        *(_since_publication(tender) if is_out else ()),
        Stage(
            "Bids",
            "Opened" if is_opened else sealed if is_out else "Not yet",
            reverse("opening", args=[tender.pk]) if is_out else "",
        ),
        Stage(
            "Evaluation",
            "Cancelled" if is_cancelled else evaluating,
            reverse("evaluation", args=[tender.pk]) if is_out and _opens_evaluation(tender, evaluation) else "",
        ),
        Stage(
            "Contract",
            "Running" if contract else "None" if is_cancelled else "Not yet",
            reverse("contract", args=[contract.pk]) if contract and tender.sees_contract else "",
        ),
    ]


def _since_publication(tender: Tender) -> list[Stage]:
    """What bidders asked and what was changed after publication. Questions are no bids: how many wait is no secret."""
    questions = reverse("clarifications_waiting", args=[tender.pk]) if tender.may_evaluate else ""
    if not questions and tender.status == Status.PUBLISHED:
        questions = reverse("tender_clarifications", args=[tender.pk])
    wait = f"{count_text(tender.waiting, 'question')} {'waits' if tender.waiting == 1 else 'wait'}"
    return [
        Stage(
            "Questions from bidders",
            wait if tender.waiting else "None waits",
            questions,
            "yellow" if tender.waiting else "",
            "The tender does not close while one waits." if tender.waiting else "",
        ),
        Stage(
            "Changes since publication",
            CHANGES[tender.change] if tender.change else "Published" if tender.is_changed else "None",
            reverse("addendum_draft", args=[tender.pk]),
            "yellow" if tender.change else "",
        ),
    ]


def cancelling(tender: Tender, now: datetime) -> str:
    """The address where an officer may ask to cancel a published procurement; "" where nobody may, or somebody has."""
    is_running = tender.phase(now) in (Phase.OPEN, Phase.CLOSED) and getattr(tender, "contract", None) is None
    if not is_running or not tender.may_evaluate or getattr(tender, "cancellation", None) is not None:
        return ""
    return reverse("cancellation", args=[tender.pk])


@dataclass(frozen=True)
class Conflicts:
    """What the case says of the conflicts assessment: a sentence with its page, and whether it is time to look again."""

    sentence: str
    is_due: bool
    url: str


def conflicts(tender: Tender, now: datetime) -> Conflicts | None:
    """Return how the conflicts assessment stands, for those who may read it; None for others and for an ended case.

    It is due when the case has come to a new stage since it was last looked at: the notice, the open tender, closing,
    the evaluation, the award (Procurement Act 2023, s.83). Nothing here depends on whether there are bids.
    """
    phase = tender.phase(now)
    if not tender.sees_conflicts or phase is Phase.CANCELLED or getattr(tender, "contract", None) is not None:
        return None
    url = reverse("conflicts_assessment", args=[tender.pk])
    if tender.assessed_at is None:
        return Conflicts("Make the conflicts assessment. The tender can’t be published without one.", True, url)
    stage, began = _stage(tender, phase, now)
    if tender.assessed_at < began:
        return Conflicts(f"Look at the conflicts assessment again: {stage.label.lower()}.", True, url)
    return Conflicts("The conflicts assessment is up to date", False, url)


def _stage(tender: Tender, phase: Phase, now: datetime) -> tuple[AssessmentStage, datetime]:
    """Return the stage of the case for the conflicts assessment, and when it began."""
    evaluation = getattr(tender, "evaluation", None)
    if phase is Phase.CLOSED and evaluation is not None:
        if evaluation.signed_off_at:
            return AssessmentStage.AWARD, evaluation.signed_off_at
        return AssessmentStage.EVALUATION, max(evaluation.started_at, stage_began(tender, now))
    stage = {Phase.OPEN: AssessmentStage.OPEN, Phase.CLOSED: AssessmentStage.CLOSED}.get(phase, AssessmentStage.NOTICE)
    return stage, stage_began(tender, now)


def with_stages(tenders: TenderQuerySet, user: User) -> TenderQuerySet:
    """Tenders with the one row of each later stage and what `user` may open of them, all in one query.

    The functions above need tenders found through this: they read `may_evaluate`, `sees_evaluation`, `sees_contract`,
    `sees_conflicts`, `assessed_at`, `extended_until` (of the bidder who has the longest time), and of changes since
    publication `change` (the status of the one that is not finished) and `is_changed`.
    """
    return (
        with_last_extension(tenders)
        .select_related("opening", "evaluation", "contract", "cancellation")
        .defer("document")
        .annotate(
            may_evaluate=Exists(
                Staff.objects.filter(user=user, authority=OuterRef("authority"), role=Role.PROCUREMENT)
            ),
            sees_evaluation=Exists(Evaluation.objects.visible_to(user).filter(tender=OuterRef("pk"))),
            change=Subquery(Addendum.objects.unfinished().filter(tender=OuterRef("pk")).values("status")[:1]),
            is_changed=Exists(Addendum.objects.published().filter(tender=OuterRef("pk"))),
            sees_contract=Exists(Contract.objects.visible_to(user).filter(tender=OuterRef("pk"))),
            sees_conflicts=Exists(
                Staff.objects.filter(user=user, authority=OuterRef("authority"), role__in=CONFLICTS_READERS)
            ),
            assessed_at=Subquery(
                ConflictsAssessment.objects.filter(tender=OuterRef("pk")).order_by("-version").values("at")[:1]
            ),
        )
    )


def rows(tenders: Iterable[Tender], now: datetime) -> list[CaseRow]:
    """The lines of one page of an authority's desk."""
    return [
        CaseRow(
            title=tender.title,
            reference=tender.reference,
            url=reverse("case", args=[tender.pk]),
            value=money_text(tender.value),
            closes=tender.closing_text(now),
            step=next_step(tender, now),
        )
        for tender in tenders
    ]
