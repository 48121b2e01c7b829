"""Rules on how much a tender asks: the weight of social value, the questions, the hours, the evidence, the reports."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from statistics import median

from commissioning.tenders.tenderfile import AskedOf, QuestionKind, plain
from socialvalue.text import count_text, money_text, number_text

from .case import Case, percent
from .effort import EXACT, tenths
from .finding import Finding, Severity
from .winner import shown_by_winner

FEWEST_TO_COMPARE = 3
"""With fewer written questions there is no usual number of words for a point."""
MONTHS_A_YEAR = 12
FAR_TOO_MUCH = 100
LONGEST_ANSWER = Decimal(100_000)


def weight(case: Case) -> Iterator[Finding]:
    """The weight of social value in the whole tender is outside the band for the value, or there is none."""
    share, amount = case.social_value_share, case.tender.value.amount
    if share is None or not case.tender.criteria:
        return
    least_key, most_key = f"weight.{case.band}.least", f"weight.{case.band}.most"
    least, most = case.policy.number(least_key), case.policy.number(most_key)
    band = f"{plain(least)}% to {plain(most)}% of all the points"
    at = f"{case.social_value_criteria[0][0]}.weight" if len(case.social_value_criteria) == 1 else "criteria"
    if share == 0:
        if amount >= case.policy.number("social_value.from"):
            yield Finding(
                id="proportion.weight",
                severity=Severity.WARN,
                at=at,
                words="0%",
                reason="No points go to social value. What a bidder does for the area then counts for nothing.",
                mend=f"Give social value {band}.",
                source=case.policy.source("social_value.from"),
            )
    elif not least <= share <= most:
        low = share < least
        yield Finding(
            id="proportion.weight",
            severity=Severity.WARN,
            at=at,
            words=f"{number_text(share.quantize(Decimal('0.01')))}%",
            reason=(
                "Social value has few points for a contract of this size. It may not change who wins."
                if low
                else "Social value has a lot of points for a contract of this size. Small bidders may find it too much."
            ),
            mend=f"Give social value {band}.",
            source=case.policy.source(least_key if low else most_key),
        )


def questions(case: Case) -> Iterator[Finding]:
    """There are more social value questions, written or counted, than the value bears."""
    asked, key = case.social_value_questions, f"questions.{case.band}"
    most = int(case.policy.number(key))
    at = f"{case.social_value_criteria[0][0]}.questions" if len(case.social_value_criteria) == 1 else "criteria"
    if len(asked) > most:
        yield Finding(
            id="proportion.questions",
            severity=Severity.WARN,
            at=at,
            words=count_text(len(asked), "question"),
            reason=f"For a contract of this size, {most} on social value is the most. Each one more takes hours to answer.",
            mend=f"Keep the {most} that matter most and take the rest out.",
            source=case.policy.source(key),
        )


def bidding(case: Case) -> Iterator[Finding]:
    """One bidder's hours, or what all the bidders' hours cost, are too many for the value: one finding, the worst."""
    asked, amount, number = case.effort, case.tender.value.amount, case.policy.number
    share = percent(asked.cost, amount) if amount else Decimal()
    small = case.yearly_value is not None and case.yearly_value < number("effort.yearly")
    limits = (
        ("effort.share.stop", Severity.STOP, share),
        ("effort.hours.stop", Severity.STOP, asked.hours if small else Decimal()),
        ("effort.hours.warn", Severity.WARN, asked.hours),
        ("effort.share.warn", Severity.WARN, share),
    )
    over = next(((key, severity) for key, severity, measured in limits if measured > number(key)), None)
    if over is None:
        return
    key, severity = over
    hours = f"{number_text(tenths(asked.hours))} hours"
    if "share" in key:
        words = f"{hours} each, {money_text(asked.cost.quantize(Decimal(1)))} for {count_text(asked.bidders, 'bidder')}"
        reason = (
            f"All the bids will cost about {_share_text(share)} of what the contract is worth. "
            f"Over {plain(number(key))}% is too much: most of that work wins nothing."
        )
    else:
        words = hours
        reason = f"One bid takes about {hours}. Over {plain(number(key))} hours, small bidders will stay away."
    yield Finding(
        id="proportion.effort",
        severity=severity,
        at="criteria",
        words=words,
        reason=reason,
        mend="Ask less: cut the longest word limits, take out weak questions, and ask only the winner for papers.",
        source=case.policy.source(key),
    )


def words_per_point(case: Case) -> Iterator[Finding]:
    """A word limit is many times longer or shorter for its points than is usual in this tender.

    While social value has too many or too few points, all limits look wrong, and it is the weight that must be mended:
    then a question that is like another one of its criterion is left alone.
    """
    written = [
        (path, question.word_limit, case.shares[path])
        for path, question in case.questions
        if question.kind is not QuestionKind.COMMITMENT and question.word_limit
    ]
    rates = [limit / share for _, limit, share in written if share]
    if len(rates) < FEWEST_TO_COMPARE:
        return
    usual, times = median(rates), case.policy.number("words.times")
    is_skewed = any(True for _ in weight(case))
    for path, limit, share in written:
        if share is None or (share and _differs(limit / share, usual) <= times):
            continue
        if (
            is_skewed
            and share
            and any(_differs(limit / share, beside) <= times for beside in _rates_beside(path, written))
        ):
            continue
        if not share:
            reason, mend = "This answer earns no points.", "Give it some weight, or take it out."
        else:
            fair = max(int(min(usual * share, LONGEST_ANSWER).quantize(Decimal("1E1"))), 10)
            mend = f"Set the limit near {number_text(fair)} words, or change its weight."
            reason = (
                "This answer is long for the few points it earns."
                if limit / share > usual
                else "This answer is short for the many points it earns. Bidders can’t show what they would do."
            )
        yield Finding(
            id="proportion.words-per-point",
            severity=Severity.WARN,
            at=f"{path}.word_limit",
            words=count_text(limit, "word"),
            reason=reason,
            mend=mend,
            source=case.policy.source("words.times"),
        )


def _rates_beside(path: str, written: list[tuple[str, int, Decimal | None]]) -> Iterator[Decimal]:
    """Yield the words for a point of the other questions of the same criterion."""
    criterion = path.rpartition(".")[0]
    for other, limit, share in written:
        if other != path and share and other.rpartition(".")[0] == criterion:
            yield limit / share


def _differs(rate: Decimal, usual: Decimal) -> Decimal:
    """Return how many times one is the other, whichever is more."""
    return EXACT.plus(max(rate, usual) / min(rate, usual))


def _share_text(share: Decimal) -> str:
    """Return per cent with two digits after the point; what is far too much is not spelled out."""
    return f"{number_text(share, 2)}%" if share <= FAR_TOO_MUCH else f"over {FAR_TOO_MUCH}%"


def evidence_early(case: Case) -> Iterator[Finding]:
    """A document is asked of everyone that only the winner need show."""
    for place, document in enumerate(case.tender.documents or ()):
        if document.asked_of is AskedOf.EVERYONE and shown_by_winner(document.name or ""):
            yield Finding(
                id="proportion.evidence-early",
                severity=Severity.WARN,
                at=f"documents[{place}].asked_of",
                words=document.name or "",
                reason="Everyone has to find this and send it in, but only the winner’s will ever be used.",
                mend="Ask only the winner for it.",
                source="Procurement Act 2023, s.22: only what is proportionate",
            )


def monitoring(case: Case) -> Iterator[Finding]:
    """A year of reports costs the winner too much of what a year of the contract is worth."""
    watch = case.tender.monitoring
    if watch is None or not watch.every_months or not case.yearly_value:
        return
    each = sum((indicator.hours_per_return or Decimal() for indicator in watch.indicators or ()), Decimal())
    hours = each * MONTHS_A_YEAR / watch.every_months
    share = percent(hours * case.policy.number("rate.per_hour"), case.yearly_value)
    most = case.policy.number("monitoring.share")
    if share > most:
        yield Finding(
            id="proportion.monitoring",
            severity=Severity.WARN,
            at="monitoring.every_months",
            words=f"{number_text(tenths(hours))} hours a year",
            reason=f"Reports will cost {_share_text(share)} of what a year is worth. Over {plain(most)}% is too much.",
            mend="Ask for reports less often, or watch fewer things.",
            source=case.policy.source("monitoring.share"),
        )


RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    weight,
    questions,
    bidding,
    words_per_point,
    evidence_early,
    monitoring,
)
