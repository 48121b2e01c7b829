"""The Social Value Act record of a tender: what was considered, who was asked, and what the tender does about it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from commissioning.tenders import timetable
from commissioning.tenders.models import Tender
from commissioning.tenders.proportionality.case import Case
from commissioning.tenders.reports.findings import Check, check_of, hours_text
from commissioning.tenders.tenderfile import Consideration, Question, TenderFile
from glossary.words import Strand
from socialvalue.text import count_text, date_text, list_text, money_text, number_text

NOT_SAID = "Nothing is written yet."


@dataclass(frozen=True)
class ConsiderationRecord:
    """The record as finished strings, for its page and its PDF alike. `strands` and `answers` are rows of tables."""

    title: str
    authority: str
    reference: str
    stands: str
    people: str
    strands: list[tuple[str, str, str]]
    answers: list[tuple[str, str]]
    reasons: list[tuple[str, str]]
    strand_headers: tuple[str, ...] = ("Well-being", "How this contract may improve it", "What the tender does")
    answer_headers: tuple[str, ...] = ("What the law asks", "What was decided")
    reason_headers: tuple[str, ...] = ("What a check warned of", "Why it was kept")


def consideration_record(tender: Tender, now: datetime) -> ConsiderationRecord:
    """Return the record of a tender as it stands. Three queries: the policy, the market, the people."""
    document, check = tender.file, check_of(tender, now)
    case = Case(tender=document, policy=check.policy, today=timetable.uk_day(now), market=None)
    asked = [question for _, question in case.social_value_questions]
    people = [person.name for person in tender.drafters.order_by("name")]
    return ConsiderationRecord(
        title=document.title,
        authority=tender.authority.name,
        reference=document.reference or "",
        stands=f"As it stood on {date_text(timetable.uk_day(now))}, version {tender.version} of the draft",
        people=f"Drafted by {list_text(people)}",
        strands=[_strand(strand, document, asked) for strand in Strand],
        answers=_answers(document.consideration or Consideration(), case, check, asked),
        reasons=[
            (line.finding.reason, line.recorded)
            for group in check.warnings
            if group.recorded
            for line in group.lines[:1]
        ],
    )


def _strand(strand: Strand, document: TenderFile, asked: list[Question]) -> tuple[str, str, str]:
    """Return what was thought of a strand, and the parts of the tender that serve it."""
    said = getattr(document.consideration or Consideration(), strand.value) or NOT_SAID
    mine = [question for question in asked if question.strand is strand]
    aside = (document.strands_set_aside or {}).get(strand, "").strip()
    if mine:
        parts = sorted({part for question in mine for part in question.specification or ()})
        does = f"Asked in {list_text([question.id for question in mine])}"
        does += f", for {list_text(parts)} of the specification." if parts else "."
    else:
        does = f"Set aside: {aside}" if aside else "No question, and no reason yet."
    return strand.label, said, does


def _answers(said: Consideration, case: Case, check: Check, asked: list[Question]) -> list[tuple[str, str]]:
    """Return what the Act asks with what was decided (Public Services (Social Value) Act 2012, s.1(6) to (8))."""
    value, share = case.tender.value.amount, case.social_value_share
    tied = sum(bool((question.relevance or "").strip()) for question in asked)
    weight = f"Social value counts for {number_text(share, 1)}% of the total" if share else "Social value has no weight"
    spent = f"{money_text(check.effort.cost.quantize(Decimal(1)))} for all the bids expected"
    ask = {None: "It is not said yet.", True: "Yes.", False: "No."}[said.consulted]
    urgent = {None: "It is not said yet.", True: "Yes: there was no time for all of this.", False: "No."}[said.urgent]
    return [
        (
            "Is it relevant to what is bought? s.1(6)(a)",
            f"{tied} of {count_text(len(asked), 'question')} on social value say why.",
        ),
        (
            "Is it in proportion? s.1(6)(b)",
            f"{weight}, for a contract of {money_text(value)}. Checks: {check.counts_text}.",
        ),
        ("What does it ask of bidders?", f"{hours_text(check.effort).capitalize()} of work for each; {spent}."),
        ("Were people asked? s.1(7)", f"{ask} {said.consultation_reason or ''}".strip()),
        ("Was it urgent? s.1(8)", urgent),
    ]
