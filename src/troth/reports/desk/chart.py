"""Bars of a table's figures, as coordinates for an SVG."""

from collections.abc import Iterator
from dataclasses import dataclass

from troth.reports.table import Table

WIDTH, HEIGHT = 640, 180
_MOST_LABELS = 8


@dataclass(frozen=True)
class Shape:
    """A bar: where it stands, its label below (blank where there is no room), and its figure."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    label: str
    figure: str


@dataclass(frozen=True)
class Chart:
    """A table's bars, and where zero lies. `most` and `least` are the figures at the edges."""

    shapes: list[Shape]
    zero: float
    most: str
    least: str


def chart(table: Table) -> Chart | None:
    """The bars of a table; None where there are not two, or all are of nothing."""
    amounts = [bar.amount for bar in table.bars]
    top, bottom = max(amounts, default=0), min(amounts, default=0)
    top, bottom = max(top, 0), min(bottom, 0)
    if len(amounts) < 2 or top == bottom:
        return None
    zero = _rounded(HEIGHT * top / (top - bottom))
    return Chart(
        list(_shapes(table, zero, HEIGHT / (top - bottom))),
        zero,
        table.figure(top) if top else "",
        table.figure(bottom) if bottom else "",
    )


def _shapes(table: Table, zero: float, scale: float) -> Iterator[Shape]:
    step = WIDTH / len(table.bars)
    labelled = -(-len(table.bars) // _MOST_LABELS)  # every so many
    for number, bar in enumerate(table.bars):
        height = _rounded(abs(bar.amount) * scale)
        x = number * step
        yield Shape(
            _rounded(x + step * 0.15),
            zero - height if bar.amount > 0 else zero,
            _rounded(step * 0.7),
            height,
            _rounded(x + step / 2),
            "" if number % labelled else bar.label,
            table.figure(bar.amount),
        )


def _rounded(place: float) -> float:
    return round(place, 1)
