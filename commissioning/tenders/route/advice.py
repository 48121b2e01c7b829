"""Which routes are open for a service, with the reason and the source of each: the officer decides.

One function a group of routes. It says only what the law says plainly; where the answer is a matter of judgment it says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commissioning.tenders.tenderfile import Procedure
from glossary.words import Word
from socialvalue.text import date_text, money_text

from .answers import Answers, HealthProvider, Market, Reservation, Urgency
from .thresholds import Threshold, ThresholdKind, threshold_on

ACT_BEGAN = date(2025, 2, 24)
LOCAL_SINCE = date(2026, 2, 4)
LONGEST_MUTUAL = Decimal(5)

ACT = "Procurement Act 2023"
PSR = "Health Care Services (Provider Selection Regime) Regulations 2023"
PCR = "Public Contracts Regulations 2015"
LOCAL_ORDER = "Local Government (Exclusion of Non-commercial Considerations) (England) Order 2026 (SI 2026/94)"
SAVED = f"{ACT} (Commencement No. 3 and Transitional and Saving Provisions) Regulations 2024"
ASK = "Ask your lawyer before you rely on this."

ACT_ROUTES = (
    Procedure.OPEN,
    Procedure.COMPETITIVE_FLEXIBLE,
    Procedure.LIGHT_TOUCH,
    Procedure.BELOW_THRESHOLD,
    Procedure.FRAMEWORK_CALL_OFF,
    Procedure.DIRECT_AWARD,
)
PSR_ROUTES = (
    Procedure.PSR_DIRECT_A,
    Procedure.PSR_DIRECT_B,
    Procedure.PSR_DIRECT_C,
    Procedure.PSR_MOST_SUITABLE,
    Procedure.PSR_COMPETITIVE,
)
LEGACY_REGULATIONS = {
    Procedure.LEGACY_OPEN: "reg 27",
    Procedure.LEGACY_PQQ: "reg 28",
    Procedure.LEGACY_COMPETITIVE_DIALOGUE: "regs 26 and 30",
    Procedure.LEGACY_INNOVATION_PARTNERSHIP: "reg 31",
    Procedure.LEGACY_LIGHT_TOUCH: "regs 74 to 77",
}


class Standing(Word):
    """Whether a route is open."""

    DEMANDED = "demanded", "The law asks for this"
    OPEN = "open", "Open"
    OPEN_WITH_REASON = "open_with_reason", "Open, with a reason"
    CLOSED = "closed", "Closed"


@dataclass(frozen=True, kw_only=True)
class RouteAdvice:
    """What may be said of one route: sentences, and where each comes from."""

    procedure: Procedure
    standing: Standing
    reasons: tuple[str, ...]
    sources: tuple[str, ...]


def routes(answers: Answers, day: date) -> list[RouteAdvice]:
    """Return advice on every route, those that may be taken first. `day` is when the procurement begins."""
    found = [*_act(answers, day), _grant(answers), *_health(answers), *_legacy(answers)]
    order = list(Standing)
    return sorted(found, key=lambda advice: order.index(advice.standing))


def suggested(answers: Answers, day: date) -> Procedure:
    """Return the route that fits the answers best: what is demanded, and else what is open, the simplest first."""
    advice = [one for one in routes(answers, day) if one.standing is not Standing.CLOSED]
    best = [one.procedure for one in advice if one.standing is advice[0].standing]
    if Procedure.BELOW_THRESHOLD in [one.procedure for one in advice]:
        return Procedure.BELOW_THRESHOLD
    if Procedure.LIGHT_TOUCH in best and Procedure.OPEN in best:
        return Procedure.LIGHT_TOUCH
    if Procedure.COMPETITIVE_FLEXIBLE in best and answers.market is Market.MANY:
        return Procedure.COMPETITIVE_FLEXIBLE
    return best[0]


def threshold_of(answers: Answers, day: date) -> Threshold:
    """Return the threshold that the value is held against."""
    return threshold_on(answers.kind, day)


def _advice(procedure: Procedure, standing: Standing, reasons: Iterable[str], *sources: str) -> RouteAdvice:
    return RouteAdvice(procedure=procedure, standing=standing, reasons=tuple(reasons), sources=sources)


def _grant(answers: Answers) -> RouteAdvice:
    """A grant buys nothing: it is no contract."""
    if answers.grant:
        reasons = ("A grant helps somebody do what they want to do. Nothing is bought, so it is not a contract.", ASK)
        return _advice(Procedure.GRANT, Standing.OPEN, reasons, f"{ACT}, s.3", "Subsidy Control Act 2022")
    reason = "You are buying a service, and a grant buys nothing."
    return _advice(Procedure.GRANT, Standing.CLOSED, (reason,), f"{ACT}, s.3")


def _legacy(answers: Answers) -> Iterable[RouteAdvice]:
    """The routes of 2015, for cases begun under them."""
    for procedure, regulation in LEGACY_REGULATIONS.items():
        if not answers.begun_under_2015_rules:
            reason = f"Only for a case begun before {date_text(ACT_BEGAN)}."
            yield _advice(procedure, Standing.CLOSED, (reason,), SAVED, PCR)
        elif procedure is Procedure.LEGACY_LIGHT_TOUCH and answers.kind is not ThresholdKind.LIGHT_TOUCH:
            yield _advice(procedure, Standing.CLOSED, ("This is not a light touch service.",), f"{PCR}, reg 74")
        elif procedure in (Procedure.LEGACY_COMPETITIVE_DIALOGUE, Procedure.LEGACY_INNOVATION_PARTNERSHIP):
            reason = "Only where what you need can’t be had without talks, or does not exist yet."
            yield _advice(procedure, Standing.OPEN_WITH_REASON, (reason, ASK), f"{PCR}, {regulation}")
        else:
            reason = "This case was begun under the 2015 rules, which still hold for it."
            yield _advice(procedure, Standing.OPEN, (reason,), f"{PCR}, {regulation}")


def _health(answers: Answers) -> Iterable[RouteAdvice]:
    """The Provider Selection Regime, at any value."""
    if not answers.health_care or answers.grant:
        reason = "Only for health care that is given to people." if not answers.health_care else "A grant buys nothing."
        yield from (_advice(procedure, Standing.CLOSED, (reason,), f"{PSR}, reg 3") for procedure in PSR_ROUTES)
        return
    must = {HealthProvider.ONLY: Procedure.PSR_DIRECT_A, HealthProvider.CHOICE: Procedure.PSR_DIRECT_B}
    why = {
        HealthProvider.ONLY: "The provider you have is the only one able to: this route must be taken.",
        HealthProvider.CHOICE: "Patients choose among all who meet your terms: this route must be taken.",
    }
    demanded = must.get(answers.health_provider)
    for procedure in PSR_ROUTES:
        if procedure is demanded:
            yield _advice(procedure, Standing.DEMANDED, (why[answers.health_provider],), f"{PSR}, reg 6")
        elif demanded is not None:
            yield _advice(procedure, Standing.CLOSED, ("Another route must be taken.",), f"{PSR}, reg 6")
        else:
            yield _health_choice(procedure, answers)


def _health_choice(procedure: Procedure, answers: Answers) -> RouteAdvice:
    """Advice where the regime leaves a choice."""
    continues = answers.health_provider is HealthProvider.CONTINUE
    if procedure is Procedure.PSR_DIRECT_A:
        return _advice(procedure, Standing.CLOSED, ("Others could provide it.",), f"{PSR}, regs 6 and 7")
    if procedure is Procedure.PSR_DIRECT_B:
        return _advice(
            procedure, Standing.CLOSED, ("Patients do not choose freely among all.",), f"{PSR}, regs 6 and 8"
        )
    if procedure is Procedure.PSR_DIRECT_C and not continues:
        reason = "There is no provider to go on with."
        return _advice(procedure, Standing.CLOSED, (reason,), f"{PSR}, regs 6 and 9")
    if procedure is Procedure.PSR_DIRECT_C:
        reason = "You may go on with a provider who does well, if the contract does not change considerably. Show both."
        return _advice(procedure, Standing.OPEN_WITH_REASON, (reason, ASK), f"{PSR}, regs 6 and 9")
    if procedure is Procedure.PSR_MOST_SUITABLE:
        reason = "Without a competition, if you know every likely provider and can say which one suits best."
        return _advice(procedure, Standing.OPEN_WITH_REASON, (reason,), f"{PSR}, reg 10")
    return _advice(procedure, Standing.OPEN, ("A competition is open to you.",), f"{PSR}, reg 11")


def _act(answers: Answers, day: date) -> Iterable[RouteAdvice]:
    """The routes of the Procurement Act, unless something else decides first."""
    reason, source = "", ""
    if answers.grant:
        reason, source = "A grant is not a contract.", f"{ACT}, s.3"
    elif answers.begun_under_2015_rules:
        reason, source = "This case was begun under the 2015 rules, which still hold for it.", SAVED
    elif answers.health_care:
        reason, source = "Health care is bought under the Provider Selection Regime, at any value.", f"{PSR}, reg 3"
    if reason:
        yield from (_advice(procedure, Standing.CLOSED, (reason,), source) for procedure in ACT_ROUTES)
        return
    threshold = threshold_of(answers, day)
    if answers.value < threshold.amount:
        yield from _below(answers, day, threshold)
    else:
        yield from _above(answers, threshold)


def _below(answers: Answers, day: date, threshold: Threshold) -> Iterable[RouteAdvice]:
    """Below the threshold: few rules, and none of the Act's procedures is demanded."""
    said = f"The value, {money_text(answers.value)}, is below the threshold of {money_text(threshold.amount)}."
    part = f"{ACT}, ss.84 to 88"
    no_stage = "You may not have a stage that only asks who is suitable."
    kept = _kept_below(answers, day)
    yield _advice(
        Procedure.BELOW_THRESHOLD,
        Standing.OPEN_WITH_REASON if _may_be_kept_below(answers, day) else Standing.DEMANDED,
        (said, no_stage, *(sentence for sentence, _ in kept)),
        threshold.source,
        part,
        *(source for _, source in kept),
    )
    yield _advice(Procedure.OPEN, Standing.OPEN, (said, "It asks more of you than the law does."), part)
    yield _advice(Procedure.COMPETITIVE_FLEXIBLE, Standing.OPEN_WITH_REASON, (said, no_stage), f"{ACT}, s.85")
    yield _advice(Procedure.LIGHT_TOUCH, Standing.CLOSED, (said, "The rules below the threshold hold instead."), part)
    yield _framework(answers)
    own = "The Act does not say whether you may. Your own standing orders do."
    yield _advice(Procedure.DIRECT_AWARD, Standing.OPEN_WITH_REASON, (said, own), part)


