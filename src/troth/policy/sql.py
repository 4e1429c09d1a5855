"""The plan's steps and sweeps as PostgreSQL. No other file writes SQL that removes data.

Names of tables and columns come from the models, never from a policy or a person; values are
parameters: `ids` (the rows of this chunk, or the subjects asked about), `cutoff` and `at` (moments,
UTC), `gone` (accounts to be thought away).
"""

from collections.abc import Iterable

from troth.core.text import FORMULA
from troth.policy.plan import (
    ANY,
    Address,
    Alone,
    Asked,
    Before,
    Condition,
    Empty,
    Ends,
    Extract,
    Hop,
    Inactive,
    Path,
    Plan,
    Removal,
    Step,
    Subject,
    Sweep,
    Told,
    Unprotected,
    Untrue,
)
from troth.policy.schema import quoted as _q

# The view of what protects whom: one row for each restriction and each hold in force, of the
# subject itself, of an account through its owner, and of people through their accounts.
PROTECTION = "erasure_protection"


def act(step: Step) -> str:
    """The statement that carries a step out for `ids`; blank when it has nothing to change."""
    table, where = _q(step.table), _found(step)
    files = ", ".join(f"t.{_q(f)}" for f in step.files)
    if step.onto:
        return _carry(step)
    if step.behind:
        key = _q(step.key)
        return (
            f"WITH t AS (DELETE FROM {table} t WHERE {where} RETURNING {key}) "
            f"DELETE FROM {_q(step.behind)} s USING t WHERE s.{key} = t.{key}"
        )
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


def _carry(step: Step) -> str:
    """Write the last moment of activity that rows prove into the row of their subject."""
    onto = step.onto
    assert onto
    by, column = _q(onto.by), _q(onto.column)
    last = (
        f"SELECT t.{by} AS key, max(COALESCE(t.{_q(onto.until)}, %(at)s)) AS last "
        f"FROM {_q(step.table)} t WHERE {_found(step)} GROUP BY t.{by}"
    )
    if onto.members:
        table, account, person = map(_q, onto.members)
        last = (
            f"SELECT m.{person} AS key, max(x.last) AS last FROM ({last}) x "
            f"JOIN {table} m ON m.{account} = x.key GROUP BY m.{person}"
        )
    return (
        f"UPDATE {_q(onto.table)} s SET {column} = x.last FROM ({last}) x "
        f"WHERE s.{_q(onto.key)} = x.key AND s.{column} < x.last"
    )


def present(steps: Iterable[Step]) -> str:
    """Which of these steps find any rows for `ids`: one row of booleans, in their order."""
    return f"SELECT {', '.join(map(_any, steps))}"


def _any(step: Step) -> str:
    there = f"FROM {_q(step.table)} t WHERE {_named(step)}"
    # How rare an address is, the planner does not know: hoping to find one soon, it would read on
    # and on. All of them it finds by the index.
    return f"(SELECT count(*) {there}) > 0" if step.address else f"EXISTS (SELECT {there})"


def rows(step: Step) -> str:
    """The rows that a step would change: key, and from when each of its ends counts."""
    columns = "".join(f", {_start(end)}" for end in step.ends)
    return f"SELECT t.{_q(step.key)}{columns} FROM {_q(step.table)} t WHERE {_found(step)}"


def count(step: Step) -> str:
    """How many rows a step finds."""
    return f"SELECT count(*) FROM {_q(step.table)} t WHERE {_found(step)}"


def _start(end: Ends) -> str:
    """When a row's keeping began; what has not started starts now."""
    clock = f"t.{_q(end.clock)}"
    return f"COALESCE({clock}, t.{_q(end.kept)}, %(at)s)" if end.kept else clock


def _found(step: Step) -> str:
    """The test that finds a step's rows."""
    named = _named(step)
    return f"{named} AND {_unprotected(step.guard)}" if step.guard else named


def _named(step: Step) -> str:
    """The test that a row names the roots whose keys are in `ids`: by a key, or by an address."""
    if step.address is None:
        return _belongs(step.path, step.key)
    if not step.path:
        return _addressed(step.address, "t")
    *hops, last = step.path
    test = (
        f"{_q(last.column)} IN (SELECT r.{_q(last.key)} FROM {_q(last.table)} r "
        f"WHERE {_addressed(step.address, 'r')})"
    )
    return _within(reversed(hops), test)


