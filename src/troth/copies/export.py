"""Hand a person's data out (GDPR Art. 15(3), 20): a zip of a page to read and JSON or CSV files.

PostgreSQL writes the rows as text and they pass through in pieces, so a million rows take no
more memory than ten.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from shutil import copyfileobj
from typing import IO, Any, Literal

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.log import log
from troth.accounts.models import Account, Person
from troth.accounts.owned import Subjects, subjects_of
from troth.accounts.restricted import refuse_restricted
from troth.copies.events import EXPORTED
from troth.copies.file_names import attached_name, file_name
from troth.copies.readable import Part, left_out, part_of, readable
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.files.sealed import Damaged, opening
from troth.messaging.language import language_of
from troth.policy import sql
from troth.policy.describe import unnamed
from troth.policy.labels import label
from troth.policy.parse import Policy
from troth.policy.placeholders import either
from troth.policy.plan import Extract
from troth.policy.rights import copy_rule, formats_of
from troth.policy.vocabulary import CATEGORIES, RECORDS
from troth.policy.why_kept import why_kept
from troth.publishing.evidence import note
from troth.publishing.running import plan_on, policy_on

Format = Literal["json", "csv"]

# JSON text has no control characters, so with these PostgreSQL has nothing to quote and sends
# each row as it is.
_AS_IS = "(FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"


def export(
    person: Person,
    output: IO[bytes],
    *,
    format: Format,
    at: datetime,
    by: Person | None = None,
    reads: str = "",
    rule: str = "",
) -> dict[str, int]:
    """Write all that is held about a person and the accounts they own; rows by file.

    `output` is any binary stream, written from front to back. All files show the same moment;
    what would be empty is none. `index.html` is for people, `manifest.json` for programs.
    `by` asked for it, if not the operator; `reads` as for `language_of`; `rule` is the one that
    it was asked under, as for `copy_rule`.
    Credentials are left out. Raises TrothError for a format that the rule does not offer, and
    when the person was erased meanwhile; RestrictedError for an operator where processing is
    restricted.
    """
    policy = policy_on(at)
    rule = copy_rule(policy, rule)
    formats = formats_of(rule, policy)
    if format not in formats:
        raise TrothError(
            _("The policy offers exports as %(formats)s only.") % {"formats": either(formats)}
        )
    plan = plan_on(at)
    rows: dict[str, int] = {}
    unreadable: list[str] = []
    with transaction.atomic():
        _see_one_moment()
        subjects = subjects_of(person)
        owned = Account.objects.filter(pk__in=subjects)
        refuse_restricted("copies.export.export", person, *owned, by=by)
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            with translation.override(language_of(person, policy, reads)):
                parts: list[Part] = []
                for extract in plan.extracts:
                    name = file_name(extract.name, format)
                    if count := _write(archive, name, extract, subjects, format):
                        rows[name] = count
                        files, lost = _write_files(extract, subjects, archive)
                        unreadable += lost
                        why = _kept(policy, extract).values()
                        parts.append(part_of(subjects, extract, name, count, why=why, files=files))
                missing = left_out(plan.extracts, unreadable)
                manifest = _manifest(policy, parts, unreadable, missing, at)
                text = json.dumps(manifest, indent=2, ensure_ascii=False)
                page = readable(policy, parts, plan.extracts, missing, at=at)
            archive.writestr("index.html", page)
            archive.writestr("manifest.json", text)
    _note(person, subjects, by=by, rule=rule, at=at)
    return rows


@act
def _note(
    person: Person, subjects: Subjects, *, by: Person | None, rule: str, at: datetime
) -> None:
    owned = Account.objects.filter(pk__in=subjects).order_by("pk").select_for_update()
    accounts = list(owned)
    lock_or_refuse(person)
    for account in accounts:
        log(account, gettext_noop("copy of all data made"), at=at, person=by)
    note(EXPORTED, at=at, rule=rule, subject=person.pseudonym)


def _see_one_moment() -> None:
    """All reads of this transaction see the database as it is now."""
    if len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _write(
    archive: zipfile.ZipFile, name: str, extract: Extract, subjects: Subjects, format: Format
) -> int:
    """Write a table's rows into a file of the archive, unless there are none; how many."""
    if format == "json":
        query = sql.extract(extract)
        statement = f"COPY (SELECT row_to_json(r) FROM ({query}) r) TO STDOUT {_AS_IS}"
    else:
        query = sql.extract(extract, safe_cells=True)
        statement = f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)"
    lines = _copied(statement, subjects)
    header = b"" if format == "json" else bytes(next(lines))
    first = next(lines, None)
    if first is None:
        return 0
    with archive.open(name, "w", force_zip64=True) as member:
        out = io.BufferedWriter(member, 1 << 16)
        out.write(header)
        write = _write_json if format == "json" else _write_csv
        rows = write(chain([first], lines), out)
        out.flush()
    return rows


