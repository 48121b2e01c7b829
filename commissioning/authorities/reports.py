"""An authority's policy, from its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from commissioning.authorities.models import Authority, PolicyRow
from commissioning.authorities.policy import (
    DEFAULTS,
    FIGURES,
    Figure,
    FigureKind,
    Policy,
    PolicyValue,
    in_force,
    read_policy,
    shipped_policies,
)
from glossary.words import Benefit
from socialvalue.text import list_text, money_text, number_text, short_date_text

COUNTED = {FigureKind.HOURS: "hour", FigureKind.DAYS: "day", FigureKind.TIMES: "time", FigureKind.AGE: "year"}


def policy_in_force(authority: Authority, on: date, *, known_at: datetime | None = None) -> Policy:
    """Return the figures that hold for an authority on a day, under its name. One query.

    Of each figure the latest `since` that had come by then counts; of two on the same day, the row set last. With
    `known_at` nothing counts that was set after that moment: a tender published this morning keeps this morning's figures.
    """
    return in_force(authority.name, values_of(authority, known_at=known_at), on)


def values_of(authority: Authority, *, known_at: datetime | None = None) -> list[PolicyValue]:
    """Return every value that an authority has set, or had by a moment, in the order in which they were set. One query."""
    rows = PolicyRow.objects.filter(authority=authority).order_by("pk")
    if known_at is not None:
        rows = rows.filter(set_at__lte=known_at)
    return [
        PolicyValue(key=key, text=text, since=since, source=source)
        for key, text, since, source in rows.values_list("key", "text", "since", "source")
        if key in FIGURES
    ]


def value_words(figure: Figure, text: str) -> str:
    """Write a figure's value with its unit: "£100,000", "5%", "30 days", "Creating jobs or Less crime"."""
    if figure.kind is FigureKind.BENEFITS:
        return list_text([Benefit(word).label for word in text.split()], "or") or "None asked for"
    number = Decimal(text)
    if figure.kind is FigureKind.MONEY:
        return money_text(number)
    if figure.kind is FigureKind.PERCENT:
        return f"{number_text(number)}%"
    if figure.kind in COUNTED:
        one = COUNTED[figure.kind]
        return f"{number_text(number)} {one if number == 1 else one + 's'}"
    return number_text(number)


@dataclass(frozen=True)
class FigureLine:
    """One figure as the policy page shows it. `coming` says what it becomes and when; "" if nothing is set."""

    key: str
    label: str
    value: str
    since: str
    source: str
    coming: str


def figure_groups(authority: Authority, on: date) -> dict[str, list[FigureLine]]:
    """Return every figure as it holds on a day, by the name of its group. One query."""
    values = values_of(authority)
    policy = in_force(authority.name, values, on)
    groups: dict[str, list[FigureLine]] = {}
    for key, figure in FIGURES.items():
        own = policy.values.get(key)
        line = FigureLine(
            key=key,
            label=figure.label,
            value=value_words(figure, policy.text(key)),
            since=short_date_text(own.since) if own else "Default",
            source=policy.source(key),
            coming=_coming(figure, values, on),
        )
        groups.setdefault(figure.group, []).append(line)
    return groups


def _coming(figure: Figure, values: Iterable[PolicyValue], on: date) -> str:
    """Say what a figure becomes after a day, and when."""
    later = {value.since: value.text for value in values if value.key == figure.key and value.since > on}
    return list_text([f"{value_words(figure, later[day])} from {short_date_text(day)}" for day in sorted(later)])


def figure_history(authority: Authority, figure: Figure) -> list[tuple[str, ...]]:
    """Return a figure's rows, newest first, as finished strings: value, since, source, who set it and when. One query."""
    rows = PolicyRow.objects.filter(authority=authority, key=figure.key).select_related("set_by").order_by("-pk")
    return [
        (
            value_words(figure, row.text),
            short_date_text(row.since),
            row.source,
            f"{row.set_by}, {short_date_text(row.set_at.date())}",
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Change:
    """What adopting a policy does to one figure. `is_change` whether its value becomes another."""

    label: str
    before: str
    after: str
    since: str
    source: str
    is_change: bool


def changes(values: Iterable[PolicyValue], adopted: Iterable[PolicyValue]) -> list[Change]:
    """Return what each adopted value would change in an authority's values, the real changes first."""
    listed = [_change(in_force("", values, value.since), value) for value in adopted]
    return sorted(listed, key=lambda change: not change.is_change)


def _change(before: Policy, value: PolicyValue) -> Change:
    figure = FIGURES[value.key]
    return Change(
        label=figure.label,
        before=value_words(figure, before.text(value.key)),
        after=value_words(figure, value.text),
        since=short_date_text(value.since),
        source=value.source,
        is_change=before.text(value.key) != value.text,
    )


@dataclass(frozen=True)
class Comparison:
    """Policies side by side: their names, and rows of a figure's label and its value in each, those that differ first."""

    names: tuple[str, ...]
    differing: list[tuple[str, ...]]
    alike: list[tuple[str, ...]]


def compared(authority: Authority, on: date) -> Comparison:
    """Return the authority's figures on a day beside every policy that comes with the portal. One query.

    A shipped policy is shown by its newest values; a figure that it does not name stands at the portal's default.
    """
    policies = [policy_in_force(authority, on)]
    policies += [in_force(name, values, date.max) for name, values in map(read_policy, shipped_policies().values())]
    differing, alike = [], []
    for key, figure in FIGURES.items():
        texts = [policy.text(key) for policy in policies]
        row = (figure.label, *(value_words(figure, text) for text in texts))
        (alike if len(set(texts)) == 1 else differing).append(row)
    return Comparison(tuple(policy.name for policy in policies), differing, alike)


def default_words(figure: Figure) -> str:
    """Write the value that a figure has until an authority sets its own."""
    return value_words(figure, DEFAULTS.text(figure.key))
