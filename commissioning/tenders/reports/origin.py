"""Earlier tenders to start from, what one of them hands on, and where a draft came from."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from commissioning.tenders.lifecycle import Status
from commissioning.tenders.models import Origin, Tender
from commissioning.tenders.tenderfile import (
    TenderFile,
    carried_over,
    each_criterion,
    each_question,
    left_behind,
    locked_groups,
)
from socialvalue.text import count_text, money_text


@dataclass(frozen=True)
class EarlierRow:
    """One tender to start from."""

    title: str
    address: str
    about: str


@dataclass(frozen=True)
class Handed:
    """What an earlier tender hands on. `groups` are (name, questions, what happens to it)."""

    title: str
    whose: str
    version: str
    comes: list[str]
    stays: list[str]
    groups: list[tuple[str, str, str]]
    headers: tuple[str, ...] = ("Group of questions", "Questions", "In the new draft")


def rows(tenders: Iterable[Tender]) -> list[EarlierRow]:
    """Return the tenders of one page, ready to be listed."""
    return [
        EarlierRow(
            title=tender.title,
            address=reverse("tender_start_from_one", args=[tender.pk]),
            about=" · ".join(
                filter(
                    None,
                    [
                        str(tender.authority),
                        tender.reference,
                        money_text(tender.value),
                        "published" if tender.status == Status.PUBLISHED else tender.status.replace("_", " "),
                    ],
                )
            ),
        )
        for tender in tenders
    ]


def handed_on(earlier: Tender) -> Handed:
    """Return what a tender hands on: its newest pack if it was published, else its draft. One query at most."""
    pack = earlier.packs.last() if earlier.published_at else None
    said = pack.file if pack else earlier.file
    kept = carried_over(said, said.title)
    return Handed(
        title=said.title,
        whose=str(earlier.authority),
        version=f"version {pack.version}, as it was published" if pack else "as it is drafted now",
        comes=list(_comes(kept)),
        stays=[
            "its reference",
            "its dates",
            "what was considered before buying",
            "reasons recorded for warnings",
            "its conflicts assessment",
        ],
        groups=_groups(said, kept),
    )


def _comes(kept: TenderFile) -> Iterable[str]:
    """Yield what comes over, in words."""
    yield "summary, kind of service, codes, places, route and value"
    if kept.specification:
        yield count_text(len(kept.specification), "part of the specification", "parts of the specification")
    for parts, name in ((kept.lots, "lot"), (kept.conditions, "condition"), (kept.documents, "document")):
        if parts:
            yield count_text(len(parts), name)
    yield count_text(sum(1 for _ in each_question(kept)), "question")
    if kept.scale:
        yield "the marking scale"
    if kept.frameworks:
        yield "the frameworks and priorities"
    if kept.monitoring:
        yield "how it is monitored"


def _groups(said: TenderFile, kept: TenderFile) -> list[tuple[str, str, str]]:
    """Return the groups that have questions, or are left behind, with what happens to each."""
    gone = {group.id for group in left_behind(said)}
    there = {group.id for _, group in each_criterion(kept)}
    locked = locked_groups(kept)
    listed, above = [], ""
    for path, group in each_criterion(said):
        above = path if group.id in locked else above
        if not group.questions and group.id not in gone and group.id not in locked:
            continue
        if group.id not in there:
            happens = "Left behind"
        elif group.id in locked or (above and path.startswith(f"{above}.")):
            happens = "As it is, and locked"
        else:
            happens = "You may change it"
        listed.append((group.name or group.id, count_text(len(group.questions or ()), "question"), happens))
    return listed


def origin_of(tender: Tender) -> Origin | None:
    """Return what a draft was started from; None when it was started empty or from a file."""
    return Origin.objects.filter(tender=tender).select_related("earlier__authority").first()


def locked_names(tender: Tender, origin: Origin | None) -> list[tuple[str, str]]:
    """Return (id, name) of the groups that are still locked."""
    names = {group.id: group.name or group.id for _, group in each_criterion(tender.file)}
    return [(id, names.get(id, id)) for id in (origin.locked if origin else {})]
