"""The page of one contract: what was agreed, what waits, each promise, each period."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from commissioning.contracts import permissions
from commissioning.contracts.lifecycle import PeriodPhase
from commissioning.contracts.models import Contract, Period
from commissioning.contracts.reports.periods import PHASE_COLOURS, phase_of, with_newest
from commissioning.contracts.reports.promises import Promise, promises_of
from socialvalue.accounts.models import User
from socialvalue.audit.reports import HistoryEntry, history
from socialvalue.refusals import allowed
from socialvalue.text import date_text, datetime_text, money_text

TO_REPORT = (PeriodPhase.DUE, PeriodPhase.OVERDUE, PeriodPhase.QUERIED)

# What is said first where several periods wait.
NEXT_STEPS = {
    PeriodPhase.OVERDUE: "{provider} must report on {period}. The return was due on {due}.",
    PeriodPhase.QUERIED: "{provider} must answer the query about {period}.",
    PeriodPhase.SUBMITTED: "A contract manager of {authority} must accept or query the return for {period}.",
    PeriodPhase.DUE: "{provider} must report on {period}. The return is due by the end of {due}.",
}


@dataclass(frozen=True)
class PeriodTask:
    """One reporting period as the task list draws it: `title` and `address` are the reader's own next step, or reading."""

    title: str
    address: str
    status: str
    colour: str
    hint: str


@dataclass(frozen=True)
class ContractPage:
    """Everything on a contract's page. `next_words` says whose turn it is; `next_url` is set if it is the reader's."""

    facts: tuple[tuple[str, str], ...]
    next_words: str
    next_url: str
    promises: tuple[Promise, ...]
    overview: tuple[tuple[str, ...], ...]
    periods: tuple[PeriodTask, ...]
    history: tuple[HistoryEntry, ...]


def contract_page(contract: Contract, user: User, now: datetime) -> ContractPage:
    """The page as `user` sees it. `contract` comes with its tender, authority and provider. Five queries at any size."""
    part = permissions.part_in(user, contract)
    may_report = allowed(permissions.check_can_report, part, contract)
    may_decide = allowed(permissions.check_can_decide, part, contract)
    found = list(with_newest(contract.periods.all()))
    phases = [phase_of(period, now) for period in found]
    promises = tuple(promises_of(found, now)[contract.pk])
    words, url = _next_step(contract, found, phases, may_report, may_decide)
    return ContractPage(
        facts=(
            ("Provider", contract.provider.name),
            ("Bought by", contract.tender.authority.name),
            ("Reference", contract.tender.reference or "None"),
            ("Price", f"{money_text(contract.price)} without VAT"),
            ("Starts", date_text(contract.starts_on)),
            ("Ends", date_text(contract.ends_on)),
        ),
        next_words=words,
        next_url=url,
        promises=promises,
        overview=tuple(
            (
                promise.title,
                promise.target_text,
                promise.delivered_text,
                promise.waiting_text or "Nothing",
                promise.owed_text,
                promise.standing.value,
            )
            for promise in promises
        ),
        periods=tuple(
            _task(period, phase, may_report, may_decide) for period, phase in zip(found, phases, strict=True)
        ),
        history=tuple(history(contract)),
    )


def _task(period: Period, phase: PeriodPhase, may_report: bool, may_decide: bool) -> PeriodTask:
    """One period with the step that the reader may take."""
    args = [period.contract_id, period.pk]
    title, address = str(period), ""
    if phase in TO_REPORT and may_report:
        title = f"Answer the query about {period}" if phase is PeriodPhase.QUERIED else f"Report on {period}"
        address = reverse("return_submit", args=args)
    elif may_decide and phase in TO_REPORT[:2]:
        title, address = f"Give more time for {period}", reverse("period_extend", args=args)
    elif period.newest_version:
        decides = phase is PeriodPhase.SUBMITTED and may_decide
        title = f"Accept or query the return for {period}" if decides else f"Return for {period}"
        address = reverse("return_decide", args=[*args, period.newest_version])
    sent = f" Sent by {period.newest_by} at {datetime_text(period.newest_at)}." if period.newest_version else ""
    return PeriodTask(
        title=title,
        address=address,
        status=phase.value,
        colour=PHASE_COLOURS[phase],
        hint=f"Due by the end of {date_text(period.due_on)}.{sent}",
    )


def _next_step(
    contract: Contract, periods: list[Period], phases: list[PeriodPhase], may_report: bool, may_decide: bool
) -> tuple[str, str]:
    """What the contract waits for, from whom and by when; and the page for it where that is the reader."""
    names = {"provider": contract.provider.name, "authority": contract.tender.authority.name}
    for wanted, sentence in NEXT_STEPS.items():
        for period, phase in zip(periods, phases, strict=True):
            if phase is wanted:
                words = sentence.format(period=period, due=date_text(period.due_on), **names)
                if phase is PeriodPhase.SUBMITTED:
                    args = [contract.pk, period.pk, period.newest_version]
                    return words, reverse("return_decide", args=args) if may_decide else ""
                return words, reverse("return_submit", args=[contract.pk, period.pk]) if may_report else ""
    for period, phase in zip(periods, phases, strict=True):
        if phase is PeriodPhase.NOT_YET:
            first = date_text(period.ends_on + timedelta(days=1))
            return f"Nothing waits. {names['provider']} can report on {period} from {first}.", ""
    return "Every period has been reported on and accepted.", ""
