"""The codes that services of the portal's kinds need, each with its official description.

Source: Common Procurement Vocabulary, Regulation (EC) No 213/2008, Annex I. The service that each belongs to is our
own choice. A code has eight digits; the ninth, after the dash, checks them.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from glossary.words import ServiceCategory

FILE = Path(__file__).parents[1] / "data" / "cpv.json"


@dataclass(frozen=True)
class Code:
    """One code: its eight digits, the ninth that checks them, what it is called, and the service it belongs to."""

    digits: str
    check: str
    description: str
    service: ServiceCategory

    @property
    def written(self) -> str:
        """The code as notices have it: 85312320-8."""
        return f"{self.digits}-{self.check}"


def _codes() -> dict[str, Code]:
    """Return every code of the data file by its eight digits, in the order of the digits."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))["codes"]
    made = (Code(row["code"][:8], row["code"][9:], row["description"], ServiceCategory(row["service"])) for row in rows)
    return {code.digits: code for code in made}


CODES = _codes()


def is_code(digits: str) -> bool:
    """Whether these eight digits are one of the codes that we know."""
    return digits in CODES


def described(digits: str) -> str:
    """Return a code with its description: "85312320-8 Counselling services"; the digits alone when unknown."""
    code = CODES.get(digits)
    return f"{code.written} {code.description}" if code else digits