def _addressed(address: Address, row: str) -> str:
    """The test that a row has an address which one of those in `ids` has confirmed, and no key."""
    tests = [
        f"lower({row}.{_q(address.column)}) IN (SELECT lower(a.{_q(address.address)}) "
        f"FROM {_q(address.book)} a WHERE a.{_q(address.person)} = ANY(%(ids)s) "
        f"AND a.{_q(address.confirmed)})",
        *(f"{row}.{_q(column)} IS NULL" for column in address.unknown),
    ]
    if address.about:
        tests.append(_unprotected(Unprotected(address.about, address.blockers), row=row))
    return " AND ".join(tests)


def due(sweep: Sweep, plan: Plan) -> str:
    """The keys of all rows that are due by a sweep at `cutoff`.

    Who has asked comes in the order of keys: each is erased by themselves, and what one takes
    along the next does not find.
    """
    found = _due(sweep, plan)
    return f"{found} ORDER BY t.{_q(plan.removals[sweep.removal].key)}" if sweep.asked else found


def _due(sweep: Sweep, plan: Plan) -> str:
    removal = plan.removals[sweep.removal]
    emptied = next((c.column for c in sweep.conditions if isinstance(c, Empty)), None)
    tests = " AND ".join(_test(c, removal, emptied) for c in sweep.conditions)
    return f"SELECT t.{_q(removal.key)} FROM {_q(removal.table)} t WHERE {tests}"


def among(sweep: Sweep, plan: Plan) -> str:
    """Those of `ids` that are due by a sweep, in the order of their keys."""
    key = f"t.{_q(plan.removals[sweep.removal].key)}"
    return f"{_due(sweep, plan)} AND {key} = ANY(%(ids)s) ORDER BY {key}"


def claim(sweep: Sweep, plan: Plan) -> str:
    """Lock those of `ids` that are due and that nobody else has locked."""
    return f"{among(sweep, plan)} FOR UPDATE OF t SKIP LOCKED"


def lock(subject: Subject) -> str:
    """Lock the subjects in `ids`, in the order of their keys: key, pseudonym, restricted."""
    key = f"t.{_q(subject.key)}"
    return (
        f"SELECT {key}, s.{_q(subject.pseudonym)}, NOT {_unprotected(_RESTRICTED, key)} "
        f"FROM {_q(subject.table)} t JOIN {_q(subject.behind)} s ON s.id = {key} "
        f"WHERE {key} = ANY(%(ids)s) ORDER BY {key} FOR UPDATE OF t, s"
    )


def holds() -> str:
    """The holds in force that reach subjects in `ids`: the subject and the records covered."""
    return (
        f"SELECT subject_id, records FROM {PROTECTION} "
        "WHERE NOT restricted AND subject_id = ANY(%(ids)s)"
    )


