"""The plan's steps and sweeps as PostgreSQL. No other file writes SQL that removes data.

Names of tables and columns come from the models, never from a policy or a person; values are
parameters: `ids` (the rows of this chunk), `cutoff` and `at` (moments, UTC), `gone` (accounts
to be thought away).
"""

from collections.abc import Iterable

from troth.policy.plan import (
    ANY,
    Alone,
    Before,
    Condition,
    Empty,
    Extract,
    Filled,
    Inactive,
    Path,
    Plan,
    Removal,
    Step,
    Subject,
    Sweep,
    Through,
    Unheld,
    Unrestricted,
    Untrue,
)
from troth.policy.schema import quoted as _q


def act(step: Step) -> str:
    """The statement that carries a step out for `ids`; blank when it has nothing to change."""
    table, where = _q(step.table), _found(step)
    files = ", ".join(f"t.{_q(f)}" for f in step.files)
    if step.outcome == "erase":
        return f"DELETE FROM {table} t WHERE {where}{f' RETURNING {files}' if files else ''}"
    if not step.columns:
        return ""
    values = ", ".join(f"{_q(column)} = {value}" for column, value in step.columns)
    if not files:
        return f"UPDATE {table} t SET {values} WHERE {where}"
    # The names of the files are needed as they were before this statement empties them.
    return (
        f"WITH t AS (SELECT * FROM {table} t WHERE {where} FOR UPDATE) UPDATE {table} u "
        f"SET {values} FROM t WHERE u.{_q(step.key)} = t.{_q(step.key)} RETURNING {files}"
    )


def rows(step: Step) -> str:
    """The rows that a step would change, by their key: the preview is the plan itself."""
    columns = f", t.{_q(step.clock)}" if step.clock else ""
    return f"SELECT t.{_q(step.key)}{columns} FROM {_q(step.table)} t WHERE {_found(step)}"


def count(step: Step) -> str:
    """How many rows a step finds, and the latest moment of the clock they are kept by."""
    clock = f"max(t.{_q(step.clock)})" if step.clock else "NULL::timestamptz"
    return f"SELECT count(*), {clock} FROM {_q(step.table)} t WHERE {_found(step)}"


def _found(step: Step) -> str:
    """The test that finds a step's rows."""
    tests = [_belongs(step.path, step.key), *(_guard(guard) for guard in step.guards)]
    return " AND ".join(tests)


def due(sweep: Sweep, plan: Plan) -> str:
    """The keys of all rows that are due by a sweep at `cutoff`."""
    removal = plan.removals[sweep.removal]
    tests = " AND ".join(_test(c, removal) for c in sweep.conditions)
    return f"SELECT t.{_q(removal.key)} FROM {_q(removal.table)} t WHERE {tests}"


def among(sweep: Sweep, plan: Plan) -> str:
    """Those of `ids` that are due by a sweep, in the order of their keys."""
    key = f"t.{_q(plan.removals[sweep.removal].key)}"
    return f"{due(sweep, plan)} AND {key} = ANY(%(ids)s) ORDER BY {key}"


def claim(sweep: Sweep, plan: Plan) -> str:
    """Lock those of `ids` that are due and that nobody else has locked."""
    return f"{among(sweep, plan)} FOR UPDATE OF t SKIP LOCKED"


def lock(subject: Subject) -> str:
    """Lock the subjects in `ids`, in the order of their keys: key, pseudonym, restricted."""
    key = f"t.{_q(subject.key)}"
    return (
        f"SELECT {key}, t.{_q(subject.pseudonym)}, NOT ({_guard(Unrestricted((), subject))}) "
        f"FROM {_q(subject.table)} t WHERE {key} = ANY(%(ids)s) ORDER BY {key} FOR UPDATE OF t"
    )


