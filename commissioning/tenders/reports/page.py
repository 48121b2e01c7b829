"""The page of one tender as a provider reads it: the public page and the preview are drawn from the same report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse

from commissioning.tenders import timetable
from commissioning.tenders.classification import described
from commissioning.tenders.lifecycle import Phase
from commissioning.tenders.models import Pack, Tender, final_text
from commissioning.tenders.reports.findings import hours_asked
from commissioning.tenders.reports.listing import PHASE_COLOURS
from commissioning.tenders.reports.method import (
    WHOLE,
    WeightNode,
    criterion_rules,
    question_rules,
    share_text,
    tie_names,
    weight_tree,
)
from commissioning.tenders.tenderfile import (
    Condition,
    ConditionKind,
    Criterion,
    Lot,
    Moderation,
    Question,
    QuestionKind,
    SpecificationItem,
    TenderFile,
    each_question,
    plain,
    words_asked,
)
from glossary.models import Framework, Priority
from socialvalue.text import count_text, date_text, datetime_text, list_text, money_text

MODERATION_WORDS = {
    Moderation.CONSENSUS: "Each evaluator marks alone. Then they meet and agree one mark for each answer.",
    Moderation.AVERAGE: "Each evaluator marks alone. The mark of an answer is the average of their marks, not rounded.",
}


@dataclass(frozen=True)
class Moment:
    """One date of the procurement; `state` is done, now or next."""

    when: str
    what: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class QuestionView:
    """One question as a bidder reads it."""

    id: str
    text: str
    share: str
    answer: str
    measure: list[tuple[str, str]]
    rules: list[str]
    why: list[tuple[str, str]]
    changed: list[tuple[str, str]]


@dataclass(frozen=True)
class CriterionView:
    """One criterion with its questions; `depth` is 0 at the top."""

    name: str
    share: str
    depth: int
    rules: list[str]
    questions: list[QuestionView]


@dataclass(frozen=True)
class PackView:
    """The published version and where to get it."""

    version: int
    sha256: str
    published: str
    address: str


@dataclass(frozen=True)
class TenderPage:
    """All that the page says, as finished strings."""

    title: str
    authority: str
    phase: str
    colour: str
    summary: str
    facts: list[tuple[str, str]]
    moments: list[Moment]
    parts: tuple[SpecificationItem, ...]
    frameworks: list[str]
    weights: tuple[WeightNode, ...]
    criteria: list[CriterionView]
    levels: list[tuple[str, str, str]]
    moderation: str
    ties: list[str]
    conditions: list[tuple[str, str, str]]
    documents: list[tuple[str, str, str]]
    lots: list[tuple[str, str, str, str, str]]
    lot_limits: list[str]
    no_lots_reason: str
    monitoring: list[str]
    pack: PackView | None
    is_open: bool
    level_headers: tuple[str, ...] = ("Mark", "Name", "What an answer must do")
    condition_headers: tuple[str, ...] = ("About", "What you need", "When")
    document_headers: tuple[str, ...] = ("Document", "Who shows it", "Why")
    lot_headers: tuple[str, ...] = ("Lot", "Title", "What is in it", "Where", "Value")


def tender_page(
    tender: Tender,
    now: datetime,
    changed: Mapping[str, list[tuple[str, str]]] | None = None,
    hours: str = "",
) -> TenderPage:
    """Return the page of a tender: its published version if there is one, else the draft. Four queries at most.

    `hours` is how long a bid takes, where the caller knows it already.
    """
    pack = tender.packs.last() if tender.published_at else None
    said = pack.file if pack else tender.file
    phase = tender.phase(now)
    return TenderPage(
        title=said.title,
        authority=tender.authority.name,
        phase=phase.value,
        colour=PHASE_COLOURS[phase],
        summary=said.summary or "",
        facts=list(_facts(said, _closing_text(said, tender, now), hours or hours_asked(tender, said, now))),
        moments=_moments(said, tender, now),
        parts=said.specification or (),
        frameworks=_frameworks(said),
        weights=weight_tree(said),
        criteria=list(_criteria(said.criteria, WHOLE, 0, _Names(said, changed or {}))),
        levels=_levels(said),
        moderation=MODERATION_WORDS[said.moderation] if said.moderation else "",
        ties=[tie_names(said)[id] for id in said.ties or ()],
        conditions=[_condition(condition) for condition in said.conditions or ()],
        documents=[
            (document.name or "", document.asked_of.label if document.asked_of else "", document.reason or "")
            for document in said.documents or ()
        ],
        lots=[_lot(lot) for lot in said.lots or ()],
        lot_limits=list(_lot_limits(said)),
        no_lots_reason=said.no_lots_reason or "",
        monitoring=list(_monitoring(said)),
        pack=_pack(pack, tender) if pack else None,
        is_open=phase is Phase.OPEN,
    )


def _pack(pack: Pack, tender: Tender) -> PackView:
    return PackView(
        version=pack.version,
        sha256=pack.sha256,
        published=datetime_text(pack.published_at),
        address=reverse("tender_pack", args=[tender.pk]),
    )


def _closing_text(said: TenderFile, tender: Tender, now: datetime) -> str:
    """Say when it closes: as drafted before publication; afterwards as it stands, which an answer may still move."""
    if tender.published_at:
        return tender.closing_text(now)
    return datetime_text(said.timetable.closes_at) if said.timetable and said.timetable.closes_at else ""


def _facts(said: TenderFile, closes: str, hours: str) -> Iterator[tuple[str, str]]:
    """Yield the facts at a glance."""
    if said.reference:
        yield "Reference", said.reference
    if said.service:
        yield "Kind of service", said.service.label
    if said.cpv:
        yield "CPV codes", "; ".join(map(described, said.cpv))
    if said.area:
        yield "Where", list_text(said.area)
    yield "Value", f"{money_text(said.value.amount)} over the first term"
    if said.value.years:
        length = _years(said.value.years)
        if said.value.extension_years:
            length += f", and up to {_years(said.value.extension_years)} more"
        yield "Length", length
    yield "Route", said.procedure.label
    yield "Who can bid", _who(said)
    asked = [question for _, question in each_question(said)]
    commitments = sum(question.kind is QuestionKind.COMMITMENT for question in asked)
    words = words_asked(said)
    work = f"{count_text(len(asked), 'question')}, {count_text(words, 'word')} at most"
    work += f", {count_text(commitments, 'commitment')}" if commitments else ""
    yield "What you write", f"{work}. With everything, a bid takes {hours} of work."
    if closes:
        yield "Bids must arrive before", closes
        yield "The closing is final", final_text()


def _years(years: Decimal) -> str:
    return f"{plain(years)} {'year' if years == 1 else 'years'}"


def _who(said: TenderFile) -> str:
    """Say who can bid, in one sentence or two."""
    count = len(said.conditions or ())
    who = f"Anyone who meets {count_text(count, 'condition')}." if count else "Anyone: no conditions are set."
    if said.partners_allowed:
        return f"{who} You may bid with partners."
    return who if said.partners_allowed is None else f"{who} You may not bid with partners."


def _moments(said: TenderFile, tender: Tender, now: datetime) -> list[Moment]:
    """Return the dates in order, each done, now (the next to come) or next."""
    dates = said.timetable
    if dates is None:
        return []
    published_on = timetable.uk_day(tender.published_at) if tender.published_at else dates.published_on
    listed: list[tuple[str, date | datetime | None]] = [
        ("Published" if tender.published_at else "Publication", published_on),
        ("Last day for questions", dates.clarifications_by),
        ("Bids must arrive before", dates.closes_at),
        ("Award", dates.award_on),
        ("Contract starts", dates.starts_on),
    ]
    today = timetable.uk_day(now)
    moments: list[Moment] = []
    is_next_found = False
    for what, when in listed:
        if when is None:
            continue
        if isinstance(when, datetime):
            is_done = when <= now and not tender.is_open(now)
            written = _closing_text(said, tender, now)
        else:
            is_done, written = when < today or what == "Published", date_text(when)
        state = "done" if is_done else "next" if is_next_found else "now"
        is_next_found = is_next_found or not is_done
        moments.append(Moment(written, what, state))
    return moments


def _frameworks(said: TenderFile) -> list[str]:
    """Return the names of the frameworks, in the order of the file."""
    ids = [framework.id for framework in said.frameworks or ()]
    if not ids:
        return []
    names = {
        framework.slug: f"{framework.name} ({framework.owner})" for framework in Framework.objects.filter(slug__in=ids)
    }
    return [names.get(id, id) for id in ids]


class _Names:
    """The names of the parts and priorities that questions serve, and of the themes that changed them. One query."""

    def __init__(self, said: TenderFile, changed: Mapping[str, list[tuple[str, str]]]) -> None:
        self.changed = changed
        keys = {key for _, question in each_question(said) for key in question.priorities or ()}
        self.priorities = dict(Priority.objects.filter(key__in=keys).values_list("key", "name")) if keys else {}
        self.parts = {item.id: item.heading or item.id for item in said.specification or ()}


def _criteria(criteria: tuple[Criterion, ...], above: Decimal, depth: int, names: _Names) -> Iterator[CriterionView]:
    """Yield every criterion, parents first, with its share of the whole."""
    for criterion in criteria:
        weight = (criterion.weight or Decimal()) * above / WHOLE
        yield CriterionView(
            name=criterion.name or criterion.id,
            share="" if criterion.weight is None else share_text(weight),
            depth=depth,
            rules=criterion_rules(criterion),
            questions=[_question(question, weight, names) for question in criterion.questions or ()],
        )
        yield from _criteria(criterion.criteria or (), weight, depth + 1, names)


def _question(question: Question, above: Decimal, names: _Names) -> QuestionView:
    weight = (question.weight or Decimal()) * above / WHOLE
    if question.kind is QuestionKind.COMMITMENT:
        answer = "Answer with a commitment: a number that you promise to deliver."
    elif question.word_limit:
        answer = f"Answer in {count_text(question.word_limit, 'word')} or fewer."
    else:
        answer = "Answer in words."
    measure = question.measure
    counted = (
        [
            ("What is counted", measure.name),
            ("Unit", measure.unit),
            ("What counts", measure.definition),
            ("What shows it", measure.evidence),
        ]
        if measure
        else []
    )
    why = [
        ("Priorities", list_text([names.priorities.get(key, key) for key in question.priorities or ()])),
        ("Parts of the specification", list_text([names.parts.get(id, id) for id in question.specification or ()])),
        ("Why it is relevant", question.relevance),
        ("Why it is in proportion", question.proportionality),
    ]
    return QuestionView(
        id=question.id,
        text=question.text or "Not written yet",
        share=share_text(weight),
        answer=answer,
        measure=[(label, words) for label, words in counted if words],
        rules=question_rules(question),
        why=[(label, words) for label, words in why if words],
        changed=names.changed.get(question.id, []),
    )


def _levels(said: TenderFile) -> list[tuple[str, str, str]]:
    """Return the levels of the scale as (mark, name, what it takes), highest first."""
    levels = sorted((said.scale and said.scale.levels) or (), key=lambda level: level.mark or Decimal(), reverse=True)
    return [("" if level.mark is None else plain(level.mark), level.label or "", level.means or "") for level in levels]


def _lot(lot: Lot) -> tuple[str, str, str, str, str]:
    """Return one lot as (id, title, what is in it, where, value)."""
    value = "" if lot.value is None else money_text(lot.value)
    return (lot.id, lot.title or "", lot.description or "", list_text(lot.area or ()), value)


def _lot_limits(said: TenderFile) -> Iterator[str]:
    """Yield how many lots a bidder may bid for and win, and how that is decided, in sentences."""
    limits = said.lot_limits
    if not said.lots or limits is None:
        return
    if limits.bid is not None:
        yield f"One bidder may bid for {count_text(limits.bid, 'lot')} at most."
    if limits.win is not None:
        yield f"One bidder may win {count_text(limits.win, 'lot')} at most."
    if limits.rule:
        yield limits.rule
    if limits.mechanism:
        yield (
            f"A bidder that is best for too many lots keeps {limits.mechanism.label[:1].lower()}{limits.mechanism.label[1:]}. "
            "Each other lot goes to its next best bidder."
        )


def _condition(condition: Condition) -> tuple[str, str, str]:
    """Return one condition as (what about, in words, when)."""
    words = [condition.text or ""]
    if condition.amount is not None:
        words.append(f"At least {money_text(condition.amount)}.")
    if condition.name:
        # An equivalent counts by law: Procurement Act 2023, s.22(5).
        is_paper = condition.kind in (ConditionKind.CERTIFICATE, ConditionKind.REGISTRATION)
        words.append(f"{condition.name}, or an equivalent." if is_paper else f"{condition.name}.")
    if condition.years is not None:
        words.append(f"Experience from the last {_years(condition.years)} counts.")
    if condition.partners_count is not None:
        words.append(
            "It counts if a partner or subcontractor meets it."
            if condition.partners_count
            else "Each bidder must meet it alone."
        )
    if condition.audited is not None:
        words.append("Audited accounts." if condition.audited else "Accounts need not be audited.")
    return (
        condition.kind.label if condition.kind else "Condition",
        " ".join(filter(None, words)),
        condition.needed.label if condition.needed else "",
    )


def _monitoring(said: TenderFile) -> Iterator[str]:
    """Yield how the contract will be watched, in sentences."""
    if said.monitoring is None:
        return
    if months := said.monitoring.every_months:
        yield "The provider reports every month." if months == 1 else f"The provider reports every {months} months."
    asked = {question.id: question for _, question in each_question(said)}
    for indicator in said.monitoring.indicators or ():
        question = asked.get(indicator.question or "")
        if question is None:
            continue
        name = question.measure.name if question.measure and question.measure.name else f"the answer to {question.id}"
        hours = indicator.hours_per_return
        unit = "hour" if hours == 1 else "hours"
        yield f"Watched: {name}" + (f", about {plain(hours)} {unit} a report." if hours else ".")
