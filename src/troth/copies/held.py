"""What is held about a person: how much there is, and the values, as an export would take them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DataError, transaction

from troth.accounts.owned import Subjects
from troth.core.query import query
from troth.policy import sql
from troth.policy.plan import Extract

PAGE = 20


@dataclass(frozen=True)
class Total:
    """How much there is in one table; of each clock, where it starts first and last."""

    extract: Extract
    rows: int
    files: int
    clocks: dict[str, tuple[datetime | None, datetime | None]]


@dataclass(frozen=True)
class Page:
    """Rows of one table, the newest first. `after` is where the next page goes on, or empty."""

    rows: list[dict[str, Any]]
    after: str


def totals(subjects: Subjects, extracts: Iterable[Extract]) -> list[Total]:
    """How much is held in each table, in the order of the extracts; one question for all."""
    by_name = {extract.name: extract for extract in extracts}
    if not by_name:
        return []
    counted = query(sql.totals(by_name.values()), ids=list(subjects))
    found = {name: rest for name, *rest in counted}
    return [
        Total(
            extract,
            found[name][0],
            found[name][1],
            {
                clock: (first, last)
                for (clock, _), first, last in zip(extract.clocks, *found[name][2:], strict=True)
            },
        )
        for name, extract in by_name.items()
    ]


def latest(subjects: Subjects, extract: Extract, after: str = "") -> Page | None:
    """A page of one table's rows; None for a place that there cannot be."""
    values: dict[str, Any] = {"ids": list(subjects), "after": after, "limit": PAGE + 1}
    try:
        with transaction.atomic():
            found = query(sql.latest(extract, after=bool(after)), **values)
    except DataError:
        return None
    names = [column for column, _ in extract.columns]
    rows = [dict(zip(names, row, strict=False)) for row in found[:PAGE]]
    return Page(rows, found[PAGE - 1][-1] if len(found) > PAGE else "")
