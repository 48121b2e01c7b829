"""Rules on whom a tender shuts out: its conditions, its lots, its partners, the time that it gives."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

from commissioning.tenders import route, timetable
from commissioning.tenders.tenderfile import Condition, ConditionKind, Needed, Procedure, plain
from commissioning.tenders.timetable import QuietTime
from socialvalue.text import PENNY, count_text, datetime_text, list_text, money_text

from .case import Case, percent
from .finding import Finding, Severity
from .reach import reach, shown

S22, S85 = "Procurement Act 2023, s.22", "Procurement Act 2023, s.85"

WITHOUT_LOTS = frozenset(
    {
        *(Procedure.DIRECT_AWARD, Procedure.FRAMEWORK_CALL_OFF, Procedure.GRANT),
        *(Procedure.PSR_DIRECT_A, Procedure.PSR_DIRECT_B, Procedure.PSR_DIRECT_C),
    }
)
"""Routes that have no lots to think of: one provider is chosen, the lots were made before, or it is no contract."""

WITHOUT_SECTION_85 = WITHOUT_LOTS | {Procedure.PSR_MOST_SUITABLE, Procedure.PSR_COMPETITIVE}
"""Routes that the ban on a suitability stage does not speak of: no bids are invited, or the Act is not the law."""

AUGUST_DAYS = 14
"""Days of August that make a bidding time run over August: two weeks, the usual length of a holiday."""
A_YEAR = 366


def _conditions(case: Case, kind: ConditionKind) -> Iterator[tuple[str, Condition]]:
    """Yield the conditions of one kind with their paths."""
    for place, condition in enumerate(case.tender.conditions or ()):
        if condition.kind is kind:
            yield f"conditions[{place}]", condition


def _words(condition: Condition) -> str:
    """Return what a condition asks, in short: its sum, or its text."""
    return money_text(condition.amount) if condition.amount is not None else _short(condition.text or condition.id)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 100 else f"{words[:99]}…"


def turnover(case: Case) -> Iterator[Finding]:
    """A turnover is asked for that is above so many times the value of a year."""
    if case.yearly_value is None:
        return
    times = case.policy.number("turnover.times")
    most = (times * case.yearly_value).quantize(PENNY)
    for at, condition in _conditions(case, ConditionKind.TURNOVER):
        if condition.amount is not None and condition.amount > most:
            yield Finding(
                id="inclusion.turnover",
                severity=Severity.STOP,
                at=f"{at}.amount",
                words=money_text(condition.amount),
                reason=f"This is more than {plain(times)} times what a year is worth. Small bidders who could do it can’t bid.",
                mend=f"Ask for {money_text(most)} or less, or take it out.",
                source=case.policy.source("turnover.times"),
            )


def insurance(case: Case) -> Iterator[Finding]:
    """Insurance must be there before the award, or it is not said when."""
    for at, condition in _conditions(case, ConditionKind.INSURANCE):
        if condition.needed is not Needed.CONTRACT_START:
            yield Finding(
                id="inclusion.insurance",
                severity=Severity.STOP,
                at=f"{at}.needed",
                words=_words(condition),
                reason="Bidders would have to buy cover for work they may not win. The law does not allow that.",
                mend="Say that it is needed when the contract starts.",
                source=S22,
            )


def accounts(case: Case) -> Iterator[Finding]:
    """Audited accounts are asked for."""
    for at, condition in _conditions(case, ConditionKind.ACCOUNTS):
        if condition.audited:
            yield Finding(
                id="inclusion.accounts",
                severity=Severity.STOP,
                at=f"{at}.audited",
                words=_words(condition),
                reason="The law lets most small firms and charities do without an audit. You can’t make them have one to bid.",
                mend="Ask for accounts as the bidder has them, with no audit.",
                source=S22,
            )


def prior_award(case: Case) -> Iterator[Finding]:
    """An earlier contract from one authority is asked for."""
    for at, condition in _conditions(case, ConditionKind.PRIOR_AWARD):
        yield Finding(
            id="inclusion.prior-award",
            severity=Severity.STOP,
            at=f"{at}.kind",
            words=_words(condition),
            reason="This keeps out all who have not worked for one public body before. The law does not allow that.",
            mend="Ask for the skill that you need. Count work done for anyone.",
            source=S22,
        )


def suitability_stage(case: Case) -> Iterator[Finding]:
    """Below the threshold, something sifts who may bid before the award.

    Insurance, audits and earlier awards are left to their own rules. Works worth as much as the threshold for services
    are not covered by the ban: s.85(3).
    """
    if not _bans_sifting(case):
        return
    reason = "A small contract may not have a first round that sifts who can bid."
    if case.tender.procedure is Procedure.LEGACY_PQQ:
        yield Finding(
            id="inclusion.suitability-stage",
            severity=Severity.STOP,
            at="procedure",
            words=case.tender.procedure.label,
            reason=reason,
            mend="Choose a route where all can bid at once.",
            source="Public Contracts Regulations 2015, reg 111",
        )
    for place, condition in enumerate(case.tender.conditions or ()):
        if condition.needed is Needed.CONTRACT_START or _has_own_rule(condition):
            continue
        yield Finding(
            id="inclusion.suitability-stage",
            severity=Severity.STOP,
            at=f"conditions[{place}]",
            words=_words(condition),
            reason=reason,
            mend="Take it out, or say that it is needed when the contract starts.",
            source=S85,
        )


def _bans_sifting(case: Case) -> bool:
    if case.tender.procedure in WITHOUT_SECTION_85 or not route.is_below_threshold(case.tender, case.day):
        return False
    services = route.threshold_on(route.ThresholdKind.GOODS_AND_SERVICES, case.day).amount
    are_works = route.threshold_kind(case.tender) is route.ThresholdKind.WORKS
    return not (are_works and route.estimated_value(case.tender) >= services)


def _has_own_rule(condition: Condition) -> bool:
    return condition.kind in (ConditionKind.INSURANCE, ConditionKind.PRIOR_AWARD) or bool(
        condition.kind is ConditionKind.ACCOUNTS and condition.audited
    )


def lots(case: Case) -> Iterator[Finding]:
    """The contract is in one piece, and nobody has said why."""
    tender = case.tender
    if tender.procedure in WITHOUT_LOTS or len(tender.lots or ()) > 1 or (tender.no_lots_reason or "").strip():
        return
    yield Finding(
        id="inclusion.lots",
        severity=Severity.STOP,
        at="no_lots_reason",
        words="",
        reason="The work is not split into lots, and there is no reason why. Small bidders can often do a part.",
        mend="Split it into lots, or say why you can’t.",
        source="Procurement Act 2023, s.18",
    )


def period(case: Case) -> Iterator[Finding]:
    """Bidders have too little time by law, or little, or their time runs over Christmas, Easter or August."""
    dates = case.tender.timetable
    if dates is None or dates.closes_at is None:
        return
    closes_on = timetable.uk_day(dates.closes_at)
    days = max((closes_on - case.day).days, 0)
    lawful, usual = timetable.minimum_days(case.tender), case.policy.number("period.days")
    if days < lawful:
        yield Finding(
            id="inclusion.period",
            severity=Severity.STOP,
            at="timetable.closes_at",
            words=count_text(days, "day"),
            reason=f"Bids have {count_text(days, 'day')}. By law this route must give at least {lawful}.",
            mend=f"Close {count_text(lawful - days, 'day')} later, or more.",
            source=_period_source(case),
        )
    elif days < usual:
        yield Finding(
            id="inclusion.period",
            severity=Severity.WARN,
            at="timetable.closes_at",
            words=count_text(days, "day"),
            reason=f"In less than {plain(usual)} days, small teams with no bid writer can’t write a good bid.",
            mend=f"Close {count_text(int(usual) - days, 'day')} later, or more.",
            source=case.policy.source("period.days"),
        )
    over = _quiet_times(case, days)
    if over:
        yield Finding(
            id="inclusion.period",
            severity=Severity.WARN,
            at="timetable.closes_at",
            words=list_text([time.label for time in over]),
            reason=f"The time to bid runs over {list_text([time.label for time in over])}, when small teams are away.",
            mend="Move the dates, or give more time and say so.",
            source="Default of this portal: small providers are away or shut",
        )


def _quiet_times(case: Case, days: int) -> list[QuietTime]:
    """Return the quiet times that bidding runs over: any day of Christmas or Easter, two weeks of August."""
    met = Counter(timetable.quiet_time(case.day + timedelta(days=day)) for day in range(min(days, A_YEAR) + 1))
    return [time for time in QuietTime if met[time] >= (AUGUST_DAYS if time is QuietTime.AUGUST else 1)]


def _period_source(case: Case) -> str:
    if case.tender.procedure in (Procedure.LEGACY_OPEN, Procedure.LEGACY_PQQ):
        return f"Public Contracts Regulations 2015, reg {27 if case.tender.procedure is Procedure.LEGACY_OPEN else 28}"
    return "Procurement Act 2023, s.54"


def partners(case: Case) -> Iterator[Finding]:
    """Bidders may not join forces, or a partner's strength does not count. Where nothing is said it is not drafted yet."""
    alone = "Small bidders who could do the work as a team are shut out."
    if case.tender.partners_allowed is False:
        yield Finding(
            id="inclusion.partners",
            severity=Severity.WARN,
            at="partners_allowed",
            words="",
            reason=alone,
            mend="Let bidders work with partners.",
            source=S22,
        )
    for place, condition in enumerate(case.tender.conditions or ()):
        if condition.partners_count is False:
            yield Finding(
                id="inclusion.partners",
                severity=Severity.WARN,
                at=f"conditions[{place}].partners_count",
                words=_words(condition),
                reason=alone,
                mend="Let what a partner has count too.",
                source=S22,
            )