def _may_be_kept_below(answers: Answers, day: date) -> bool:
    """Whether a contract below the threshold may be kept for those that the officer named."""
    return day >= LOCAL_SINCE and answers.reserved_for in (Reservation.LOCAL, Reservation.SMALL)


def _kept_below(answers: Answers, day: date) -> list[tuple[str, str]]:
    """Return (sentence, source) on keeping a contract below the threshold for some."""
    if answers.reserved_for is Reservation.NOBODY:
        return []
    if answers.reserved_for is Reservation.LOCAL:
        if day < LOCAL_SINCE:
            sentence = f"Before {date_text(LOCAL_SINCE)} a council may not keep it for providers by where they are."
            return [(sentence, "Local Government Act 1988, s.17(5)(e)")]
        sentence = (
            "You may keep it for providers in your area or in the UK. Say so in the notice, and keep your reason."
        )
        return [(sentence, LOCAL_ORDER)]
    if answers.reserved_for is Reservation.SMALL:
        if day < LOCAL_SINCE:
            return [
                (
                    f"The guidance on keeping it for small providers counts from {date_text(LOCAL_SINCE)}. {ASK}",
                    LOCAL_ORDER,
                )
            ]
        sentence = "You may keep it for small firms, or for charities and social enterprises. Keep your reason."
        return [(sentence, f"Guidance to the {LOCAL_ORDER}")]
    return [(f"The Act’s own reservations are for contracts above the threshold. {ASK}", f"{ACT}, ss.32 and 33")]


