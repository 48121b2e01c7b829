"""The panel, conflicts, marks, consensus, report and award."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from commissioning.evaluation import actions
from commissioning.evaluation.models import Mark
from commissioning.evaluation.reports.report import report_sha256
from commissioning.story.case import Case, Scene
from commissioning.tenders.tenderfile import Needed
from socialvalue.accounts.models import User

MINUTES_A_MARK = 7
DAYS_AN_EVALUATOR = 2  # between one evaluator's day of marking and the next one's


def scenes(case: Case) -> Iterator[Scene]:
    """Everything that the panel does, as far as the story has come."""
    if case.happens("panel"):
        yield from _panel(case)
    if case.happens("marking"):
        yield from _marking(case)
    if case.happens("moderation"):
        yield from _moderation(case)
    for step, hour, minute, act in (
        ("agreed", 15, 0, _lock_consensus),
        ("agreed", 15, 10, _reveal_names),
        ("agreed", 16, 0, _open_prices),
        ("signed", 11, 0, _sign_off),
        ("recommended", 10, 0, _recommend),
    ):
        if case.happens(step):
            at = case.at(step, hour, minute)
            yield Scene(at, lambda act=act, at=at: act(case, at))


def _evaluators(case: Case) -> list[User]:
    return [case.cast.people[name] for name in case.said["evaluators"]]


def _deciders(case: Case) -> list[str]:
    """The officer who runs the evaluation and the one who will approve."""
    return [case.said["officer"], case.said["second_officer"]]


def _panel(case: Case) -> Iterator[Scene]:
    """The officer names the panel; everyone on it declares, and the officers who run and decide."""
    named_at = case.at("panel", 11)

    def name() -> None:
        case.evaluation = actions.name_panel(
            case.tender,
            evaluators=_evaluators(case),
            chair=case.person("chair"),
            by=case.person("officer"),
            now=named_at,
        )

    yield Scene(named_at, name)
    for place, email in enumerate([case.said["chair"], *case.said["evaluators"], *_deciders(case)]):
        at = named_at + timedelta(hours=2, minutes=11 * place)
        yield Scene(at, lambda email=email, at=at: _declare(case, email, at))


def _declare(case: Case, email: str, now: datetime) -> None:
    conflicts = case.said.get("conflicts", {}).get(email, {})
    declared = {bid: (provider in conflicts, conflicts.get(provider, "")) for provider, bid in case.bids.items()}
    actions.declare_conflicts(case.evaluation, declared, by=case.cast.people[email], now=now)


def _marking(case: Case) -> Iterator[Scene]:
    """The officer decides the conditions; then evaluators mark on days of their own."""
    started_at = case.at("marking", 14)
    decided_at = started_at - timedelta(hours=3)
    yield Scene(decided_at, lambda: _decide_gates(case, decided_at))
    yield Scene(started_at, lambda: actions.start_marking(case.evaluation, by=case.person("officer"), now=started_at))
    locked = case.said.get("locked", case.said["evaluators"])
    for place, email in enumerate(case.said["evaluators"]):
        first = case.calendar.at(case.said["days"]["marking"] + 1 + DAYS_AN_EVALUATOR * place, 9, 30)
        yield from _marks_of(case, email, max(first, started_at + timedelta(hours=2)), is_locked=email in locked)


def _marks_of(case: Case, email: str, now: datetime, *, is_locked: bool) -> Iterator[Scene]:
    for provider, questions in case.said["marks"].items():
        for question, marks in questions.items():
            if email in marks:
                yield Scene(now, lambda provider=provider, question=question, now=now: mark(provider, question, now))
                now += timedelta(minutes=MINUTES_A_MARK)

    def mark(provider: str, question: str, now: datetime) -> None:
        figure, reason = case.said["marks"][provider][question][email]
        actions.save_mark(
            case.evaluation,
            case.bids[provider],
            question,
            mark=Decimal(figure),
            reason=reason,
            from_version=0,
            by=case.cast.people[email],
            now=now,
        )

    if is_locked:
        yield Scene(now, lambda: actions.lock_marks(case.evaluation, by=case.cast.people[email], now=now))


def _decide_gates(case: Case, now: datetime) -> None:
    """Every condition is met, by what the bid says or will show."""
    for bid in case.said["bids"]:
        for condition in case.document.conditions or ():
            reason = bid.get("declares", {}).get(condition.id, "The bid says so.")
            if condition.needed is Needed.CONTRACT_START:
                reason = "The bid promises it. The winner shows the certificate before the contract starts."
            actions.decide_gate(
                case.evaluation,
                case.bids[bid["provider"]],
                condition.id,
                True,
                reason,
                by=case.person("officer"),
                now=now,
            )


def _moderation(case: Case) -> Iterator[Scene]:
    """The chair sees every mark, and the panel agrees one answer after another."""
    started_at = case.at("moderation", 10)
    yield Scene(started_at, lambda: actions.start_moderation(case.evaluation, by=case.person("chair"), now=started_at))
    now = started_at
    for provider, questions in case.said["consensus"].items():
        for question, said in questions.items():
            now += timedelta(minutes=MINUTES_A_MARK)
            yield Scene(
                now,
                lambda provider=provider, question=question, said=said, now=now: _agree(
                    case, provider, question, said, now
                ),
            )


def _agree(case: Case, provider: str, question: str, said: dict, now: datetime) -> None:
    bid, chair = case.bids[provider], case.person("chair")
    reasons = said.get("differences", {})
    marks = Mark.objects.visible_to(chair).filter(bid=bid, question_id=question).select_related("evaluator__user")
    given = {case.cast.people[email].pk: reason for email, reason in reasons.items()}
    present = [chair, *(mark.evaluator.user for mark in marks.order_by("evaluator"))]
    actions.agree_mark(
        case.evaluation,
        bid,
        question,
        mark=Decimal(said["mark"]),
        reason=said["reason"],
        present=present,
        differences={mark.pk: given[mark.evaluator.user_id] for mark in marks if mark.evaluator.user_id in given},
        from_version=0,
        by=chair,
        now=now,
    )


def _lock_consensus(case: Case, now: datetime) -> None:
    actions.lock_consensus(case.evaluation, by=case.person("chair"), now=now)


def _reveal_names(case: Case, now: datetime) -> None:
    """The chair shows the names, and the panel declares again."""
    actions.reveal_names(case.evaluation, by=case.person("chair"), now=now)
    case.evaluation.refresh_from_db()
    for place, email in enumerate([case.said["chair"], *case.said["evaluators"]]):
        _declare(case, email, now + timedelta(minutes=4 * (place + 1)))


def _open_prices(case: Case, now: datetime) -> None:
    actions.open_prices(case.evaluation, by=case.person("officer"), now=now)
    case.evaluation.refresh_from_db()


def _sign_off(case: Case, now: datetime) -> None:
    actions.sign_off(case.evaluation, report_sha256(case.evaluation), by=case.person("chair"), now=now)


def _recommend(case: Case, now: datetime) -> None:
    for email in _deciders(case):
        _declare(case, email, now)
    bid = case.bids[case.said["winner"]]
    case.award = actions.recommend(
        case.evaluation, bid, case.said["recommendation"], by=case.person("officer"), now=now
    )
