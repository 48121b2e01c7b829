"""Works out a workbook's live formulas from its plain cells, without looking at the figures kept beside them.

No spreadsheet program is on every machine that tests this, so here is the grammar that our sheets keep to: + - * /,
brackets, one comparison, IF (which looks only at the branch it takes), SUM, COUNT, MIN, MAX, references and ranges.
As in a spreadsheet, SUM, COUNT, MIN and MAX skip text. Anything else is refused, so a new function cannot slip by.
"""

import re
from collections.abc import Callable
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

TOKEN = re.compile(
    r"""\s*("[^"]*"|(?:\w+!)?\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?|[A-Z]+|\d+(?:\.\d+)?|>=|<=|[-+*/(),<>=])"""
)
COMPARE: dict[str, Callable[[object, object], bool]] = {
    "=": lambda a, b: a == b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
}
OVER: dict[str, Callable[[list[float]], float]] = {
    "SUM": sum,
    "COUNT": len,
    "MIN": lambda figures: min(figures, default=0),
    "MAX": lambda figures: max(figures, default=0),
}


class Sheets:
    """The workbook as formulas and plain cells."""

    def __init__(self, content: bytes) -> None:
        self.book = load_workbook(BytesIO(content))
        self.known: dict[tuple[str, str], object] = {}

    def value(self, sheet: str, name: str) -> object:
        """What one cell comes to."""
        name = name.replace("$", "")
        if (sheet, name) not in self.known:
            cell = self.book[sheet][name]
            formula = cell.data_type == "f"
            self.known[sheet, name] = _Sum(self, sheet, cell.value[1:]).whole() if formula else cell.value
        return self.known[sheet, name]

    def span(self, sheet: str, names: str) -> list[object]:
        """What the cells of a range come to."""
        left, top, right, bottom = range_boundaries(names.replace("$", ""))
        cells = self.book[sheet].iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right)
        return [self.value(sheet, cell.coordinate) for row in cells for cell in row]


class _Sum:
    """One formula, read from left to right. `live` is False in the branch that an IF does not take."""

    def __init__(self, sheets: Sheets, sheet: str, text: str) -> None:
        self.sheets, self.sheet = sheets, sheet
        self.tokens, end = [], 0
        while end < len(text):
            found = TOKEN.match(text, end)
            if found is None:
                raise ValueError(f"not in our grammar: {text[end:]}")
            self.tokens.append(found[1])
            end = found.end()
        self.place = 0

    def whole(self) -> object:
        value = self.comparison(live=True)
        if self.place != len(self.tokens):
            raise ValueError(f"not in our grammar: {self.tokens[self.place :]}")
        return value

    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.next()
        if wanted and token != wanted:
            raise ValueError(f"{wanted} was expected, not {token}")
        self.place += 1
        return token

    def comparison(self, *, live: bool) -> object:
        value = self.addition(live=live)
        if self.next() in COMPARE:
            compare = COMPARE[self.take()]
            other = self.addition(live=live)
            return compare(value, other) if live else None
        return value

    def addition(self, *, live: bool) -> object:
        value = self.product(live=live)
        while self.next() in ("+", "-"):
            sign, other = self.take(), self.product(live=live)
            if live:
                value = value + other if sign == "+" else value - other
        return value

    def product(self, *, live: bool) -> object:
        value = self.atom(live=live)
        while self.next() in ("*", "/"):
            sign, other = self.take(), self.atom(live=live)
            if live:
                value = value * other if sign == "*" else value / other
        return value

    def atom(self, *, live: bool) -> object:
        token = self.take()
        if token == "(":
            value = self.comparison(live=live)
            self.take(")")
            return value
        if token.startswith('"'):
            return token[1:-1]
        if token == "IF":
            return self.branch(live=live)
        if token in OVER:
            return self.over(OVER[token], live=live)
        if re.fullmatch(r"\d+(\.\d+)?", token):
            return float(token)
        if not re.search(r"[A-Z]\$?\d", token):
            raise ValueError(f"no such function here: {token}")
        return self.sheets.value(*self.where(token)) if live else None

    def where(self, token: str) -> tuple[str, str]:
        sheet, _, name = token.rpartition("!")
        return sheet or self.sheet, name

    def branch(self, *, live: bool) -> object:
        self.take("(")
        holds = self.comparison(live=live)
        self.take(",")
        first = self.comparison(live=live and bool(holds))
        self.take(",")
        second = self.comparison(live=live and not holds)
        self.take(")")
        return first if holds else second

    def over(self, function: Callable[[list[float]], float], *, live: bool) -> object:
        self.take("(")
        found: list[object] = []
        while True:
            if ":" in self.next():
                token = self.take()
                found += self.sheets.span(*self.where(token)) if live else []
            else:
                found.append(self.comparison(live=live))
            if self.take() == ")":
                break
        return function([figure for figure in found if isinstance(figure, int | float)]) if live else None
