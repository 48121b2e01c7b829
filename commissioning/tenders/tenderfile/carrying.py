"""What of a tender goes into the next one that is started from it, and which groups of questions stay locked there."""

import json
from dataclasses import replace

from .editing import change_criteria, without_loose_ends
from .nouns import Criterion, TenderFile
from .walking import each_criterion
from .words import CarryOver
from .writing import as_json


def carried_over(earlier: TenderFile, title: str) -> TenderFile:
    """Return a new tender with what the earlier one hands on.

    Left behind: its reference, dates, what was considered before buying, the reasons recorded for warnings, and each
    group of questions that says so. Ties and indicators that named what is left behind go with it.
    """
    kept = change_criteria(earlier, lambda group: None if group.carry_over is CarryOver.NO else group)
    return without_loose_ends(
        replace(kept, title=title, reference=None, timetable=None, consideration=None, reasons=None)
    )


def locked_groups(tender: TenderFile) -> dict[str, str]:
    """Return the groups that are carried over as they are, by id, each as the text that must stay the same.

    A group inside another locked one is locked with it.
    """
    locked: dict[str, str] = {}
    above = ""
    for path, group in each_criterion(tender):
        inside = above and path.startswith(f"{above}.")
        if group.carry_over is CarryOver.AS_IS and not inside:
            above = path
            locked[group.id] = locked_text(group)
    return locked


def locked_text(group: Criterion) -> str:
    """Return what a lock holds: all of the group but its weight beside others and where it goes from here."""
    return json.dumps(as_json(replace(group, weight=None, carry_over=None)), ensure_ascii=False, sort_keys=True)


def broken_locks(tender: TenderFile, locked: dict[str, str]) -> list[str]:
    """Return the ids of the locked groups that are not as they were, or not there."""
    now = {group.id: group for _, group in each_criterion(tender)}
    return [id for id, text in locked.items() if id not in now or locked_text(now[id]) != text]


def left_behind(earlier: TenderFile) -> list[Criterion]:
    """Return the groups that say that they are for that tender only."""
    return [group for _, group in each_criterion(earlier) if group.carry_over is CarryOver.NO]