def _above(answers: Answers, threshold: Threshold) -> Iterable[RouteAdvice]:
    """At or above the threshold: a competition, unless a framework or a ground for a direct award."""
    said = f"The value, {money_text(answers.value)}, is at or above the threshold of {money_text(threshold.amount)}."
    yield _advice(Procedure.BELOW_THRESHOLD, Standing.CLOSED, (said,), threshold.source, f"{ACT}, s.3")
    is_light = answers.kind is ThresholdKind.LIGHT_TOUCH
    # With another way open, a competition is a choice; without, one of these is asked for.
    usual = Standing.OPEN if is_light or answers.framework or _direct_ground(answers) else Standing.DEMANDED
    kept, sources = _kept_above(answers)
    only_flexible = answers.reserved_for in (Reservation.SUPPORTED, Reservation.MUTUALS) and kept == ""
    if only_flexible:
        reason = "A contract can be kept for some providers only in a competitive flexible procedure."
        yield _advice(Procedure.OPEN, Standing.CLOSED, (said, reason), f"{ACT}, ss.32 and 33")
    else:
        reasons = (said, "One stage, and anyone may bid.", *filter(None, [kept]))
        yield _advice(Procedure.OPEN, usual, reasons, f"{ACT}, s.20", *sources)
    stages = "You design the stages, and may shortlist by conditions of taking part."
    reserved = ("It may be kept for these providers, if each one fits the Act’s description.",) if only_flexible else ()
    yield _advice(
        Procedure.COMPETITIVE_FLEXIBLE,
        usual,
        (said, stages, *filter(None, [kept]), *reserved),
        f"{ACT}, s.20",
        *sources,
    )
    if is_light:
        reasons = (said, "Fewer rules: no fewest days, and no standstill that the law demands.", *filter(None, [kept]))
        yield _advice(Procedure.LIGHT_TOUCH, Standing.OPEN, reasons, f"{ACT}, s.9", *sources)
    else:
        reason = "Only for services whose codes the regulations list."
        yield _advice(Procedure.LIGHT_TOUCH, Standing.CLOSED, (reason,), f"{ACT}, s.9", "Procurement Regulations 2024")
    yield _framework(answers)
    yield _direct(answers, said)


