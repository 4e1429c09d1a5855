"""Read a copy that was taken along (see `export.py`), so that its details can be brought in.

The file may come from anyone. It is never unpacked: only the tables asked for are read, and each
of them only as far as a table of ours could reach.
"""

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Collection, Mapping
from itertools import islice
from pathlib import PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from troth.core.errors import TrothError

LARGEST = 10 * 2**20  # bytes of a copy
_LARGEST_TABLE = 2**20
_MOST_ROWS = 10_000
_MOST_COLUMNS = 200  # the reader fills each short row up to them
_MOST_FILES = 10_000
_FORMULA = re.compile(r"'+[-=+@\t\r]")

Row = dict[str, str]

# What the library raises for archives that are broken or encrypted.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,  # and NotImplementedError
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    IndexError,
)


class UnreadableError(TrothError):
    """The file cannot be brought in; the text says why, and what to do."""


def read_copy(file: IO[bytes], wanted: Mapping[str, Collection[str]]) -> dict[str, list[Row]]:
    """The rows of the tables `wanted` in a copy, each with the columns named there, as text.

    Raises UnreadableError for whatever is not a copy of ours.
    """
    found: dict[str, list[Row]] = {}
    try:
        with zipfile.ZipFile(file) as archive:
            names = [info.filename for info in archive.infolist()]
            _check_names(names)
            for table, columns in wanted.items():
                for format, parse in (("json", _from_json), ("csv", _from_csv)):
                    name = f"{table}.{format}"
                    if name in names and table not in found:
                        rows = parse(_text(archive, name), name)
                        if len(rows) > _MOST_ROWS:
                            raise _too_large(name)
                        found[table] = [_row(row, columns, name) for row in rows]
    except _BROKEN:
        raise UnreadableError(
            _("This is not a zip file that we can read. Choose a copy as you downloaded it here.")
        ) from None
    if not found:
        raise UnreadableError(
            _("This zip file is not a copy of your data: it holds no person and no account.")
        )
    return found


def _check_names(names: list[str]) -> None:
    if len(names) > _MOST_FILES:
        raise UnreadableError(_("This zip file holds too many files to be a copy of your data."))
    if len(set(names)) < len(names):
        raise UnreadableError(_("This zip file holds two files of the same name. Choose another."))
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in name:
            raise UnreadableError(
                _(
                    "This zip file contains paths that lead outside it. Choose a copy you "
                    "downloaded here."
                )
            )


def _text(archive: zipfile.ZipFile, name: str) -> str:
    info = archive.getinfo(name)
    # Other ways of packing can ask for more memory than they have bytes.
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile
    with archive.open(info) as member:
        content = member.read(_LARGEST_TABLE + 1)
    if len(content) > _LARGEST_TABLE:
        raise _too_large(name)
    try:
        return content.decode("utf-8-sig")  # spreadsheets put a mark in front
    except UnicodeDecodeError:
        raise UnreadableError(
            _("%(name)s is not in the encoding UTF-8. Save it as UTF-8 and try again.")
            % {"name": name}
        ) from None


def _from_json(text: str, name: str) -> list[Any]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list):
        raise _damaged(name)
    return rows


def _from_csv(text: str, name: str) -> list[Any]:
    try:
        # PostgreSQL ends lines by \n; what stands within a value is the value's own.
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        if len(reader.fieldnames or ()) > _MOST_COLUMNS:
            raise _too_large(name)
        rows = list(islice(reader, _MOST_ROWS + 1))
    except csv.Error:
        raise _damaged(name) from None
    return [
        {column: _unguarded(value) for column, value in row.items() if isinstance(value, str)}
        for row in rows
    ]


def _unguarded(text: str) -> str:
    """A text without the apostrophe that our export puts in front of what looks like a formula."""
    return text[1:] if _FORMULA.match(text) else text


def _row(row: Any, columns: Collection[str], name: str) -> Row:
    """The columns that are wanted, as text; those that are empty are left out."""
    if not isinstance(row, dict):
        raise _damaged(name)
    found = {}
    for column in columns:
        value = row.get(column)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value) if abs(value) < 2**63 else "?"
        if value in (None, ""):
            continue
        # Half a pair of surrogates is no character, and can be neither stored nor shown.
        if not isinstance(value, str) or re.search("[\ud800-\udfff]", value):
            raise _damaged(name)
        found[column] = value
    return found


def _too_large(name: str) -> UnreadableError:
    return UnreadableError(
        _("%(name)s is too large to be from a copy of your data.") % {"name": name}
    )


def _damaged(name: str) -> UnreadableError:
    return UnreadableError(
        _("%(name)s is damaged. Choose a copy as you downloaded it here.") % {"name": name}
    )
