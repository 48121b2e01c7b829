"""The portal's components as template tags. Each takes exactly the inputs of its signature (see docs/components.md).

Rows and items are finished strings, as tuples or objects with the named attributes; nothing is looked up here.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()
TAG_COLOURS = frozenset({"grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"})


@register.inclusion_tag("components/back_link.html")
def back_link(address: str, text: str = "Back") -> dict[str, Any]:
    """A link to the page one step back."""
    return {"address": address, "text": text}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*steps: str) -> dict[str, Any]:
    """Where the page lies: label and address by turns, ending with the label of this page or of the last address."""
    labels, addresses = steps[::2], [*steps[1::2], ""]
    return {"steps": list(zip(labels, addresses, strict=False))}


@register.inclusion_tag("components/tag.html")
def tag(text: str, colour: str = "grey") -> dict[str, Any]:
    """A status in one word or two. `colour` is one of TAG_COLOURS; an unknown one is refused."""
    if colour not in TAG_COLOURS:
        raise template.TemplateSyntaxError(f"no tag is {colour!r}")
    return {"text": text, "colour": colour}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Iterable[Any], name: str = "tasks") -> dict[str, Any]:
    """Tasks to do. Each has `title`, `address` ("" if it cannot start), `status`, `colour` ("" when done), `hint`."""
    return {"tasks": tasks, "name": name}


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[Sequence[Any]], actions: bool = True) -> dict[str, Any]:
    """Answers to check. Rows are (label, value) or (label, value, address to change it at, what is changed)."""
    padded = [(*row, "", "")[:4] for row in rows]
    return {"rows": padded, "actions": actions and any(row[2] for row in padded)}


@register.inclusion_tag("components/table.html")
def table(
    caption: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Any]],
    numbers: str = "",
    dense: bool = False,
    hide_caption: bool = False,
    empty: str = "There is nothing here yet.",
) -> dict[str, Any]:
    """A table of finished strings that scrolls in its own region when wide.

    `numbers` names the columns to align right, from 1, as "3 4". A cell is a string or (string, address) for a link.
    The first cell of a row is its header. `empty` is said instead of a table without rows.
    """
    right = {int(column) - 1 for column in numbers.split()}
    drawn = [
        [
            (*cell, place in right) if isinstance(cell, tuple) else (cell, "", place in right)
            for place, cell in enumerate(row)
        ]
        for row in rows
    ]
    heads = [(header, place in right) for place, header in enumerate(headers)]
    return {
        "caption": caption,
        "headers": heads,
        "rows": drawn,
        "dense": dense,
        "hide_caption": hide_caption,
        "empty": empty,
    }


@register.inclusion_tag("components/pagination.html")
def pagination(page: Page, query: QueryDict | None = None) -> dict[str, Any]:
    """Links between the pages of a long list. `query` is request.GET, whose other choices the links keep."""
    kept = query.copy() if query is not None else QueryDict(mutable=True)
    kept.pop("page", None)
    prefix = f"?{kept.urlencode()}&page=" if kept else "?page="
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "prefix": prefix, "numbers": list(numbers)}


@register.inclusion_tag("components/timeline.html")
def timeline(moments: Iterable[Any]) -> dict[str, Any]:
    """Dates in order. Each has `when` (written), `what`, `state` ("done", "now" or "next") and `note`."""
    return {"moments": moments}


@register.inclusion_tag("components/history.html")
def history(entries: Iterable[Any], empty: str = "Nothing has happened yet.") -> dict[str, Any]:
    """What happened, in sentences. Each entry has `when` (written) and `sentence`."""
    return {"entries": entries, "empty": empty}


@register.inclusion_tag("components/weight_tree.html")
def weight_tree(nodes: Iterable[Any]) -> dict[str, Any]:
    """Weights as bars in proportion. Each node has `name`, `weight` (Decimal, per cent of the whole) and `children`."""
    return {"nodes": nodes}


@register.inclusion_tag("components/chart.html")
def chart(drawing: Any, show_table: bool = False) -> dict[str, Any]:
    """A drawing made by `socialvalue.charts`, with its table beside it (open when `show_table`)."""
    return {"drawing": drawing, "show_table": show_table}


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """A passage set apart from the rest."""
    return render_to_string("components/inset.html", {"content": content})


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """A warning about what will follow from an act."""
    return render_to_string("components/warning.html", {"content": content})


@register.simple_block_tag
def details(content: str, summary: str, open: bool = False) -> SafeString:
    """More on demand."""
    return render_to_string("components/details.html", {"content": content, "summary": summary, "open": open})


@register.simple_block_tag
def panel(content: str, title: str) -> SafeString:
    """The great tick at the end of something: a receipt, a confirmation."""
    return render_to_string("components/panel.html", {"content": content, "title": title})


@register.simple_block_tag
def tabs(content: str, name: str, *labels: str) -> SafeString:
    """Tabs: `labels` in the order of the {% tab %} blocks within. Without a script: contents and all panels."""
    items = [(f"{name}-{place}", label) for place, label in enumerate(labels, start=1)]
    return render_to_string("components/tabs.html", {"content": content, "name": name, "items": items})


@register.simple_block_tag
def tab(content: str, address: str) -> SafeString:
    """One panel of tabs; `address` is the tabs' name and the place, as "bids-1"."""
    return render_to_string("components/tab.html", {"content": content, "address": address})


@register.simple_block_tag
def sticky(content: str, wrong: bool = False) -> SafeString:
    """A line that stays in view: what is left to give, how many are left to mark."""
    return render_to_string("components/sticky.html", {"content": content, "wrong": wrong})