def extract(extract: Extract, *, safe_cells: bool = False) -> str:
    """The rows of an export about the subjects in `ids`, by their keys.

    With `safe_cells`, text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    columns = ", ".join(
        f"{_safe_cell(column)} AS {_q(column)}" if safe_cells else _q(column)
        for column, _ in extract.columns
    )
    where = _belongs_to_any(extract)
    return f"SELECT {columns} FROM {_from(extract)} WHERE {where} ORDER BY {_q(extract.key)}"


def _from(extract: Extract) -> str:
    """The table of an extract, with the one behind it."""
    if not extract.parent:
        return _q(extract.table)
    return f"{_q(extract.table)} JOIN {_q(extract.parent)} USING ({_q(extract.key)})"


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
        f"FROM {_from(extract)} WHERE ({_belongs_to_any(extract)}){older} "
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
        f"FROM {_from(extract)} WHERE {_belongs_to_any(extract)}"
    )


def stored_files(extract: Extract, column: str) -> str:
    """The names of the stored files that belong to an export, each with its key, if it has one, and
    what its owner called it, where that is known: in the column `NAME_name`."""
    where = f"({_belongs_to_any(extract)}) AND {_q(column)} <> ''"
    key = _q(extract.sealed) if extract.sealed else "NULL"
    called = f"{column}_name"
    name = _q(called if called in dict(extract.columns) else column)
    return f"SELECT {_q(column)}, {key}, {name} FROM {_q(extract.table)} WHERE {where}"


def _belongs_to_any(extract: Extract) -> str:
    """Whether a row is about one of the subjects in `ids`, who may be told of it."""
    mine = " OR ".join(_belongs(path, extract.key) for path in extract.paths)
    if extract.by_rule is None:
        return mine
    column, told = _q(extract.by_rule[0]), ",".join(extract.by_rule[1])
    # The names of rules are letters, digits, - and _.
    return f"({mine}) AND (NOT starts_with({column}, 'disclose.') OR {column} = ANY('{{{told}}}'))"


def _safe_cell(column: str) -> str:
    text = f"{_q(column)}::text"
    # An apostrophe that was there before gets one more, so that taking one off gives it back.
    runs = rf"{text} ~ '^''*[{FORMULA}]' AND {text} !~ '^-?[0-9.]+$'"
    return f"CASE WHEN {runs} THEN chr(39) || {text} ELSE {text} END"


def _test(condition: Condition, removal: Removal, emptied: str | None) -> str:
    key = f"t.{_q(removal.key)}"
    match condition:
        case Before(column, None):
            return f"{_clock(column, emptied)} < %(cutoff)s"
        case Before(column, kept):
            began = f"t.{_q(column)} IS NULL AND {_clock(str(kept), emptied)} < %(cutoff)s"
            return f"({_clock(column, emptied)} < %(cutoff)s OR {began})"
        case Empty(column):
            return f"t.{_q(column)} IS NULL"
        case Asked(behind, column, waits):
            return (
                f"EXISTS (SELECT FROM {_q(behind)} s WHERE s.id = {key} "
                f"AND s.{_q(column)} IS NOT NULL "
                f"AND (s.{_q(waits)} IS NULL OR s.{_q(waits)} < %(cutoff)s))"
            )
        case Told(column):
            return f"(t.{_q(column)} IS NULL OR t.{_q(column)} < %(cutoff)s)"
        case Untrue(column):
            return f"NOT t.{_q(column)}"
        case Alone(table, column, account, (role, owner)):
            # The value comes from the models, whose words are letters.
            return (
                f"NOT EXISTS (SELECT FROM {_q(table)} x WHERE x.{_q(column)} = {key} "
                f"AND (x.{_q(account)} <> ALL(%(gone)s) OR x.{_q(role)} <> '{owner}'))"
            )
        case Inactive(table, since, until, path):
            ends = f"x.{_q(since)} >= %(cutoff)s"
            if until:
                ends = f"(x.{_q(until)} IS NULL OR x.{_q(until)} >= %(cutoff)s)"
            joins, last = _joined(path)
            return f"NOT EXISTS (SELECT FROM {_q(table)} x{joins} WHERE {last} = {key} AND {ends})"
        case Unprotected():
            return _unprotected(condition)


def _clock(column: str, emptied: str | None) -> str:
    """A clock; of rows that may have been emptied, as their index has it: see `until_emptied`."""
    clock = f"t.{_q(column)}"
    return f"CASE WHEN t.{_q(emptied)} IS NULL THEN {clock} END" if emptied else clock


_RESTRICTED = Unprotected((), None)


def _unprotected(guard: Unprotected, key: str = "", row: str = "t") -> str:
    """The test that nothing protects the subjects of a row, or the one whose key it is."""
    keys = [f"{row}.{_q(column)}" for column in guard.columns] or [key]
    whom = f"= {keys[0]}" if len(keys) == 1 else f"IN ({', '.join(keys)})"
    what = "p.restricted"
    if guard.blockers is not None and ANY in guard.blockers:
        what = "true"
    elif guard.blockers is not None:
        # The words come from the records, whose names are lower-case letters.
        words = ", ".join(f"'{word}'" for word in (ANY, *guard.blockers))
        what = f"({what} OR p.records && ARRAY[{words}]::varchar[])"
    return f"NOT EXISTS (SELECT FROM {PROTECTION} p WHERE p.subject_id {whom} AND {what})"


def _belongs(path: Path, key: str) -> str:
    """The test that a row belongs to the roots whose keys are in the parameter `ids`."""
    if not path:
        return f"{_q(key)} = ANY(%(ids)s)"
    *hops, last = path
    return _within(reversed(hops), f"{_q(last.column)} = ANY(%(ids)s)")


def _within(hops: Iterable[Hop], test: str) -> str:
    """The test that a row leads to one that passes `test`, by these keys, the last one first."""
    for hop in hops:
        test = f"{_q(hop.column)} IN (SELECT {_q(hop.key)} FROM {_q(hop.table)} WHERE {test})"
    return test


def _joined(path: Path) -> tuple[str, str]:
    """Joins from `x` along `path`, and the column that names the row at its end."""
    joins, here = "", "x"
    for number, hop in enumerate(path[:-1]):
        there = f"j{number}"
        joins += f" JOIN {_q(hop.table)} {there} ON {there}.{_q(hop.key)} = {here}.{_q(hop.column)}"
        here = there
    return joins, f"{here}.{_q(path[-1].column)}"