def reach_of_conditions(case: Case) -> Iterator[Finding]:
    """The conditions leave too few of the known providers, or one of them shuts out too many charities.

    Who has not said counts as left. Nothing is said of fewer than five: the finding itself would say too much.
    """
    if case.market is None:
        return
    found = reach(case.tender, case.market)
    if found.is_too_small:
        return
    together = found.together.all
    if together.shut_out and together.left < case.policy.number("reach.fewest"):
        yield Finding(
            id="inclusion.reach",
            severity=Severity.WARN,
            at="conditions",
            words=shown(together.left),
            reason=f"Of the providers we know here, {shown(together.left)} could still bid.",
            mend="Ask for less, or take out the condition that shuts out the most.",
            source=case.policy.source("reach.fewest"),
        )
    most = case.policy.number("reach.vcse")
    for condition in found.conditions:
        vcse = condition.share.vcse
        if vcse and percent(Decimal(vcse.shut_out), Decimal(vcse.total)) > most:
            yield Finding(
                id="inclusion.reach",
                severity=Severity.WARN,
                at=condition.at,
                words=condition.id,
                reason=f"This shuts out more than {plain(most)}% of the charities and local groups we know here.",
                mend="Ask for less, or take it out.",
                source=case.policy.source("reach.vcse"),
            )


def closing(case: Case) -> Iterator[Finding]:
    """It closes at midnight, at a weekend or on a bank holiday."""
    dates = case.tender.timetable
    if dates is None or dates.closes_at is None:
        return
    closes_at = dates.closes_at.replace(second=0, microsecond=0)
    closes_on = timetable.uk_day(closes_at)
    found = []
    if timetable.closes_at_midnight(closes_at):
        found.append(("It closes at midnight. People mix up the day.", "Choose a time in the day, such as 12 noon."))
    if timetable.closes_at_weekend(closes_at):
        found.append(("It closes at a weekend, when no one can help if things go wrong.", "Choose a working day."))
    elif closes_on in timetable.bank_holidays():
        found.append(("It closes on a bank holiday, when no one can help if things go wrong.", "Choose a working day."))
    for reason, mend in found:
        yield Finding(
            id="inclusion.closing",
            severity=Severity.STOP,
            at="timetable.closes_at",
            words=datetime_text(closes_at),
            reason=reason,
            mend=mend,
            source="Default of this portal: no deadline that people misread or can get no help with",
        )


RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    turnover,
    insurance,
    accounts,
    prior_award,
    suitability_stage,
    lots,
    period,
    partners,
    reach_of_conditions,
    closing,
)
