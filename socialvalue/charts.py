"""Charts as SVG with attributes only (no style, no script), each with the table it is drawn from.

Figures come in as frozen dataclasses of Decimals; each function returns a `Drawing` of finished strings. The same
drawing serves the page and the PDF. Neighbouring shades differ in lightness, so they read in grey and in print.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zlib import crc32

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from socialvalue.text import count_text, list_text, number_text, short_date_text

WIDTH = 720
LEFT = 236
PLOT = WIDTH - LEFT - 70
ROW = 34
# Dark to light by turns, so that neighbours differ in grey too; all but the darkest two carry dark text.
SHADES = ("#0b5351", "#8fc1b5", "#4a6a8a", "#d9c27a", "#7a3b5e", "#c9d3d1", "#2d2d2d", "#e0a58f")

# For thin lines on white: all of them dark enough to be seen.
LINE_SHADES = ("#0b5351", "#7a3b5e", "#4a6a8a", "#8a5a00", "#2d2d2d")
DASHES = ("none", "10 5", "3 4", "14 4 3 4", "6 3")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished chart: its picture, and the same figures as a table. `numbers` are its right-aligned columns."""

    title: str
    svg: SafeString
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name and its length in the chart's unit. `words` are written for a length that is not exact."""

    name: str
    amount: Decimal
    words: str = ""


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar in parts: its name, and one amount for each part, in the order of the chart's parts."""

    name: str
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """The marks that one answer was given, and the mark agreed on in the end, if any."""

    name: str
    marks: tuple[Decimal, ...]
    agreed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A day and what had been reached, or was to be reached, by then."""

    on: date
    amount: Decimal


def bars(
    title: str, bars: Sequence[Bar], *, of: str = "Criterion", unit: str = "", most: Decimal | None = None
) -> Drawing:
    """Horizontal bars from nil to `most` (the longest unless given). Amounts are not negative; `of` names what they are."""
    top = most or max((bar.amount for bar in bars), default=Decimal(0)) or Decimal(1)
    rows = [
        {
            "y": 8 + place * ROW,
            "name": shorten(bar.name),
            "width": end(length(bar.amount, top)),
            "end": end(LEFT + length(bar.amount, top) + 6),
            "text": bar.words or (number_text(bar.amount, 2) if bar.amount % 1 else number_text(bar.amount)) + unit,
        }
        for place, bar in enumerate(bars)
    ]
    written = tuple((bar.name, bar.words or number_text(bar.amount)) for bar in bars)
    description = "; ".join(
        f"{name}: {amount if bar.words else amount + unit}" for bar, (name, amount) in zip(bars, written, strict=True)
    )
    shape = {"rows": rows, "height": 16 + len(rows) * ROW}
    return _draw("bars", title, description, (of, unit.strip() or "Amount"), written, "2", shape)


def stacks(
    title: str, parts: Sequence[str], stacks: Sequence[Stack], *, of: str = "Bid", most: Decimal, places: int = 2
) -> Drawing:
    """Horizontal bars, each stacked of the same named parts; `most` is the full width (such as 100 points)."""
    rows = []
    for place, stack in enumerate(stacks):
        left = Decimal(LEFT)
        pieces = []
        for number, amount in enumerate(stack.amounts):
            width = length(amount, most)
            pieces.append({"x": end(left), "width": end(width), "shade": SHADES[number % len(SHADES)]})
            left += width
        total = number_text(sum(stack.amounts, Decimal(0)), places)
        rows.append(
            {"y": 8 + place * ROW, "name": shorten(stack.name), "pieces": pieces, "end": end(left + 6), "text": total}
        )
    keys = [
        {
            "x": 8 + 356 * (number % 2),
            "y": 22 + len(rows) * ROW + 24 * (number // 2),
            "name": shorten(part, 40),
            "shade": SHADES[number % len(SHADES)],
        }
        for number, part in enumerate(parts)
    ]
    written = tuple(
        (
            stack.name,
            *(number_text(amount, places) for amount in stack.amounts),
            number_text(sum(stack.amounts, Decimal(0)), places),
        )
        for stack in stacks
    )
    description = "; ".join(f"{row[0]}: {row[-1]} in total" for row in written)
    height = 30 + len(rows) * ROW + 24 * ((len(parts) + 1) // 2)
    numbers = " ".join(str(column) for column in range(2, len(parts) + 3))
    shape = {"rows": rows, "keys": keys, "height": height}
    return _draw("stacks", title, description, (of, *parts, "Total"), written, numbers, shape)


def spreads(title: str, spreads: Sequence[Spread], *, of: str = "Question", most: Decimal) -> Drawing:
    """Marks as a dot on the scale from nil to `most`; equal marks stand above each other. The agreed mark is a bar."""
    rows = []
    for place, spread in enumerate(spreads):
        seen: dict[Decimal, int] = {}
        dots = []
        for mark in spread.marks:
            # A pile of equal marks stays within its own row: the more there are, the closer they lie.
            step = min(Decimal(9), Decimal(17) / max(1, spread.marks.count(mark) - 1))
            up = step * seen.get(mark, 0)
            seen[mark] = seen.get(mark, 0) + 1
            dots.append({"x": end(LEFT + length(mark, most)), "y": int(26 + place * 44 - up)})
        agreed = end(LEFT + length(spread.agreed, most)) if spread.agreed is not None else ""
        rows.append({"y": 26 + place * 44, "name": shorten(spread.name), "dots": dots, "agreed": agreed})
    ticks = [{"x": end(LEFT + length(Decimal(mark), most)), "text": str(mark)} for mark in _steps(most)]
    written = tuple(
        (
            spread.name,
            list_text([number_text(mark) for mark in sorted(spread.marks)]) or "No marks",
            number_text(max(spread.marks) - min(spread.marks)) if spread.marks else "",
            "Not yet" if spread.agreed is None else number_text(spread.agreed),
        )
        for spread in spreads
    )
    description = "; ".join(f"{row[0]}: marks {row[1]}, agreed: {row[3].lower()}" for row in written)
    shape = {
        "rows": rows,
        "ticks": ticks,
        "right": LEFT + PLOT,
        "base": 44 * len(rows) + 12,
        "height": 44 * len(rows) + 66,
    }
    return _draw("spreads", title, description, (of, "Marks", "Furthest apart", "Agreed"), written, "3 4", shape)


def lines(
    title: str,
    places: Sequence[Decimal],
    lines: Sequence[Stack],
    *,
    of: str,
    unit: str = "",
    marked: Sequence[Decimal] = (),
) -> Drawing:
    """Named lines over the same rising `places`, one amount of each line for each place; `marked` places get a dashed
    upright. Lines differ in shade and in dashes, so they read in grey. At least two places; amounts are not negative.
    """
    amounts = [amount for line in lines for amount in line.amounts]
    low, high = min(amounts, default=Decimal(0)), max(amounts, default=Decimal(1))
    span, width = high - low or Decimal(1), places[-1] - places[0]

    def across(place: Decimal) -> str:
        return end(60 + 600 * (place - places[0]) / width)

    def up(amount: Decimal) -> str:
        return end(220 - 190 * (amount - low) / span)

    drawn = [
        {
            "path": " ".join(
                f"{across(place)},{up(amount)}" for place, amount in zip(places, line.amounts, strict=True)
            ),
            "shade": LINE_SHADES[number % len(LINE_SHADES)],
            "dashes": DASHES[number % len(DASHES)],
            "name": shorten(line.name, 40),
            "x": 8 + 356 * (number % 2),
            "y": 292 + 24 * (number // 2),
        }
        for number, line in enumerate(lines)
    ]
    ticks = [{"x": across(place), "text": f"{number_text(place)}{unit}"} for place in places if place % 5 == 0]
    shape = {
        "lines": drawn,
        "ticks": ticks,
        "marked": [{"x": across(place), "text": f"{number_text(place, 2)}{unit}"} for place in marked],
        "low": number_text(low, 1),
        "high": number_text(high, 1),
        "height": 300 + 24 * ((len(lines) + 1) // 2),
    }
    written = tuple(
        (f"{number_text(place)}{unit}", *(number_text(line.amounts[number], 2) for line in lines))
        for number, place in enumerate(places)
    )
    description = "; ".join(
        f"{line.name}: from {number_text(line.amounts[0], 1)} to {number_text(line.amounts[-1], 1)}" for line in lines
    )
    numbers = " ".join(str(column) for column in range(1, len(lines) + 2))
    return _draw("lines", title, description, (of, *(line.name for line in lines)), written, numbers, shape)


def progress(
    title: str, reached: Sequence[Point], milestones: Sequence[Point], *, unit: str, baseline: Decimal = Decimal(0)
) -> Drawing:
    """What was reached over time as a line, with each milestone as a diamond; the last milestone is the target.

    `milestones` must not be empty: a promise without a date cannot be drawn.
    """
    days = [point.on for point in (*reached, *milestones)]
    first, last = min(days), max(days)
    span = Decimal(max((last - first).days, 1))
    top = max(point.amount for point in (*reached, *milestones)) or Decimal(1)

    def place(point: Point) -> dict[str, str]:
        across = 60 + (WIDTH - 130) * Decimal((point.on - first).days) / span
        return {"x": end(across), "y": end(220 - 190 * point.amount / top), "text": number_text(point.amount)}

    shape = {
        "points": [place(point) for point in reached],
        "line": " ".join(f"{at['x']},{at['y']}" for at in map(place, reached)),
        "milestones": [place(point) for point in milestones],
        "path": " ".join(f"{at['x']},{at['y']}" for at in map(place, milestones)),
        "baseline": end(220 - 190 * baseline / top),
        "baseline_text": number_text(baseline),
        "first": short_date_text(first),
        "last": short_date_text(last),
    }
    at_most = {point.on: number_text(point.amount) for point in reached}
    promised = {point.on: number_text(point.amount) for point in milestones}
    written = tuple(
        (short_date_text(day), promised.get(day, ""), at_most.get(day, "")) for day in sorted({*at_most, *promised})
    )
    target = max(milestones, key=lambda point: point.on)
    last_reached = number_text(max(reached, key=lambda point: point.on).amount) if reached else "nothing yet"
    description = (
        f"The target is {number_text(target.amount)} {unit} by {short_date_text(target.on)}. Reached: {last_reached}, "
        f"in {count_text(len(reached), 'return')}."
    )
    return _draw(
        "progress", title, description, ("By", f"Milestone ({unit})", f"Reached ({unit})"), written, "2 3", shape
    )


def length(amount: Decimal, most: Decimal) -> Decimal:
    """How long `amount` is drawn, in pixels, where `most` fills the plot; held to the plot."""
    return max(Decimal(0), min(Decimal(PLOT), PLOT * amount / most))


def end(pixels: Decimal | int) -> str:
    """A coordinate written to a tenth of a pixel."""
    return f"{Decimal(pixels):.1f}"


def shorten(name: str, limit: int = 30) -> str:
    """A name that fits beside its bar; the table beside the chart has it whole."""
    return name if len(name) <= limit else name[: limit - 1].rstrip() + "…"


def _steps(most: Decimal) -> list[int]:
    """The whole marks to name on the scale: all of them up to 10, else about ten."""
    step = max(1, int(most) // 10)
    return list(range(0, int(most) + 1, step))


def _draw(
    kind: str,
    title: str,
    description: str,
    headers: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    numbers: str,
    shape: dict[str, object],
) -> Drawing:
    """Fill the chart's template. Ids in it come from the title, so that two charts on a page do not share one."""
    name = f"{kind}-{crc32(f'{title} {description}'.encode())}"
    svg = render_to_string(f"charts/{kind}.svg", {"title": title, "description": description, "id": name, **shape})
    return Drawing(title, svg, headers, rows, numbers)
