"""The part of a copy that a person reads: `index.html`, which a browser opens without a network.

It tells what is held in their words and language, with the newest entries of each kind; all of
them, for programs, are in the files that it names.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from troth.accounts.owned import Subjects
from troth.copies.held import latest
from troth.core.day import moment
from troth.policy.labels import called, label
from troth.policy.parse import Policy
from troth.policy.plan import Extract
from troth.policy.vocabulary import RECORDS

Rows = Callable[[str, Collection[Mapping[str, Any]]], list[list[tuple[str, str]]]]


def _as_stored(table: str, rows: Collection[Mapping[str, Any]]) -> list[list[tuple[str, str]]]:
    """Rows with the labels of their columns, and values as they are stored."""
    return [
        [(label(table, column), str(value)) for column, value in row.items() if value]
        for row in rows
    ]


_in_words: Rows = _as_stored


def read_by(rows: Rows) -> None:
    """Tell rows as `rows` does from now on: what knows the words of the pages is a higher room."""
    global _in_words
    _in_words = rows


@dataclass(frozen=True)
class Part:
    """What a copy holds of one table: its file, how many entries, and the newest of them.

    why: sentences on how long it is kept. files: those that are attached, by their names in the
    copy, each with what its owner calls it.
    """

    extract: Extract
    title: str
    file: str
    count: int
    rows: list[list[tuple[str, str]]]
    why: list[str]
    files: dict[str, str]

    @property
    def more(self) -> int:
        """Entries that only the file has."""
        return self.count - len(self.rows)


def part_of(
    subjects: Subjects,
    extract: Extract,
    file: str,
    count: int,
    *,
    why: Iterable[str],
    files: dict[str, str],
) -> Part:
    """One table's part, which has been written into `file`."""
    page = latest(subjects, extract)
    rows = _in_words(extract.table, page.rows) if page else []
    return Part(extract, called(extract.table), file, count, rows, list(why), files)


def left_out(extracts: Collection[Extract], unreadable: list[str]) -> list[str]:
    """What a copy does not hold, and why."""
    said = []
    if any(extract.secrets for extract in extracts):
        said.append(
            _(
                "Passwords, keys and other secrets by which you sign in: whoever found this copy "
                "could use them."
            )
        )
    if any(len(extract.for_staff) > len(extract.columns) for extract in extracts):
        note = _("What we note about you for our staff alone, where the law lets us keep it so.")
        said.append(note)
    said += [
        _("%(file)s: it is damaged or missing where we store it.") % {"file": name}
        for name in unreadable
    ]
    return said


def readable(
    policy: Policy,
    parts: list[Part],
    extracts: Iterable[Extract],
    missing: list[str],
    *,
    at: datetime,
) -> str:
    """The page, in the language in force. extracts: what could have been held as well.

    missing: as `left_out` says it.
    """
    order = ["person", *RECORDS]
    parts = sorted(parts, key=lambda each: (order.index(each.extract.record), each.extract.is_part))
    held = {part.extract.name for part in parts}
    context = {
        "language": get_language() or "en",
        "direction": "rtl" if get_language_bidi() else "ltr",
        "provider": policy.tables.provider,
        "version": policy.tables.policy.version,
        "made": moment(at),
        "parts": [(f"part-{number}", part) for number, part in enumerate(parts)],
        "empty": [called(each.table) for each in extracts if each.name not in held],
        "missing": missing,
    }
    return render_to_string("copies/index_of_copy.html", context)
