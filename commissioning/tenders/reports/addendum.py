"""Changes to a published tender ready to be drawn: their list, what each one changed, and the one being prepared."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.urls import reverse

from commissioning.tenders.models import Addendum, Tender
from commissioning.tenders.readiness import Section
from commissioning.tenders.reports.draft import DraftQuestion, questions
from commissioning.tenders.tenderfile.difference import Difference, differences
from commissioning.tenders.timetable import add_working_days, uk_day
from commissioning.tenders.timetable.holding import NOON, closing_after_answer
from socialvalue.text import UK, datetime_text

HEADERS = ["Addendum", "Published", "Matters to bids", "Why"]
DAYS_AFTER_A_MATERIAL_CHANGE = 10
"""Working days proposed from a material change to the closing: two weeks in which an answer can be written again."""
MOST_COMPARED = 1500
"""Words: longer texts are shown whole, since comparing them word by word would take longer than reading them."""


@dataclass(frozen=True)
class Run:
    """Some words in a row; `is_changed` when the other side does not have them."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Change:
    """One difference with its words marked."""

    where: str
    before: list[Run]
    after: list[Run]


@dataclass(frozen=True)
class EditLink:
    """A part of the tender and the page that changes it."""

    title: str
    address: str
    status: str
    colour: str = ""
    hint: str = ""


@dataclass(frozen=True)
class AddendumPage:
    """One published addendum as everyone reads it."""

    number: int
    version: int
    facts: list[tuple[str, str]]
    changes: list[Change]


def published_rows(tender: Tender) -> list[tuple[object, ...]]:
    """Return the published changes as rows of HEADERS, the newest first. One query."""
    found = tender.addenda.published().defer("document").reverse()
    return [
        (
            (f"Addendum {one.number}", reverse("addendum", args=[tender.pk, one.number])),
            datetime_text(one.published_at),
            "Yes" if one.is_material else "No",
            one.reason,
        )
        for one in found
    ]


def addendum_page(addendum: Addendum) -> AddendumPage:
    """Return one published addendum, with before and after."""
    before, after = addendum.before.file, addendum.file
    facts = [
        ("Published", datetime_text(addendum.published_at)),
        ("Why", addendum.reason),
        (
            "Does it matter to bids?",
            "Yes. Whoever has submitted a bid is asked to confirm it or change it."
            if addendum.is_material
            else "No. A bid that is submitted stands as it is.",
        ),
    ]
    if after.timetable and after.timetable.closes_at:
        facts.append(("Bids must arrive before", f"{datetime_text(after.timetable.closes_at)}, at this version"))
    if addendum.closing_reason:
        facts.append(("About the closing", addendum.closing_reason))
    return AddendumPage(
        number=addendum.number,
        version=addendum.pack.version,
        facts=facts,
        changes=changes(differences(before, after)),
    )


def changes(found: list[Difference]) -> list[Change]:
    """Return differences with the words marked that only one side has."""
    return [Change(one.where, *marked(one.before, one.after)) for one in found]


def marked(before: str, after: str) -> tuple[list[Run], list[Run]]:
    """Return both texts in runs. Together the runs of a side are its text, letter by letter."""
    old, new = re.findall(r"\S+\s*|\s+", before), re.findall(r"\S+\s*|\s+", after)
    if not old or not new or len(old) + len(new) > MOST_COMPARED:
        return ([Run(before, True)] if before else []), ([Run(after, True)] if after else [])
    left: list[Run] = []
    right: list[Run] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i != j:
            left.append(Run("".join(old[i:j]), tag != "equal"))
        if k != m:
            right.append(Run("".join(new[k:m]), tag != "equal"))
    return left, right


def sections(addendum: Addendum, found: list[Difference]) -> list[EditLink]:
    """Return the parts of the tender that can be changed, each saying whether it is."""
    tops = {re.split(r"[.\[]", one.path)[0] for one in found}
    keys: dict[Section, set[str]] = {
        Section.ABOUT: {"title", "summary", "service", "area", "expected_bidders", "reference"},
        Section.VALUE: {"value", "procedure"},
        Section.CRITERIA: {"criteria"},
        Section.LOTS: {"lots", "no_lots_reason", "partners_allowed", "lot_limits"},
        Section.QUESTIONS: {"questions"},
    }
    links = []
    for section in Section:
        address = reverse("addendum_section", args=[addendum.tender_id, section.value])
        if section is Section.QUESTIONS:
            address = "#questions"
        is_changed = bool(tops & keys.get(section, {section.value}))
        links.append(
            EditLink(
                section.label, address, "Changed" if is_changed else "As published", "yellow" if is_changed else ""
            )
        )
    return links


def changed_questions(addendum: Addendum) -> list[DraftQuestion]:
    """Return the questions as they will be. Their own `address` leads to a draft, so pages make theirs from the id."""
    return questions(as_changed(addendum))


def as_changed(addendum: Addendum) -> Tender:
    """Return the tender as it would be with the change, for reports that read a tender. Never saved."""
    tender = addendum.tender
    return Tender(pk=tender.pk, authority=tender.authority, title=addendum.file.title, document=addendum.document)


def proposed_closing(addendum: Addendum, now: datetime) -> datetime:
    """Return a closing that leaves time to read and write again: ten working days from now, or as it stands if later."""
    stands = addendum.file.timetable.closes_at
    day = add_working_days(uk_day(now), DAYS_AFTER_A_MATERIAL_CHANGE)
    return max(stands, datetime.combine(day, NOON, tzinfo=UK))


def closing_if_published(addendum: Addendum, now: datetime) -> datetime:
    """Return when the tender would close if the change were published now."""
    return closing_after_answer(max(addendum.file.timetable.closes_at, addendum.tender.closes_at), now)
