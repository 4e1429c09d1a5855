"""The plan's steps and sweeps as PostgreSQL. No other file writes SQL that removes data.

Names of tables and columns come from the models, never from a policy or a person; values are
parameters: `ids` (the rows of this chunk), `cutoff` and `at` (moments, UTC), `gone` (accounts
to be thought away).
"""

from troth.policy.plan import (
    ANY,
    Alone,
    Before,
    Condition,
    Empty,
    Extract,
    Filled,
    Holds,
    Inactive,
    Path,
    Plan,
    Removal,
    Step,
    Subject,
    Sweep,
    Unheld,
    Unrestricted,
    Untrue,
)


def act(step: Step) -> str:
    """The statement that carries a step out for `ids`; blank when it has nothing to change."""
    table, where = _q(step.table), _belongs(step.path, step.key)
    files = ", ".join(f"gone.{_q(f)}" for f in step.files)
    if step.outcome == "erase":
        return f"DELETE FROM {table} gone WHERE {where}{f' RETURNING {files}' if files else ''}"
    if not step.columns:
        return ""
    values = ", ".join(f"{_q(column)} = {value}" for column, value in step.columns)
    if not files:
        return f"UPDATE {table} SET {values} WHERE {where}"
    # The names of the files are needed as they were before this statement empties them.
    return (
        f"WITH gone AS (SELECT * FROM {table} WHERE {where} FOR UPDATE) UPDATE {table} t "
        f"SET {values} FROM gone WHERE t.{_q(step.key)} = gone.{_q(step.key)} RETURNING {files}"
    )


def rows(step: Step) -> str:
    """The rows that a step would change, by their key: the preview is the plan itself."""
    columns = f", {_q(step.clock)}" if step.clock else ""
    where = _belongs(step.path, step.key)
    return f"SELECT {_q(step.key)}{columns} FROM {_q(step.table)} WHERE {where}"


def count(step: Step) -> str:
    """How many rows a step finds, and the latest moment of the clock they are kept by."""
    clock = f"max({_q(step.clock)})" if step.clock else "NULL::timestamptz"
    where = _belongs(step.path, step.key)
    return f"SELECT count(*), {clock} FROM {_q(step.table)} WHERE {where}"


def due(sweep: Sweep, plan: Plan) -> str:
    """The keys of all rows that are due by a sweep at `cutoff`."""
    removal = plan.removals[sweep.removal]
    tests = " AND ".join(_test(c, removal) for c in sweep.conditions)
    return f"SELECT t.{_q(removal.key)} FROM {_q(removal.table)} t WHERE {tests}"


def among(sweep: Sweep, plan: Plan) -> str:
    """Those of `ids` that are due by a sweep, in the order of their keys."""
    key = f"t.{_q(plan.removals[sweep.removal].key)}"
    return f"{due(sweep, plan)} AND {key} = ANY(%(ids)s) ORDER BY {key}"


def claim(sweep: Sweep, plan: Plan, *, wait: bool = False) -> str:
    """Lock those of `ids` that are due. Rows that are locked are left out, unless `wait`."""
    return f"{among(sweep, plan)} FOR UPDATE OF t{'' if wait else ' SKIP LOCKED'}"


def lock(subject: Subject) -> str:
    """Lock the subjects in `ids`, in the order of their keys: key, pseudonym, restricted."""
    return (
        f"SELECT {_q(subject.key)}, {_q(subject.pseudonym)}, {_q(subject.restricted)} IS NOT NULL "
        f"FROM {_q(subject.table)} WHERE {_q(subject.key)} = ANY(%(ids)s) "
        f"ORDER BY {_q(subject.key)} FOR UPDATE"
    )


def held(holds: Holds) -> str:
    """The holds in force on subjects in `ids`: the subject and the records they cover."""
    own = (
        f"SELECT {_q(holds.column)} AS id, records FROM {_q(holds.table)} "
        f"WHERE lifted_at IS NULL AND {_q(holds.column)} = ANY(%(ids)s)"
    )
    if holds.through is None:
        return own
    table, person, account, held_account = holds.through
    return (
        f"{own} UNION ALL SELECT m.{_q(person)} AS id, h.records FROM {_q(holds.table)} h "
        f"JOIN {_q(table)} m ON m.{_q(account)} = h.{_q(held_account)} "
        f"WHERE h.lifted_at IS NULL AND m.{_q(person)} = ANY(%(ids)s)"
    )


