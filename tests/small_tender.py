"""A small tender made of questions, and what the rules about words and links find in it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from commissioning.authorities.policy import DEFAULTS, Policy
from commissioning.tenders import tenderfile
from commissioning.tenders.proportionality import (
    Finding,
    balance,
    clarity,
    fairness,
    relevance,
)
from commissioning.tenders.proportionality.case import Case
from commissioning.tenders.tenderfile import (
    Criterion,
    CriterionKind,
    Formula,
    Measure,
    Monitoring,
    MonitoringIndicator,
    Procedure,
    Question,
    QuestionKind,
    TenderFile,
    Value,
)
from glossary.words import ServiceCategory, Strand
from tests.spoiled_words import SPOILS

TODAY = date(2026, 11, 22)
SAMPLES = Path(tenderfile.__file__).parent.parent / "samples"
BANK = SAMPLES.parent / "data" / "question_bank.json"
MEASURES = Path(__file__).parent.parent / "glossary" / "data" / "measures.json"
RULES = (*relevance.RULES, *clarity.RULES, *fairness.RULES, *balance.RULES)
MINE = {*SPOILS, "balance.benefits"}
ASIDE = dict.fromkeys(Strand, "It does not fit a contract of this kind.")
SINCE = date(2026, 1, 1)

MEASURE = Measure(
    name="Apprenticeships started",
    unit="people starting per contract year",
    definition="People who begin an approved apprenticeship on this contract.",
    evidence="Start dates.",
)


def question(id: str = "SV1", **keys: object) -> Question:
    """A written question with all that it needs; `keys` replace some of it."""
    whole = Question(
        id=id,
        kind=QuestionKind.NARRATIVE,
        weight=Decimal(50),
        word_limit=200,
        text="How will you help people into work on these rounds?",
        strand=Strand.ECONOMIC,
        priorities=("herts-corporate-plan-2017-21/prosper/strong-economy",),
        relevance=f"The rounds need people at entry level ({id}).",
    )
    return replace(whole, **keys)


def promise(id: str = "SV2", **keys: object) -> Question:
    """A commitment with all that it needs; `keys` replace some of it."""
    whole = question(
        id,
        kind=QuestionKind.COMMITMENT,
        text="How many apprentices will start in each contract year?",
        formula=Formula.TARGET_CAPPED,
        target=Decimal(2),
        measure=MEASURE,
    )
    return replace(whole, **keys)


def tender(*questions: Question, **keys: object) -> TenderFile:
    """An open tender above the threshold whose questions are all on social value; `keys` replace some of it."""
    criterion = Criterion(
        id="SV", kind=CriterionKind.SOCIAL_VALUE, name="Social value", weight=Decimal(100), questions=questions
    )
    whole = TenderFile(
        title="Collection rounds",
        service=ServiceCategory.ENVIRONMENT,
        procedure=Procedure.OPEN,
        value=Value(amount=Decimal(1_200_000), years=Decimal(3)),
        criteria=(criterion,),
        strands_set_aside=ASIDE,
        monitoring=Monitoring(
            indicators=tuple(
                MonitoringIndicator(question=one.id) for one in questions if one.kind is QuestionKind.COMMITMENT
            )
        ),
    )
    return replace(whole, **keys)


def found(document: TenderFile, policy: Policy = DEFAULTS) -> list[Finding]:
    """What the rules of this file find."""
    case = Case(tender=document, policy=policy, today=TODAY, market=None)
    return [finding for rule in RULES for finding in rule(case)]


def ids(document: TenderFile, policy: Policy = DEFAULTS) -> list[str]:
    """The ids of what the rules of this file find."""
    return [finding.id for finding in found(document, policy)]


def of(id: str, document: TenderFile) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in found(document) if finding.id == id]