def held(subject: Subject) -> str:
    """The holds in force that reach subjects in `ids`: the subject and the records covered."""
    through = subject.through
    return (
        f"SELECT h.{_q(subject.in_holds)}, h.records FROM {_q(subject.holds)} h "
        f"WHERE h.lifted_at IS NULL AND h.{_q(subject.in_holds)} = ANY(%(ids)s) UNION ALL "
        f"SELECT m.{_q(through.own)}, h.records FROM {_q(subject.holds)} h "
        f"JOIN {_q(through.table)} m ON m.{_q(through.other)} = h.{_q(through.other_in_holds)} "
        f"WHERE h.lifted_at IS NULL AND m.{_q(through.own)} = ANY(%(ids)s){_owner(through)}"
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


def latest(extract: Extract, *, after: bool) -> str:
    """The newest `limit` rows of an extract; with `after`, those older than the one of that key.

    The last column is the key to go on from.
    """
    exported = [column for column, _ in extract.columns]
    # A key that is a secret must not stand in an address; then the rows go by their day.
    key = extract.key if extract.key in exported else extract.clocks[0][1]
    older = f" AND {_q(key)} < %(after)s" if after else ""
    return (
        f"SELECT {', '.join(map(_q, exported))}, {_q(key)}::text AS place "
        f"FROM {_q(extract.table)} WHERE ({_belongs_to_any(extract)}){older} "
        f"ORDER BY {_q(key)} DESC LIMIT %(limit)s"
    )


def totals(extracts: Iterable[Extract]) -> str:
    """For each extract in one statement: name, rows, stored files, first and last of its clocks."""
    return " UNION ALL ".join(map(_totals, extracts))


def _totals(extract: Extract) -> str:
    # The names come from the models, whose names are letters.
    files = " + ".join(f"count(*) FILTER (WHERE {_q(f)} <> '')" for f in extract.files)
    ends = (
        f"ARRAY[{', '.join(f'{end}({_q(column)})' for _, column in extract.clocks)}]::timestamptz[]"
        for end in ("min", "max")
    )
    return (
        f"SELECT '{extract.name}', count(*), {files or 0}, {', '.join(ends)} "
        f"FROM {_q(extract.table)} WHERE {_belongs_to_any(extract)}"
    )


def stored_files(extract: Extract, column: str) -> str:
    """The names of the stored files that belong to an export, each with its key, if it has one."""
    where = f"({_belongs_to_any(extract)}) AND {_q(column)} <> ''"
    key = _q(extract.sealed) if extract.sealed else "NULL"
    return f"SELECT {_q(column)}, {key} FROM {_q(extract.table)} WHERE {where}"


def _belongs_to_any(extract: Extract) -> str:
    """Whether a row is about one of the subjects, who may be told of it."""
    mine = " OR ".join(_belongs(path, extract.key, kind) for kind, path in extract.paths)
    if extract.by_rule is None:
        return mine
    column, told = _q(extract.by_rule[0]), ",".join(extract.by_rule[1])
    # The names of rules are letters, digits, - and _.
    return f"({mine}) AND (NOT starts_with({column}, 'disclose.') OR {column} = ANY('{{{told}}}'))"


def _safe_cell(column: str) -> str:
    text = f"{_q(column)}::text"
    # An apostrophe that was there before gets one more, so that taking one off gives it back.
    runs = rf"{text} ~ '^''*[-=+@\t\r]' AND {text} !~ '^-?[0-9.]+$'"
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
        case Unrestricted() | Unheld():
            return _guard(condition)


def _guard(guard: Unrestricted | Unheld) -> str:
    """The test that nothing protects the subject of a row `t`."""
    subject, through = guard.subject, guard.subject.through
    value = _reached(guard.path) if guard.path else f"t.{_q(subject.key)}"
    member = f"m.{_q(through.own)} = {value}{_owner(through)}"
    if isinstance(guard, Unrestricted):
        column = _q(subject.restricted)
        own = f"t.{column} IS NULL"
        if guard.path:
            own = (
                f"NOT EXISTS (SELECT FROM {_q(subject.table)} s WHERE s.{column} IS NOT NULL "
                f"AND s.{_q(subject.key)} = {value})"
            )
        return (
            f"{own} AND NOT EXISTS (SELECT FROM {_q(through.table)} m "
            f"JOIN {_q(through.other_table)} o ON o.{_q(through.other_key)} = "
            f"m.{_q(through.other)} WHERE o.{_q(through.other_restricted)} IS NOT NULL "
            f"AND {member})"
        )
    # The words come from vocabulary.py, whose records are lower-case letters.
    words = ", ".join(f"'{word}'" for word in (ANY, *guard.blockers))
    covers = f"h.lifted_at IS NULL AND h.records && ARRAY[{words}]::varchar[]"
    return (
        f"NOT EXISTS (SELECT FROM {_q(subject.holds)} h WHERE {covers} "
        f"AND h.{_q(subject.in_holds)} = {value}) "
        f"AND NOT EXISTS (SELECT FROM {_q(subject.holds)} h JOIN {_q(through.table)} m "
        f"ON m.{_q(through.other)} = h.{_q(through.other_in_holds)} WHERE {covers} AND {member})"
    )


def _owner(through: Through) -> str:
    """The test that a member `m` counts."""
    if through.owner is None:
        return ""
    column, value = through.owner
    return f" AND m.{_q(column)} = '{value}'"


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
