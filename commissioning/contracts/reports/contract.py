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


@dataclass(frozen=True)
class PeriodRow:
    """One reporting period. `act` and `url` are the reader's own next step, or the return to read; "" if there is none."""

    period: str
    due: str
    phase: str
    colour: str
    sent: str
    act: str
    url: str


@dataclass(frozen=True)
class ContractPage:
    """Everything on a contract's page. `next_words` says whose turn it is; `next_url` is set if it is the reader's."""

    facts: tuple[tuple[str, str], ...]
    next_words: str
    next_url: str
    promises: tuple[Promise, ...]
    overview: tuple[tuple[str, ...], ...]
    periods: tuple[PeriodRow, ...]
    history: tuple[HistoryEntry, ...]


def contract_page(contract: Contract, user: User, now: datetime) -> ContractPage:
    """The page as `user` sees it. `contract` comes with its tender, authority and provider. Five queries at any size."""
    part = permissions.part_in(user, contract)
    may_report = allowed(permissions.check_can_report, part, contract)
    may_decide = allowed(permissions.check_can_decide, part, contract)
    found = list(with_newest(contract.periods.all()))
    phases = [phase_of(period, now) for period in found]
    rows = tuple(
        _period_row(period, phase, may_report, may_decide) for period, phase in zip(found, phases, strict=True)
    )
    promises = tuple(promises_of(found, now)[contract.pk])
    words, url = _next_step(contract, found, phases, rows)
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
        periods=rows,
        history=tuple(history(contract)),
    )


def _period_row(period: Period, phase: PeriodPhase, may_report: bool, may_decide: bool) -> PeriodRow:
    """One period with the step that the reader may take."""
    act, url = "", ""
    if phase in TO_REPORT and may_report:
        act = "Answer the query" if phase is PeriodPhase.QUERIED else "Report"
        url = reverse("return_submit", args=[period.contract_id, period.pk])
    elif period.newest_version:
        act = "Decide" if phase is PeriodPhase.SUBMITTED and may_decide else "Read the return"
        url = reverse("return_decide", args=[period.contract_id, period.pk, period.newest_version])
    return PeriodRow(
        period=str(period),
        due=date_text(period.due_on),
        phase=phase.value,
        colour=PHASE_COLOURS[phase],
        sent=f"By {period.newest_by}, {datetime_text(period.newest_at)}" if period.newest_version else "Not sent",
        act=act,
        url=url,
    )


def _next_step(
    contract: Contract, periods: list[Period], phases: list[PeriodPhase], rows: tuple[PeriodRow, ...]
) -> tuple[str, str]:
    """What the contract waits for, from whom and by when; and the page for it where that is the reader."""
    provider, authority = contract.provider.name, contract.tender.authority.name
    sentences = {
        PeriodPhase.OVERDUE: "{provider} must report on {period}. The return was due on {due}.",
        PeriodPhase.QUERIED: "{provider} must answer the query about {period}.",
        PeriodPhase.SUBMITTED: "A contract manager of {authority} must accept or query the return for {period}.",
        PeriodPhase.DUE: "{provider} must report on {period}. The return is due by the end of {due}.",
    }
    for wanted, sentence in sentences.items():
        for phase, row in zip(phases, rows, strict=True):
            if phase is wanted:
                words = sentence.format(provider=provider, authority=authority, period=row.period, due=row.due)
                return words, row.url if row.act != "Read the return" else ""
    for period, phase in zip(periods, phases, strict=True):
        if phase is PeriodPhase.NOT_YET:
            first = date_text(period.ends_on + timedelta(days=1))
            return f"Nothing waits. {provider} can report on {period} from {first}.", ""
    return "Every period has been reported on and accepted.", ""
