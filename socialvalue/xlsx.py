"""Workbooks (XLSX): text that stays text, figures, and live formulas that carry the figure worked out here.

What people wrote is written as a string whatever it starts with, so that nothing of theirs can become a formula. The
same input gives the same bytes.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

LONGEST = 32_767  # characters in a cell, by the format
CUT = " … [cut here: a cell holds no more. The report has the whole text.]"


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula of our own making, such as "=SUM(B2:B5)", and the figure it comes to ("" for an empty answer)."""

    text: str
    figure: Decimal | str


Cell = str | Decimal | int | Formula | None


class Sheet:
    """One sheet, filled from the top row by row."""

    def __init__(self, sheet: xlsxwriter.worksheet.Worksheet, formats: dict[str, xlsxwriter.format.Format]) -> None:
        self._sheet = sheet
        self._formats = formats
        self.next = 0  # the row that will be written next, from 0

    def title(self, text: str) -> None:
        """A line in large letters."""
        self._sheet.write_string(self.next, 0, text, self._formats["title"])
        self.next += 1

    def headers(self, *texts: str) -> None:
        """A row of column headers."""
        self.row(*texts, kind="header")

    def row(self, *cells: Cell, kind: str = "") -> int:
        """One row; returns its number, from 0. `kind` is "header", "total" or "" for the rest."""
        for column, cell in enumerate(cells):
            self._write(column, cell, kind)
        self.next += 1
        return self.next - 1

    def _write(self, column: int, cell: Cell, kind: str) -> None:
        place = self.next, column
        if isinstance(cell, Formula):
            kept = cell.figure if isinstance(cell.figure, str) else float(cell.figure)
            self._sheet.write_formula(*place, cell.text, self._formats[kind or "figure"], kept)
        elif isinstance(cell, Decimal | int):
            self._sheet.write_number(*place, float(cell), self._formats[kind or "figure"])
        elif cell is not None:
            text = cell if len(cell) <= LONGEST else cell[: LONGEST - len(CUT)] + CUT
            self._sheet.write_string(*place, text, self._formats[kind or "text"])

    def gap(self) -> None:
        """Leave a row empty."""
        self.next += 1

    def widths(self, *characters: int) -> None:
        """How wide the columns are, from the first; the last width serves the columns after it too."""
        for column, width in enumerate(characters):
            self._sheet.set_column(column, column, width)
        self._sheet.set_column(len(characters), 200, characters[-1])

    def freeze(self, row: int, column: int = 1) -> None:
        """Keep the rows above and the columns before in view."""
        self._sheet.freeze_panes(row, column)


class Workbook:
    """A workbook in the making. `at` is the instant that its properties name."""

    def __init__(self, title: str, *, at: datetime) -> None:
        self._bytes = BytesIO()
        self._book = xlsxwriter.Workbook(self._bytes, {"in_memory": True})
        self._book.set_properties({"title": title, "created": at.replace(tzinfo=None)})
        wrapped = {"text_wrap": True, "valign": "top"}
        self._formats = {
            "text": self._book.add_format(wrapped),
            "figure": self._book.add_format({"valign": "top", "num_format": "#,##0.00##"}),
            "header": self._book.add_format({**wrapped, "bold": True, "bottom": 1, "bg_color": "#E8F1EF"}),
            "total": self._book.add_format({**wrapped, "bold": True, "top": 1, "num_format": "#,##0.00##"}),
            "title": self._book.add_format({"bold": True, "font_size": 14}),
        }

    def sheet(self, name: str) -> Sheet:
        """A new sheet; `name` is ours, of at most 31 characters."""
        return Sheet(self._book.add_worksheet(name), self._formats)

    def finished(self) -> bytes:
        """The workbook's bytes. Nothing can be added after."""
        self._book.close()
        return self._bytes.getvalue()


def cell_name(row: int, column: int, *, fixed: bool = False) -> str:
    """The name of a cell, both from 0: "B3", or "$B$3" if `fixed`."""
    return xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed)
