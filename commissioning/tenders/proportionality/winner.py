"""The documents that only the winner need show. The list is data, one phrase a line, so that it can be kept."""

import json
import re
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data" / "winner_documents.json"


@cache
def _phrases() -> re.Pattern[str]:
    """Return one pattern for every phrase of the list, as whole words, in one or many."""
    phrases = sorted(json.loads(DATA.read_text(encoding="utf-8"))["phrases"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(phrase) for phrase in phrases)})s?\b", re.IGNORECASE)


def shown_by_winner(name: str) -> bool:
    """Whether a document of this name can wait until there is a winner."""
    return bool(_phrases().search(" ".join(name.split())))
