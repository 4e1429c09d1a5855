"""A report as a table: what pages, commands and CSV show of it."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from troth.core.money import major, money
from troth.core.text import safe_cell

# What a spreadsheet would run; the export of a customer's data holds the same in SQL.
Cell = str | int | None


@dataclass(frozen=True)
class Column:
    """A column. Where it has a currency (ISO 4217), its cells are minor units of it.

    is_figure: its cells are numbers of something else.
    """

    label: str
    currency: str = ""
    is_figure: bool = False

    @property
    def is_number(self) -> bool:
        """Whether its cells stand below each other by their last digit."""
        return bool(self.currency) or self.is_figure

    @property
    def heading(self) -> str:
        """The label with the currency, for where cells are bare numbers."""
        return f"{self.label} ({self.currency})" if self.currency else self.label

    def plain(self, cell: Cell) -> str:
        """A cell for programs: `-11.90`."""
        if self.currency and isinstance(cell, int):
            return str(major(cell, self.currency))
        return "" if cell is None else str(cell)

    def words(self, cell: Cell) -> str:
        """A cell for people: `-€11.90`."""
        return money(cell, self.currency) if self.currency and isinstance(cell, int) else str(cell)


@dataclass(frozen=True)
class Row:
    """Cells in the order of the columns. `account` is whose they are, where they are somebody's."""

    cells: tuple[Cell, ...]
    account: int | None = None


@dataclass(frozen=True)
class Shown:
    """A row in words: its head, and what stands beside it, texts before figures.

    `account` is whose it is, where it is somebody's.
    """

    head: str
    texts: list[str]
    figures: list[str]
    account: int | None = None


@dataclass(frozen=True)
class Bar:
    """A figure of a chart, in minor units where it has a currency, and what stands below it."""

    label: str
    amount: int


@dataclass(frozen=True)
class Table:
    """A table, its sums in the last row, and what a chart shows of it.

    A column of texts stands left of every column of numbers.

    `differs` is by how much the sum is not what the books say, in words; blank where it adds up.
    """

    title: str
    columns: tuple[Column, ...]
    rows: list[Row]
    total: tuple[Cell, ...] = ()
    bars: list[Bar] = field(default_factory=list)
    differs: str = ""

    @property
    def currency(self) -> str:
        """That of its figures."""
        return next((column.currency for column in self.columns if column.currency), "")

    def figure(self, amount: int) -> str:
        """A figure of its chart in words."""
        return money(amount, self.currency) if self.currency else str(amount)

    @property
    def shown(self) -> list[Shown]:
        """The rows in words."""
        return [self._shown(row.cells, row.account) for row in self.rows]

    @property
    def shown_total(self) -> Shown | None:
        """The last row in words; None where there is no sum."""
        return self._shown(self.total) if self.total else None

    @property
    def lacks(self) -> bool:
        """Whether a figure is not known."""
        return any(cell is None for row in self.rows for cell in row.cells)

    @property
    def plain(self) -> list[list[str]]:
        """The headings and every row, for programs."""
        every = [*(row.cells for row in self.rows), *([self.total] if self.total else [])]
        return [
            [column.heading for column in self.columns],
            *([c.plain(v) for c, v in zip(self.columns, cells, strict=True)] for cells in every),
        ]

    def _shown(self, cells: tuple[Cell, ...], account: int | None = None) -> Shown:
        head, *words = (
            "?" if cell is None else column.words(cell)
            for column, cell in zip(self.columns, cells, strict=True)
        )
        texts = sum(not column.is_number for column in self.columns[1:])
        return Shown(head, words[:texts], words[texts:], account)


def difference(told: int, books: int, currency: str) -> str:
    """How far a sum is from what the books say, in words; blank where it is the same."""
    if told == books:
        return ""
    return _("The books say %(books)s; the sum here is %(told)s.") % {
        "books": money(books, currency),
        "told": money(told, currency),
    }


def write_csv(tables: Sequence[Table], file: Any) -> None:
    """Write tables as CSV, several below their titles; no cell runs as a formula."""
    writer = csv.writer(file, lineterminator="\n")
    for number, table in enumerate(tables):
        if len(tables) > 1:
            writer.writerows(([], [table.title])[not number :])
        writer.writerows([safe_cell(cell) for cell in row] for row in table.plain)