def extract(extract: Extract, *, safe_cells: bool = False) -> str:
    """The rows of an export for the subjects in `account` and `person`, by their keys.

    With `safe_cells`, text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    columns = ", ".join(
        f"{_safe_cell(column)} AS {_q(column)}" if safe_cells else _q(column)
        for column, _ in extract.columns
    )
    where = _belongs_to_any(extract)
    return f"SELECT {columns} FROM {_q(extract.table)} WHERE {where} ORDER BY {_q(extract.key)}"


def stored_files(extract: Extract, column: str) -> str:
    """The names of the stored files that belong to an export."""
    where = f"({_belongs_to_any(extract)}) AND {_q(column)} <> ''"
    return f"SELECT {_q(column)} FROM {_q(extract.table)} WHERE {where}"


def _belongs_to_any(extract: Extract) -> str:
    return " OR ".join(_belongs(path, extract.key, kind) for kind, path in extract.paths)


def _safe_cell(column: str) -> str:
    text = f"{_q(column)}::text"
    runs = rf"{text} ~ '^[-=+@\t\r]' AND {text} !~ '^-?[0-9.]+$'"
    return f"CASE WHEN {runs} THEN chr(39) || {text} ELSE {text} END"


def _test(condition: Condition, removal: Removal) -> str:
    key = f"t.{_q(removal.key)}"
    match condition:
        case Before(column):
            return f"t.{_q(column)} < %(cutoff)s"
        case Empty(column):
            return f"t.{_q(column)} IS NULL"
        case Filled(column):
            return f"t.{_q(column)} IS NOT NULL"
        case Untrue(column):
            return f"NOT t.{_q(column)}"
        case Alone(table, column, account):
            return (
                f"NOT EXISTS (SELECT FROM {_q(table)} x WHERE x.{_q(column)} = {key} "
                f"AND x.{_q(account)} <> ALL(%(gone)s))"
            )
        case Inactive(table, since, until, path):
            ends = f"x.{_q(since)} >= %(cutoff)s"
            if until:
                ends = f"(x.{_q(until)} IS NULL OR x.{_q(until)} >= %(cutoff)s)"
            joins, last = _joined(path)
            return f"NOT EXISTS (SELECT FROM {_q(table)} x{joins} WHERE {last} = {key} AND {ends})"
        case Unrestricted(path, column):
            subject = path[-1]
            return (
                f"NOT EXISTS (SELECT FROM {_q(subject.table)} s WHERE s.{_q(column)} IS NOT NULL "
                f"AND s.{_q(subject.key)} = {_reached(path)})"
            )
        case Unheld(path, holds, blockers):
            return _unheld(_reached(path), holds, blockers)


def _unheld(subject: str, holds: Holds, blockers: tuple[str, ...]) -> str:
    # The words come from vocabulary.py, whose records are lower-case letters.
    words = ", ".join(f"'{word}'" for word in (ANY, *blockers))
    covers = f"h.lifted_at IS NULL AND h.records && ARRAY[{words}]::varchar[]"
    test = (
        f"NOT EXISTS (SELECT FROM {_q(holds.table)} h WHERE {covers} "
        f"AND h.{_q(holds.column)} = {subject})"
    )
    if holds.through:
        table, person, account, held_account = holds.through
        test += (
            f" AND NOT EXISTS (SELECT FROM {_q(holds.table)} h JOIN {_q(table)} m "
            f"ON m.{_q(account)} = h.{_q(held_account)} WHERE {covers} "
            f"AND m.{_q(person)} = {subject})"
        )
    return test


def _belongs(path: Path, key: str, ids: str = "ids") -> str:
    """The test that a row belongs to the roots whose keys are in the parameter `ids`."""
    if not path:
        return f"{_q(key)} = ANY(%({ids})s)"
    *hops, last = path
    test = f"{_q(last.column)} = ANY(%({ids})s)"
    for hop in reversed(hops):
        test = f"{_q(hop.column)} IN (SELECT {_q(hop.key)} FROM {_q(hop.table)} WHERE {test})"
    return test


def _reached(path: Path) -> str:
    """The key of the subject that a row `t` belongs to, as an expression."""
    first, *rest = path
    value, table, key = f"t.{_q(first.column)}", first.table, first.key
    for hop in rest:
        value = f"(SELECT {_q(hop.column)} FROM {_q(table)} WHERE {_q(key)} = {value})"
        table, key = hop.table, hop.key
    return value


def _joined(path: Path) -> tuple[str, str]:
    """Joins from `x` along `path`, and the column that names the row at its end."""
    joins, here = "", "x"
    for number, hop in enumerate(path[:-1]):
        there = f"j{number}"
        joins += f" JOIN {_q(hop.table)} {there} ON {there}.{_q(hop.key)} = {here}.{_q(hop.column)}"
        here = there
    return joins, f"{here}.{_q(path[-1].column)}"


def _q(name: str) -> str:
    assert '"' not in name
    return f'"{name}"'
