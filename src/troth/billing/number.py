"""Number documents, one after the other, and go on so after a backup was restored."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from troth.billing.events import NUMBERED
from troth.billing.models import Series
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.journal.agree import JournalStopped, LostError, agree_with_copy
from troth.journal.models import Entry
from troth.publishing.evidence import note

_PREFIXES = {
    Series.Kind.INVOICE: "",
    Series.Kind.CREDIT_NOTE: "C",
    Series.Kind.ORDER: "O",
    Series.Kind.QUOTE: "Q",
}


@dataclass(frozen=True)
class Lost:
    """Numbers that were taken, of documents that are not here."""

    kind: Series.Kind
    first: str
    last: str

    def __str__(self) -> str:
        numbers = self.first if self.first == self.last else f"{self.first} to {self.last}"
        return f"{self.kind.label} {numbers}"


def take_numbers(kind: Series.Kind, count: int, *, at: datetime) -> list[str]:
    """The next `count` numbers of a kind of document in the year of `at`, such as `2026-000017`.

    Whoever takes numbers waits for whoever took some before, until that is stored or taken back;
    so none is missing. They are taken as the last thing that an act does. The journal tells which
    were taken, as what knows of them once a backup was restored. Raises TrothError where one was,
    and `troth restore` has not run: customers may have documents of these numbers.
    """
    _refuse_lost()
    year = day_at(at).year
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {Series._meta.db_table} AS s (kind, year, last) VALUES (%s, %s, %s)
            ON CONFLICT (kind, year) DO UPDATE SET last = s.last + %s RETURNING last""",
            [kind, year, _first(kind, year) - 1 + count, count],
        )
        (last,) = cursor.fetchone()
    note(NUMBERED, at=at, counts={"series": kind.name.lower(), "year": year, "last": last})
    first = last - count + 1
    return numbers_of(kind, year, range(first, last + 1))


@act
def number_again(entries: Iterable[Entry]) -> list[Lost]:
    """Go on after the numbers that these entries of the journal tell of; which are lost here.

    A second run finds none.
    """
    taken: dict[tuple[Series.Kind, int], int] = {}
    for each in entries:
        if each.event == NUMBERED:
            key = Series.Kind[each.counts["series"].upper()], each.counts["year"]
            taken[key] = max(taken.get(key, 0), each.counts["last"])
    lost = []
    for (kind, year), last in sorted(taken.items()):
        series, _new = Series.objects.select_for_update().get_or_create(kind=kind, year=year)
        if series.last < last:
            first = max(series.last + 1, _first(kind, year))
            lost.append(Lost(kind, *numbers_of(kind, year, (first, last))))
            series.last = last
            series.save(update_fields=["last"])
    return lost


def _refuse_lost() -> None:
    with suppress(JournalStopped):  # what else is wrong with the copy is nothing to documents
        try:
            agree_with_copy()
        except LostError:
            raise TrothError(
                _(
                    "A backup was restored, and nothing is numbered before `troth restore` has "
                    "run. Please try again later."
                )
            ) from None


def numbers_of(kind: Series.Kind, year: int, numbers: Iterable[int]) -> list[str]:
    """How numbers of a year read on documents, such as `C2026-000017` on a credit note."""
    prefix = prefix_of(kind)
    return [f"{prefix}{year}-{number:06}" for number in numbers]


def prefix_of(kind: Series.Kind) -> str:
    """The capitals before the year in a new document's number; blank for none."""
    return provider().number_prefixes.get(kind, _PREFIXES[kind])


def _first(kind: Series.Kind, year: int) -> int:
    """With which number a year begins of which none was taken yet: 1, or as the provider says."""
    return provider().first_numbers.get((kind, year), 1)
