"""The question bank, its rows ready to be drawn."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from commissioning.tenders.models import BankQuestion, Tender
from glossary.words import Benefit, ServiceCategory, Strand
from socialvalue.text import count_text, list_text


@dataclass(frozen=True)
class BankRow:
    """One question of the bank in a list; `use` is the address that brings it into a draft, or ""."""

    text: str
    address: str
    answer: str
    strand: str
    benefit: str
    services: str
    use: str


@dataclass(frozen=True)
class BankPage:
    """One question of the bank with all that helps to ask it well."""

    text: str
    facts: list[tuple[str, str]]
    guidance: str
    strong_answer: str
    evidence: str
    relevance_hint: str
    proportionality_hint: str
    mended: str
    use: str


def use_address(question: BankQuestion, tender: Tender | None) -> str:
    """Return the page that begins a question of the draft from this one; "" without a draft."""
    if tender is None:
        return ""
    return f"{reverse('tender_question', args=[tender.pk])}?{urlencode({'bank': question.pk})}"


def rows(questions: Iterable[BankQuestion], tender: Tender | None) -> list[BankRow]:
    """Return the rows of one page of the bank."""
    suffix = f"?{urlencode({'tender': tender.pk})}" if tender else ""
    return [
        BankRow(
            text=question.text,
            address=reverse("bank_question", args=[question.slug]) + suffix,
            answer=_answer(question),
            strand=Strand(question.strand).label,
            benefit=Benefit(question.benefit).label,
            services=_services(question),
            use=use_address(question, tender),
        )
        for question in questions
    ]


def page(question: BankQuestion, tender: Tender | None) -> BankPage:
    """Return one question; its measure and priorities must be at hand, or cost a query each."""
    facts = [
        ("How it is answered", _answer(question)),
        ("Strand", Strand(question.strand).label),
        ("Kind of benefit", Benefit(question.benefit).label),
        ("Services", _services(question)),
        ("Priorities", list_text([priority.name for priority in question.priorities.all()])),
    ]
    if measure := question.measure:
        facts += [("What is counted", measure.name), ("Unit", measure.unit), ("What counts", measure.definition)]
    return BankPage(
        text=question.text,
        facts=[(label, words) for label, words in facts if words],
        guidance=question.guidance,
        strong_answer=question.strong_answer,
        evidence=question.evidence,
        relevance_hint=question.relevance_hint,
        proportionality_hint=question.proportionality_hint,
        mended=question.mended,
        use=use_address(question, tender),
    )


def _answer(question: BankQuestion) -> str:
    if question.kind == BankQuestion.Kind.COMMITMENT:
        return "A commitment"
    return f"{count_text(question.word_limit, 'word')} or fewer" if question.word_limit else "In words"


def _services(question: BankQuestion) -> str:
    return list_text([ServiceCategory(service).label for service in json.loads(question.services)])
