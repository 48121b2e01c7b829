"""The page of one return: its numbers beside what was promised, its story, its file and what was decided."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from commissioning.contracts.models import Return
from commissioning.contracts.performance import quantity_text
from commissioning.contracts.reports.promises import promises_in
from socialvalue.text import date_text, datetime_text, size_text


@dataclass(frozen=True)
class ReturnPage:
    """One version of a return. `versions` are (words, address) of the others for the same period."""

    numbers: tuple[tuple[str, ...], ...]
    story: str
    sent: str
    due: str
    decision: str
    query: str
    file: str
    file_url: str
    versions: tuple[tuple[str, str], ...]


def return_page(report: Return, now: datetime) -> ReturnPage:
    """The return as anyone who may see it reads it. `report` comes with its period, file and people. Five queries."""
    period = report.period
    said = dict(report.readings.values_list("indicator", "quantity"))
    numbers = tuple(
        (
            promise.title,
            quantity_text(said[promise.indicator.pk], promise.unit),
            promise.delivered_text,
            promise.target_text,
        )
        for promise in promises_in(period.contract_id, now)
    )
    others = Return.objects.filter(period=period).exclude(pk=report.pk).values_list("version", "status")
    return ReturnPage(
        numbers=numbers,
        story=report.story,
        sent=f"{report.submitted_by}, at {datetime_text(report.submitted_at)}",
        due=date_text(period.due_on),
        decision=f"{report.status.capitalize()} by {report.decided_by}, at {datetime_text(report.decided_at)}"
        if report.decided_at
        else "Not decided yet",
        query=report.query,
        file=f"{report.file.name} ({size_text(report.file.size)})" if report.file else "",
        file_url=reverse("return_file", args=_args(report, report.version)) if report.file else "",
        versions=tuple(
            (f"Version {version}, {status}", reverse("return_decide", args=_args(report, version)))
            for version, status in others
        ),
    )


def _args(report: Return, version: int) -> list[int]:
    return [report.period.contract_id, report.period_id, version]
