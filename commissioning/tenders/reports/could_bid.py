"""“Could we bid?”: what a tender asks, held against one organisation's own facts, with the reasons and what to do.

The judging is the one that a commissioner's page counts with (`proportionality.reach`), over the exact facts of the one
organisation. It advises; nothing here ever stops anybody from bidding.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse

from commissioning.tenders.models import Tender
from commissioning.tenders.proportionality import Offer
from commissioning.tenders.proportionality.reach import Judged, Standing, judged_how, standing
from commissioning.tenders.reports.reach import condition_words, served_by
from commissioning.tenders.tenderfile import Condition, ConditionKind, Needed, TenderFile
from commissioning.tenders.timetable import uk_day
from glossary.words import Word
from providers.models import Paper, Provider
from socialvalue.text import count_text, date_text, list_text, money_text, number_text


class Met(Word):
    """How an organisation's own facts stand to one thing that a tender asks."""

    YES = "yes", "Met"
    NO = "no", "Not met yet"
    LATER = "later", "Not needed yet"
    NOT_KNOWN = "not_known", "Not known"


COLOURS = {Met.YES: "green", Met.NO: "orange", Met.LATER: "blue", Met.NOT_KNOWN: "grey"}
OF_PAPERS = {
    ConditionKind.INSURANCE: Paper.Kind.INSURANCE,
    ConditionKind.CERTIFICATE: Paper.Kind.CERTIFICATE,
    ConditionKind.REGISTRATION: Paper.Kind.REGISTRATION,
}


@dataclass(frozen=True)
class Line:
    """One thing that is asked: how it stands, why, and what to do ("" for nothing)."""

    asked: str
    met: Met
    colour: str
    why: str
    what_to_do: str


@dataclass(frozen=True)
class CouldBid:
    """One organisation held against one tender. `size` are sentences that help to decide; `facts` its facts page."""

    provider: str
    summary: str
    lines: tuple[Line, ...]
    size: tuple[str, ...]
    facts: str
    papers: str


def could_bid(tender: Tender, provider: Provider, now: datetime) -> CouldBid:
    """The whole answer for one organisation, whose papers are prefetched. No query."""
    lines = tuple(_lines(tender.file, provider, list(provider.papers.all()), uk_day(now)))
    return CouldBid(
        provider=provider.name,
        summary=_summary(lines),
        lines=lines,
        size=tuple(_size(tender.file, provider)),
        facts=reverse("provider_facts", args=[provider.pk]),
        papers=reverse("provider_papers", args=[provider.pk]),
    )


def short_word(tender: Tender, provider: Provider) -> str:
    """The same in a few words, for a list. It looks at no paper's last day. No query."""
    return _summary(tuple(_lines(tender.file, provider, [], None)))


def _summary(lines: tuple[Line, ...]) -> str:
    """Say how many things are met, not met yet and not known; what is needed later counts as no hurdle."""
    missing = sum(line.met is Met.NO for line in lines)
    unknown = sum(line.met is Met.NOT_KNOWN for line in lines)
    if not missing and not unknown:
        return "Your facts fit"
    words = [f"{count_text(missing, 'thing')} to look at"] if missing else []
    words += [f"{unknown} not known"] if unknown else []
    return ", ".join(words)


def _line(asked: str, met: Met, why: str, what_to_do: str = "") -> Line:
    return Line(asked, met, COLOURS[met], why, what_to_do)


def _lines(said: TenderFile, provider: Provider, papers: list[Paper], today: date | None) -> list[Line]:
    """Service, area, then every condition in the order of the tender."""
    offer = Offer(
        kind=provider.kind,
        size=provider.size,
        is_vcse=provider.kind in Provider.VCSE_KINDS,
        turnover=provider.turnover,
        insurance=provider.insurance,
        has_audited_accounts=provider.accounts_audited,
        certificates=tuple(provider.certificates),
        registrations=tuple(provider.registrations),
    )
    found = [_service(said, provider), _area(said, provider)]
    found += [_condition(condition, offer, said, provider, papers, today) for condition in said.conditions or ()]
    return [line for line in found if line]


def _service(said: TenderFile, provider: Provider) -> Line | None:
    if said.service is None:
        return None
    asked = f"Service: {said.service.label}"
    if said.service.value in provider.services:
        return _line(asked, Met.YES, "Your facts list this service.")
    return _line(
        asked,
        Met.NO,
        "Your facts do not list this service.",
        "If you offer it, say it in your facts. You may bid anyway.",
    )


def _area(said: TenderFile, provider: Provider) -> Line | None:
    """Whoever serves a wider area serves what lies in it; one lot whose area is served is enough."""
    mine = {area.strip().casefold() for area in provider.areas}
    if not said.area:
        return None
    asked = f"Area: {list_text(said.area)}"
    if served_by(said.area) & mine:
        return _line(asked, Met.YES, "Your facts say that you work there.")
    lots = [lot.title or lot.id for lot in said.lots or () if served_by(lot.area or ()) & mine]
    if lots:
        return _line(asked, Met.YES, f"Your facts say that you work where this is: {list_text(lots)}.")
    return _line(
        asked,
        Met.NO,
        "Your facts name other areas.",
        "If you can work there, say it in your facts. You may bid anyway.",
    )


