"""Loading the words and what they stand on from their data files. Loading again writes only what differs.

A row that has left its file stays in the database: tenders and contracts may still name it.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.db import models, transaction

from glossary.models import Framework, Measure, Priority, Term
from glossary.words import FrameworkEvent
from socialvalue.audit.models import record

DATA = Path(__file__).parent / "data"
DATES = ("in_force_from", "in_force_to", "source_read_on")


@transaction.atomic
def load_reference(*, now: datetime) -> int:
    """Load terms, frameworks with their themes and priorities, and measures. Returns the number of rows written.

    A framework that is new or differs is recorded in the audit trail. Raises KeyError, naming it, for a measure's
    priority that no framework has.
    """
    return _load_terms() + _load_frameworks(now=now) + _load_measures()


def keep_rows(rows: models.QuerySet, key: str, wanted: list[dict[str, object]]) -> int:
    """Make `rows` hold every row of `wanted`, found by the column `key`; write only what is missing or differs.

    `rows` is a queryset in which `key` is unique; `wanted` are dicts of column to value, with foreign keys such as
    `theme_id`. Returns the number of rows written.
    """
    held = {getattr(row, key): row for row in rows.filter(**{f"{key}__in": [values[key] for values in wanted]})}
    missing = [rows.model(**values) for values in wanted if values[key] not in held]
    rows.model._default_manager.bulk_create(missing)
    written = len(missing)
    for values in wanted:
        row = held.get(values[key])
        differing = [column for column, value in values.items() if row and getattr(row, column) != value]
        if differing:
            for column in differing:
                setattr(row, column, values[column])
            row.save(update_fields=differing)
            written += 1
    return written


def keep_links(link: type[models.Model], near: str, far: str, wanted: Iterable[tuple[int, int]]) -> int:
    """Make a many-to-many table hold exactly the pairs of `wanted` for the near rows named in it.

    `link` is the `through` model, `near` and `far` its two columns, such as "measure_id" and "priority_id". Rows that
    `wanted` does not name on the near side keep their links. Returns the number of links added or taken away.
    """
    pairs = set(wanted)
    held = set(link._default_manager.filter(**{f"{near}__in": {pair[0] for pair in pairs}}).values_list(near, far))
    link._default_manager.bulk_create(link(**{near: pair[0], far: pair[1]}) for pair in sorted(pairs - held))
    for pair in held - pairs:
        link._default_manager.filter(**{near: pair[0], far: pair[1]}).delete()
    return len(pairs ^ held)


def _load_terms() -> int:
    """Load the glossary's terms."""
    file = json.loads((DATA / "terms.json").read_text(encoding="utf-8"))
    return keep_rows(
        Term.objects.all(), "slug", [term | {"source": f"{file['source']}, {term['source']}"} for term in file["terms"]]
    )


def _load_frameworks(*, now: datetime) -> int:
    """Load every framework, from the top down, and record those that are new or differ."""
    total = 0
    for path in sorted((DATA / "frameworks").glob("*.json")):
        file = json.loads(path.read_text(encoding="utf-8"))
        written = _load_framework(file)
        if written:
            framework = Framework.objects.get(slug=file["slug"])
            record(
                FrameworkEvent.LOADED,
                target=framework,
                by=None,
                at=now,
                version=framework.version,
                name=framework.name,
                written=written,
            )
        total += written
    return total


def _load_framework(file: dict) -> int:
    """Load one framework's file: the framework, its themes and their priorities."""
    columns = file | {name: file[name] and date.fromisoformat(file[name]) for name in DATES}
    themes = columns.pop("themes")
    written = keep_rows(Framework.objects.all(), "slug", [columns])
    framework = Framework.objects.get(slug=file["slug"])

    written += keep_rows(
        framework.themes.all(),
        "slug",
        [
            {
                "framework_id": framework.pk,
                "slug": theme["slug"],
                "name": theme["name"],
                "meaning": theme["meaning"],
                "place": place,
            }
            for place, theme in enumerate(themes)
        ],
    )
    theme_ids = dict(framework.themes.values_list("slug", "pk"))
    return written + keep_rows(
        Priority.objects.all(),
        "key",
        [
            {
                "theme_id": theme_ids[theme["slug"]],
                "key": f"{file['slug']}/{theme['slug']}/{priority['slug']}",
                "name": priority["name"],
                "meaning": priority["meaning"],
                "place": place,
            }
            for theme in themes
            for place, priority in enumerate(theme["priorities"])
        ],
    )


def _load_measures() -> int:
    """Load the measures and the priorities each one serves."""
    measures = json.loads((DATA / "measures.json").read_text(encoding="utf-8"))["measures"]
    written = keep_rows(
        Measure.objects.all(),
        "slug",
        [{column: value for column, value in measure.items() if column != "priorities"} for measure in measures],
    )
    measure_ids = dict(Measure.objects.values_list("slug", "pk"))
    priority_ids = dict(Priority.objects.values_list("key", "pk"))
    return written + keep_links(
        Measure.priorities.through,
        "measure_id",
        "priority_id",
        [(measure_ids[measure["slug"]], priority_ids[key]) for measure in measures for key in measure["priorities"]],
    )