def _write_json(lines: Iterable[memoryview], out: IO[bytes]) -> int:
    rows = 0
    for line in lines:
        out.write(b",\n" if rows else b"[\n")
        out.write(line[:-1])
        rows += 1
    out.write(b"\n]\n")
    return rows


def _write_csv(lines: Iterable[memoryview], out: IO[bytes]) -> int:
    rows = 0
    for line in lines:
        out.write(line)
        rows += 1
    return rows


def _copied(statement: str, subjects: Subjects) -> Iterator[memoryview]:
    """The rows that COPY sends, one by one, each with its line end."""
    connection.ensure_connection()
    with connection.connection.cursor().copy(statement, {"ids": list(subjects)}) as copy:
        yield from copy


def _write_files(
    extract: Extract, subjects: Subjects, archive: zipfile.ZipFile
) -> tuple[dict[str, str], list[str]]:
    """Add the stored files; what their owner calls each by its name here, and the names of those
    that are missing or damaged."""
    written, unreadable = {}, []
    for column in extract.files:
        with connection.chunked_cursor() as cursor:
            cursor.execute(sql.stored_files(extract, column), {"ids": list(subjects)})
            for name, key, called in cursor:
                try:
                    stored: IO[bytes] = default_storage.open(name)
                    opened = opening(stored, bytes(key)) if key else stored
                except (FileNotFoundError, Damaged):
                    unreadable.append(name)
                    continue
                file = attached_name(name, called if called != name else "")
                with opened, archive.open(file, "w") as member:
                    copyfileobj(opened, member)
                written[file] = called or name
    return written, unreadable


def _kept(policy: Policy, extract: Extract) -> dict[str, str]:
    """The rules by which a table is kept, each in its sentences."""
    record = extract.record
    rules = [rule for rule, _keep in policy.tables.kept_by(record)]
    return {rule: why_kept(policy, rule, record) for rule in rules} or {"keep": unnamed()}


def _manifest(
    policy: Policy, parts: list[Part], unreadable: list[str], missing: list[str], at: datetime
) -> dict[str, Any]:
    """What each file and its columns hold, by which rule it is kept; what is not in it, and why."""
    return {
        "made_at": at.isoformat(),
        "provider": policy.tables.provider.name,
        "policy": {"version": policy.tables.policy.version, "sha256": policy.digest},
        "files": [_explained(policy, part) for part in parts],
        "unreadable": unreadable,
        "left_out": missing,
    }


def _explained(policy: Policy, part: Part) -> dict[str, Any]:
    extract = part.extract
    return {
        "file": part.file,
        "rows": part.count,
        "called": part.title,
        "about": RECORDS[extract.record].meaning,
        "kept": _kept(policy, extract),
        "columns": {
            column: CATEGORIES[category].meaning if category in CATEGORIES else category
            for column, category in extract.columns
        },
        "labels": {column: label(extract.table, column) for column, _of in extract.columns},
    }
