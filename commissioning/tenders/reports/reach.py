"""The registered providers that a tender could reach, as figures without names, and what its conditions do to them.

Why figures leave the register in steps: docs/decisions/0008-policy-figures-and-reach.md.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from commissioning.tenders.proportionality import Market, Offer
from commissioning.tenders.proportionality.reach import (
    OTHERS,
    ConditionReach,
    Group,
    Judged,
    Reach,
    Share,
    reach,
    rounded,
    shown,
)
from commissioning.tenders.tenderfile import Condition, ConditionKind, TenderFile
from providers.models import Provider
from socialvalue.charts import Bar, Drawing, bars
from socialvalue.text import list_text, money_text

STEPS = tuple(
    Decimal(first).scaleb(zeros) for zeros in range(3, 10) for first in ("1", "1.5", "2", "2.5", "3", "4", "5", "7.5")
)
"""The amounts in pounds, from £1,000 up, at which providers are told apart."""
NOT_SHOWN = "not shown"
FEWER_THAN_FIVE = Decimal(2)
"""How long the bar of one to four is drawn."""
AREAS = Path(__file__).parent.parent / "data" / "areas.json"
LIES_IN = {
    inner.casefold(): outer.casefold()
    for inner, outer in json.loads(AREAS.read_text(encoding="utf-8"))["lies_in"].items()
}
"""For areas that we know, the next wider one."""


def step_below(pounds: Decimal | None) -> Decimal | None:
    """Return the highest step that is not above an amount; 0 below the first; None for None.

    Whoever meets a condition that stands on a step still meets it.
    """
    if pounds is None:
        return None
    return max((step for step in STEPS if step <= pounds), default=Decimal(0))


def served_by(areas: Iterable[str]) -> set[str]:
    """Return the names by which a provider may say that it serves one of these areas: each, and each wider one."""
    names = {area.strip().casefold() for area in areas if area.strip()}
    wider = {LIES_IN[name] for name in names if name in LIES_IN}
    return names | served_by(wider) if wider else names


def lying_in(area: str) -> list[str]:
    """Return the areas that lie in this one, where we know them, in small letters."""
    return [
        name for name in LIES_IN if name != area.strip().casefold() and area.strip().casefold() in served_by([name])
    ]


def market_for(document: TenderFile) -> Market | None:
    """Return the registered providers that offer the tender's service and serve one of its areas. One query.

    None while service or area is not drafted. Areas are the names that councils and providers write, compared without
    regard to capitals; who serves a county serves each of its districts, where we know them. Turnover and insurance
    are no finer than `STEPS`.
    """
    wanted = served_by(document.area or ())
    if document.service is None or not wanted:
        return None
    # The name in quotes, as it stands in the list's JSON, narrows the rows on either database; the areas are compared here.
    found = Provider.objects.filter(services__icontains=f'"{document.service.value}"').order_by("pk")
    offers = tuple(
        Offer(
            kind=one.kind,
            size=one.size,
            is_vcse=one.kind in Provider.VCSE_KINDS,
            turnover=step_below(one.turnover),
            insurance=step_below(one.insurance),
            has_audited_accounts=one.accounts_audited,
            certificates=tuple(one.certificates),
            registrations=tuple(one.registrations),
        )
        for one in found.defer("about")
        if wanted & {area.strip().casefold() for area in one.areas}
    )
    return Market(service=document.service, areas=tuple(document.area or ()), offers=offers)


@dataclass(frozen=True)
class ReachView:
    """What the conditions do, as the page shows it: a chart, and tables of finished strings with their headers."""

    sentence: str
    chart: Drawing
    headers: tuple[str, ...]
    conditions: list[tuple[str, ...]]
    group_headers: tuple[str, ...]
    by_kind: list[tuple[str, ...]]
    by_size: list[tuple[str, ...]]


def market_words(market: Market) -> str:
    """Say whom a market holds: "Environment and waste in Hertfordshire"."""
    return f"{market.service.label} in {list_text(market.areas, 'or')}"


def view_of(document: TenderFile, market: Market, title: str) -> ReachView | None:
    """Return what a tender's conditions do to a market; None for a market too small to show. `title` is the chart's."""
    found = reach(document, market)
    if found.is_too_small:
        return None
    pairs = list(zip(document.conditions or (), found.conditions, strict=True))
    together = found.together.all
    return ReachView(
        sentence=(
            f"Of {shown(found.total)} providers, {shown(together.meets)} can meet every condition that we can judge. "
            f"Shut out: {shown(together.shut_out)}. Not known: {shown(together.not_known)}."
        ),
        chart=_chart(title, pairs, found),
        headers=(
            "Condition",
            "Can meet it",
            "Shut out by it alone",
            "Of these, charities and local groups",
            "Not known",
        ),
        conditions=[_condition_row(condition, one) for condition, one in pairs],
        group_headers=("Who", *(f"Shut out by {one.id}" for one in _counted(found)), "Shut out by any", "Can meet all"),
        by_kind=_group_rows(found, "by_kind", dict(Provider.Kind.choices)),
        by_size=_group_rows(found, "by_size", dict(Provider.Size.choices)),
    )


def _bar_name(condition: Condition) -> str:
    """Name a condition beside its bar: "C1: Turnover £500,000"."""
    label = condition.kind.label if condition.kind else "Condition"
    return f"{condition.id}: {label}" + ("" if condition.amount is None else f" {money_text(condition.amount)}")


def condition_words(condition: Condition) -> str:
    """Say what a condition asks, in short: "C1: Turnover of £500,000 or more"."""
    label = condition.kind.label if condition.kind else "Condition"
    if condition.kind is ConditionKind.ACCOUNTS and condition.audited:
        label = "Audited accounts"
    return f"{condition.id}: {label}" + (
        f" of {money_text(condition.amount)} or more" if condition.amount is not None else ""
    )


def moved(document: TenderFile, amounts: dict[str, Decimal], left_out: list[str]) -> TenderFile:
    """Return the tender with other amounts, by the id of the condition, and without some conditions. Nothing is saved."""
    kept = [one for one in document.conditions or () if one.id not in left_out]
    return replace(document, conditions=tuple(replace(one, amount=amounts.get(one.id, one.amount)) for one in kept))


def _counted(found: Reach) -> list[ConditionReach]:
    """The conditions that the register can judge."""
    return [one for one in found.conditions if one.judged is Judged.YES]


def _condition_row(condition: Condition, one: ConditionReach) -> tuple[str, ...]:
    words = condition_words(condition)
    if one.judged is not Judged.YES:
        return (words, one.judged.label, "none" if one.judged is Judged.LATER else "not known", "", "")
    tally = one.share.all
    vcse = NOT_SHOWN if one.share.vcse is None else shown(one.share.vcse.shut_out)
    return (words, shown(tally.meets), shown(tally.shut_out), vcse, shown(tally.not_known))


def _chart(title: str, pairs: list[tuple[Condition, ConditionReach]], found: Reach) -> Drawing:
    """Draw how many each condition shuts out alone, and all of them together."""
    drawn = [(_bar_name(condition), one.share) for condition, one in pairs if one.judged is Judged.YES]
    drawn.append(("Any of them", found.together))
    return bars(
        title, [_bar(name, share) for name, share in drawn], of="Shut out by", most=Decimal(rounded(found.total) or 5)
    )


def _bar(name: str, share: Share) -> Bar:
    number = rounded(share.all.shut_out)
    return Bar(name, FEWER_THAN_FIVE if number is None else Decimal(number), shown(share.all.shut_out))


def _group_rows(found: Reach, way: str, labels: dict[str, str]) -> list[tuple[str, ...]]:
    """Return a row for each kind or size: how many each condition shuts out, and all together.

    One that is not split up for a condition, as it would say too much, is "not shown" there.
    """
    alone = [{group.name: group for group in getattr(one.share, way)} for one in _counted(found)]
    together: tuple[Group, ...] = getattr(found.together, way)
    return [
        (
            "All others" if group.name == OTHERS else labels[group.name],
            *(shown(groups[group.name].tally.shut_out) if group.name in groups else NOT_SHOWN for groups in alone),
            shown(group.tally.shut_out),
            shown(group.tally.meets),
        )
        for group in together
    ]