def _condition(
    condition: Condition, offer: Offer, said: TenderFile, provider: Provider, papers: list[Paper], today: date | None
) -> Line:
    asked = condition_words(condition)
    if condition.name:
        asked += f", {condition.name}"
    elif condition.text and (condition.amount is None or condition.kind is ConditionKind.INSURANCE):
        asked += f". {condition.text}"
    partner = _partner_words(condition, said)
    mine = _mine(condition, provider)
    if condition.kind is ConditionKind.INSURANCE and (held := [one for one in papers if one.cover is not None]):
        # The facts know the highest cover, whatever it insures: the papers know which insurance is spoken of.
        spoken_of = f"{condition.name or ''} {condition.text or ''}".casefold()
        if named := [one for one in held if one.name.casefold() in spoken_of]:
            papers, best = named, max(named, key=lambda one: (one.cover or 0, -one.pk))
            offer = replace(offer, insurance=best.cover)
            mine = f"Your insurance “{best.name}” covers {money_text(best.cover)}."
        else:
            mine = f"{mine} See whether it is the insurance that is asked for.".strip()
    stands = _stands(condition, offer)
    if stands is Standing.MEETS:
        runs_out = _runs_out(condition, papers, said, today)
        return _line(asked, Met.YES, f"{mine}{runs_out}", "Renew it in time." if runs_out else "")
    if condition.needed is Needed.CONTRACT_START:
        why = "It is needed only when the contract starts, so it keeps nobody from bidding."
        return _line(asked, Met.LATER, f"{why} {mine}".strip(), "Find out now what it would cost you to get it.")
    if stands is Standing.NOT_KNOWN:
        todo = "Read what the tender asks." if condition.kind not in _KNOWN_BY else "Say it in your facts."
        return _line(asked, Met.NOT_KNOWN, mine or "Your facts do not say this.", f"{todo} {partner}".strip())
    return _line(asked, Met.NO, mine, partner or "Ask the authority whether something else would do.")


def _stands(condition: Condition, offer: Offer) -> Standing:
    """How the organisation stands, whenever the condition must be met: what it has already it need not get later."""
    now = replace(condition, needed=Needed.AT_BID)
    return standing(now, offer) if judged_how(now, [offer]) is Judged.YES else Standing.NOT_KNOWN


_KNOWN_BY = {
    ConditionKind.TURNOVER,
    ConditionKind.INSURANCE,
    ConditionKind.ACCOUNTS,
    ConditionKind.CERTIFICATE,
    ConditionKind.REGISTRATION,
}


def _mine(condition: Condition, provider: Provider) -> str:
    """What the organisation's facts say of it, in a sentence; "" for nothing."""
    match condition.kind:
        case ConditionKind.TURNOVER if provider.turnover is not None:
            return f"Your turnover is {money_text(provider.turnover)}."
        case ConditionKind.INSURANCE if provider.insurance is not None:
            return f"Your highest cover is {money_text(provider.insurance)}."
        case ConditionKind.ACCOUNTS if provider.accounts_audited is not None:
            return f"Your accounts are {'' if provider.accounts_audited else 'not '}audited."
        case ConditionKind.CERTIFICATE if provider.certificates:
            return f"You hold {list_text(provider.certificates)}."
        case ConditionKind.REGISTRATION if provider.registrations:
            return f"You are registered with {list_text(provider.registrations)}."
    return ""


def _partner_words(condition: Condition, said: TenderFile) -> str:
    if condition.partners_count and said.partners_allowed is not False:
        return "What a partner has counts: look for one who has it."
    return "You may bid with partners: ask the authority whether theirs counts." if said.partners_allowed else ""


def _runs_out(condition: Condition, papers: list[Paper], said: TenderFile, today: date | None) -> str:
    """A warning where every paper of the kind ends before the contract starts; "" where one lasts or none has a day."""
    kind = OF_PAPERS.get(condition.kind) if condition.kind else None
    ends = [paper.expires_on for paper in papers if paper.kind == kind]
    if kind is None or today is None or not ends or None in ends:
        return ""
    last = max(ends)
    needed = (said.timetable and said.timetable.starts_on) or today
    return f" It runs out on {date_text(last)}, before the contract starts." if last < needed else ""


def _size(said: TenderFile, provider: Provider) -> list[str]:
    """What the work is worth beside what the organisation turns over. A help to decide, never a condition."""
    years = said.value.years or Decimal(1)
    yearly = said.value.amount / years if years else said.value.amount
    words = [f"It is worth about {money_text(yearly.quantize(Decimal(1)))} a year."]
    if provider.turnover:
        share = number_text((100 * yearly / provider.turnover).quantize(Decimal(1)))
        words.append(f"That is {share}% of your turnover of {money_text(provider.turnover)}.")
    for lot in said.lots or ():
        if lot.value is not None:
            words.append(f"Lot “{lot.title or lot.id}” alone is worth {money_text(lot.value)}.")
    if said.partners_allowed:
        words.append("Partners may bid together.")
    return words
