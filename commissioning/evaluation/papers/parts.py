"""Long papers drawn in parts: a part that is as it was is taken from what was kept, and the parts are joined.

A part is kept by the hash of its HTML and of the print style sheet, so only what changed is drawn again. What a paper
no longer needs goes when it is next made.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from commissioning.evaluation.models import Evaluation, Paper, PaperPart
from socialvalue import pdfparts
from socialvalue.pdf import Attachment

Note = Callable[[int, int], None]
"""Hears how many parts are done, of how many."""
Thing = TypeVar("Thing")


class Shelf:
    """Where the parts of one kind of paper of one evaluation are kept between one making and the next."""

    def __init__(self, evaluation: Evaluation, kind: Paper.Kind) -> None:
        self.place = {"evaluation": evaluation, "kind": kind}

    def fetch(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The parts that are there, by their keys. One query."""
        rows = PaperPart.objects.filter(**self.place, key__in=keys)
        return {key: bytes(content) for key, content in rows.values_list("key", "content")}

    def keep(self, key: str, content: bytes) -> None:
        """Keep a new part; whoever makes the same paper at the same time keeps the same one."""
        PaperPart.objects.get_or_create(**self.place, key=key, defaults={"content": content})

    def clear_but(self, keys: Sequence[str]) -> None:
        """Let go of the parts that the paper no longer has."""
        PaperPart.objects.filter(**self.place).exclude(key__in=keys).delete()


def silent(_done: int, _total: int) -> None:
    """For papers that nobody waits for."""


def assemble(
    cover: Callable[[Mapping[str, int]], str],
    parts: Iterable[str],
    *,
    foot: str,
    attachments: Sequence[Attachment] = (),
    shelf: Shelf | None = None,
    note: Note = silent,
) -> bytes:
    """The paper: `cover`, given the page of each named place, then the parts, each as HTML. The same HTML, the same bytes.

    Parts come from the shelf and go to it, if there is one; `note` hears of each.
    """
    drawn = _drawn(list(parts), shelf, note)
    places: dict[str, int] = {}
    pages = 0
    for content in drawn:
        places |= {name: pages + page + 1 for name, page in pdfparts.places_of(content).items()}
        pages += pdfparts.pages_of(content)
    length = 1
    while True:
        first = pdfparts.draw(cover({name: page + length for name, page in places.items()}), attachments)
        if pdfparts.pages_of(first) == length:
            return pdfparts.join([first, *drawn], foot)
        length = pdfparts.pages_of(first)


def _drawn(parts: Sequence[str], shelf: Shelf | None, note: Note) -> list[bytes]:
    """Each part as a PDF, in the same order."""
    keys = [_key(html) for html in parts]
    kept = {} if shelf is None else shelf.fetch(keys)
    for done, (key, html) in enumerate(zip(keys, parts, strict=True), start=1):
        if key not in kept:
            kept[key] = pdfparts.draw(html)
            if shelf is not None:
                shelf.keep(key, kept[key])
        note(done, len(keys) + 1)
    if shelf is not None:
        shelf.clear_but(keys)
    return [kept[key] for key in keys]


def grouped(things: Iterable[Thing], weight: Callable[[Thing], int], enough: int = 24) -> Iterator[list[Thing]]:
    """The things in order, in groups that are as heavy as `enough`; at least one group, empty if there is nothing.

    24 answers with the marks of four evaluators fill some ten pages: long enough not to waste paper between parts.
    """
    group: list[Thing] = []
    was_any = False
    for thing in things:
        group.append(thing)
        if sum(weight(one) for one in group) >= enough:
            yield group
            group, was_any = [], True
    if group or not was_any:
        yield group


def _key(html: str) -> str:
    """What a part is kept by, as 64 hexadecimal digits."""
    sheet = (Path(settings.BASE_DIR) / "static" / "css" / "paper.css").read_bytes()
    return hashlib.sha256(sheet + html.encode()).hexdigest()