def _kept_above(answers: Answers) -> tuple[str, tuple[str, ...]]:
    """Return why a contract at or above the threshold may not be kept for some, "" where it may; and the sources."""
    if answers.reserved_for in (Reservation.LOCAL, Reservation.SMALL):
        sentence = "It may not be kept for these providers: that is only for contracts below the threshold."
        return sentence, (LOCAL_ORDER,)
    if answers.reserved_for is Reservation.MUTUALS:
        sources = (f"{ACT}, s.33",)
        if answers.kind is not ThresholdKind.LIGHT_TOUCH:
            return "It may not be kept for mutuals: that is only for light touch services.", sources
        if answers.years is not None and answers.years > LONGEST_MUTUAL:
            return "It may not be kept for mutuals: the contract may run for more than five years.", sources
        return "", sources
    return "", (f"{ACT}, s.32",) if answers.reserved_for is Reservation.SUPPORTED else ()


def _framework(answers: Answers) -> RouteAdvice:
    """A call-off needs a framework that covers it."""
    if answers.framework:
        reason = "If the framework covers this service and names you, and by the framework’s own rules."
        return _advice(Procedure.FRAMEWORK_CALL_OFF, Standing.OPEN, (reason,), f"{ACT}, ss.45 and 46")
    reason = "You named no framework that covers this service."
    return _advice(Procedure.FRAMEWORK_CALL_OFF, Standing.CLOSED, (reason,), f"{ACT}, s.45")


def _direct_ground(answers: Answers) -> str:
    """Return the ground for a direct award that the answers speak of; "" for none."""
    if answers.urgency is Urgency.EXTREME:
        return "Extreme urgency that nobody could foresee is a ground. It must be no fault of yours."
    if answers.market is Market.ONE:
        return "Only one provider is a ground, where no other is a reasonable choice."
    return ""


def _direct(answers: Answers, said: str) -> RouteAdvice:
    """A direct award needs a ground that the Act lists."""
    sources = (f"{ACT}, s.41 and Schedule 5", f"{ACT}, s.44")
    if ground := _direct_ground(answers):
        reasons = (ground, "A transparency notice comes first.", ASK)
        return _advice(Procedure.DIRECT_AWARD, Standing.OPEN_WITH_REASON, reasons, *sources)
    no_ground = "Your answers name none of the grounds that the Act lists."
    foreseen = "Urgency that could be foreseen is no ground. It may shorten the days to bid."
    more = (foreseen,) if answers.urgency is Urgency.FORESEEN else ()
    return _advice(Procedure.DIRECT_AWARD, Standing.CLOSED, (said, no_ground, *more), *sources)
