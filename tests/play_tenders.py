"""Reaching the states of a tender by playing the real actions. All of these need the database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from commissioning.tenders import actions
from commissioning.tenders.actions.conflicts import confirm_conflicts
from commissioning.tenders.lifecycle import AssessmentStage
from commissioning.tenders.models import SavedSearch, Tender
from commissioning.tenders.reports.listing import Search
from commissioning.tenders.tenderfile import (
    FORMAT,
    Condition,
    ConditionKind,
    Consideration,
    Criterion,
    CriterionKind,
    Formula,
    FrameworkChoice,
    Level,
    Measure,
    Monitoring,
    MonitoringIndicator,
    Needed,
    Procedure,
    Question,
    QuestionKind,
    Scale,
    SpecificationItem,
    TenderFile,
    Timetable,
    Value,
    ZeroPrice,
)
from glossary.words import Benefit, ServiceCategory, Strand
from socialvalue.accounts.models import User
from tests.cast import Cast

Often = SavedSearch.Often

LEVELS = (
    ("0", "No answer", "It says nothing about the question."),
    ("1", "Poor", "It shows that little was understood."),
    ("2", "Some way there", "It meets part of what is asked, without evidence."),
    ("3", "Good", "It meets all that is asked, with some evidence."),
    ("4", "Very good", "It meets all that is asked, with evidence for each part."),
    ("5", "Excellent", "It does more than is asked, with evidence that it will last."),
)
SCALE = Scale(
    id="0-5",
    max=Decimal(5),
    levels=tuple(Level(mark=Decimal(mark), label=label, means=means) for mark, label, means in LEVELS),
)
REASONS = {
    "inclusion.period": "The contract it follows ends in spring, and bidders have seven weeks.",
    "proportion.effort": "Bidders told us that they have these answers at hand from the last time.",
    "proportion.evidence-early": "The service starts within days of the award, so there is no time to ask later.",
    "proportion.words-per-point": "The method needs more words than its weight tells.",
}
"""What the county says of the warnings that its tenders meet in tests: about the season, and about what a test adds."""
PRIORITY = "herts-corporate-plan-2017-21/prosper/strong-economy"


def questions() -> tuple[Question, ...]:
    """The social value questions: one answered in words (SV1), one with a commitment (SV2)."""
    return (
        Question(
            id="SV1",
            kind=QuestionKind.NARRATIVE,
            weight=Decimal(60),
            word_limit=300,
            text="How will you help people who are out of work into lasting jobs on this service?",
            strand=Strand.ECONOMIC,
            benefit=Benefit.EMPLOYMENT_CREATION,
            priorities=(PRIORITY,),
            specification=("S1",),
            relevance="Collection and repair need people at entry level.",
            proportionality="One team of about eight people.",
        ),
        Question(
            id="SV2",
            kind=QuestionKind.COMMITMENT,
            weight=Decimal(40),
            formula=Formula.TARGET_CAPPED,
            target=Decimal(6),
            measure=Measure(
                name="Apprenticeships",
                unit="people starting per contract year",
                definition="A person who begins a recognised apprenticeship on this contract.",
                evidence="The apprenticeship agreements, without names.",
            ),
            text="How many apprentices will start in each contract year?",
            strand=Strand.ECONOMIC,
            benefit=Benefit.TRAINING_VOLUNTEERING,
            priorities=(PRIORITY,),
            specification=("S1",),
            relevance="Repair is a trade that can be learned on this contract.",
            proportionality="Two apprentices for each van.",
        ),
    )


def criteria() -> tuple[Criterion, ...]:
    """Quality 60 (method Q1 and social value), price 40."""
    method = Question(
        id="Q1",
        kind=QuestionKind.NARRATIVE,
        weight=Decimal(100),
        word_limit=500,
        minimum=Decimal(1),
        text="How will you collect, repair and pass on what people no longer need?",
    )
    quality = (
        Criterion(id="M", kind=CriterionKind.QUALITY, name="Method", weight=Decimal(70), questions=(method,)),
        Criterion(
            id="SV", kind=CriterionKind.SOCIAL_VALUE, name="Social value", weight=Decimal(30), questions=questions()
        ),
    )
    return (
        Criterion(id="Q", kind=CriterionKind.QUALITY, name="Quality", weight=Decimal(60), criteria=quality),
        Criterion(
            id="P",
            kind=CriterionKind.PRICE,
            name="Price",
            weight=Decimal(40),
            formula=Formula.LOWEST_OVER_PRICE,
            zero_price=ZeroPrice.REJECT,
        ),
    )


def tender_document(now: datetime, **changes: object) -> TenderFile:
    """A whole tender, ready to publish at `now`, which closes at 12 noon 49 days later; `changes` replace its keys."""
    day = now.date()
    # A Tuesday to a Thursday, so that no test meets a weekend.
    closes_on = day + timedelta(days=49)
    closes_on += timedelta(days=(2 - closes_on.weekday()) % 7)
    document = TenderFile(
        format=FORMAT,
        title="Bulky household waste collection and reuse",
        summary="Collect, repair and pass on large household items across the county.",
        service=ServiceCategory.ENVIRONMENT,
        area=("Hertfordshire",),
        procedure=Procedure.OPEN,
        value=Value(amount=Decimal(120000), currency="GBP", years=Decimal(3), extension_years=Decimal(2)),
        expected_bidders=6,
        specification=(
            SpecificationItem(
                id="S1", heading="Reuse", text="At least a third of items collected are repaired or passed on."
            ),
        ),
        consideration=Consideration(
            economic="Repair and collection can give first jobs to people who are out of work.",
            social="Families with little money can have good furniture.",
            environmental="What is mended is not thrown away.",
            consulted=True,
            consultation_reason="Reuse charities and residents were asked in June. They wanted one round for the county.",
            urgent=False,
        ),
        frameworks=(FrameworkChoice(id="herts-corporate-plan-2017-21"),),
        no_lots_reason="One round of collections serves the whole county.",
        partners_allowed=True,
        timetable=Timetable(
            published_on=day,
            clarifications_by=day + timedelta(days=30),
            closes_at=datetime(closes_on.year, closes_on.month, closes_on.day, 12, tzinfo=UTC),
            award_on=closes_on + timedelta(days=40),
            starts_on=closes_on + timedelta(days=70),
            electronic=True,
            all_documents=True,
        ),
        conditions=(
            Condition(
                id="C1",
                kind=ConditionKind.INSURANCE,
                amount=Decimal(5000000),
                needed=Needed.CONTRACT_START,
                text="Public liability insurance.",
            ),
        ),
        documents=(),
        scale=SCALE,
        criteria=criteria(),
        ties=("Q", "lowest_price"),
        strands_set_aside={
            Strand.SOCIAL: "Reuse brings its social good through the specification itself.",
            Strand.ENVIRONMENTAL: "The specification sets a floor for reuse, which is more than a question would win.",
        },
        reasons=REASONS,
        monitoring=Monitoring(
            every_months=3, indicators=(MonitoringIndicator(question="SV2", hours_per_return=Decimal(1)),)
        ),
    )
    return replace(document, **changes)


def draft_tender(cast: Cast, now: datetime, *, assessed: bool = True, **changes: object) -> Tender:
    """A draft of the county's, started and filled in by its commissioner, who knows of no conflict of interest."""
    document = tender_document(now, **changes)
    tender = actions.start_draft(
        cast.county,
        title=document.title,
        value=document.value.amount,
        procedure=document.procedure,
        by=cast.commissioner,
        now=now,
    )
    if assessed:
        confirm_conflicts(tender, stage=AssessmentStage.NOTICE, from_version=0, by=cast.commissioner, now=now)
    return actions.save_draft(
        tender, document, section="the whole draft", from_version=tender.version, by=cast.commissioner, now=now
    )


def sent_tender(cast: Cast, now: datetime, **changes: object) -> Tender:
    """A tender that waits for approval."""
    return actions.send_for_approval(draft_tender(cast, now, **changes), by=cast.commissioner, now=now)


def published_tender(cast: Cast, now: datetime, **changes: object) -> Tender:
    """An open tender, approved by the procurement officer. It closes at `tender.closes_at`."""
    return actions.publish(sent_tender(cast, now, **changes), by=cast.procurement, now=now)


def saved_search(
    person: User, now: datetime, *, name: str = "Near us", often: Often = Often.DAILY, **filters: object
) -> SavedSearch:
    """A search that a person has saved; `filters` are those of the list of tenders."""
    return actions.save_search(Search(**filters), name=name, often=often, by=person, now=now)


def cancelled_tender(cast: Cast, now: datetime, **changes: object) -> Tender:
    """A draft that was given up."""
    return actions.cancel(
        draft_tender(cast, now, **changes), "The budget was withdrawn.", by=cast.commissioner, now=now
    )
