"""Build the second wall in the database: roles, their rights, policies and views."""

from collections.abc import Collection, Mapping
from hashlib import sha256

from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.errors import InsufficientPrivilege, LockNotAvailable

from troth.accounts.models import Subject
from troth.core.errors import TrothError
from troth.policy.declare import declarations
from troth.policy.desk_views import AT_DESK, STAFF, desk_views
from troth.policy.row_security import CUSTOMER, row_security
from troth.policy.samples import sampling
from troth.policy.subject_views import BEHIND_WALL, subject_views

_ROLES = (CUSTOMER, STAFF)
_VIEWS = {BEHIND_WALL: CUSTOMER, AT_DESK: STAFF}  # whose views stand in which schema
_LOCK = int.from_bytes(b"wall")
_PATIENCE = "5s"  # for which a table is waited for


def wall_stands() -> bool:
    """Whether the wall is as the models want it and this connection can go behind it."""
    return not _unbuilt(_statements()) and not _lacking()


def build_wall() -> None:
    """Make the wall what the models want, table by table; costs next to nothing when it is.

    A table that others hold is waited for only briefly, so that nobody waits for the wall.
    Nothing happens while tables are missing. Raises TrothError when a table stays in use, and
    when a role or a schema of views is missing and this database user may not make it.
    """
    statements = _statements()
    if not set(statements) <= set(connection.introspection.table_names()):
        return
    unbuilt = _unbuilt(statements)
    make_what_lacks()
    for table in unbuilt:
        _build(table, statements[table])


def lower_wall() -> None:
    """Take policies, triggers and views off all tables, so that a migration may change columns.

    Where they are missing, customers and staff see nothing at all: nobody sees more meanwhile.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _take_down(cursor, connection.introspection.table_names(cursor))


def _take_down(cursor: CursorWrapper, tables: Collection[str]) -> None:
    """Take what is ours off these tables, whatever an earlier release called it."""
    cursor.execute(
        "SELECT tablename, 'POLICY', policyname FROM pg_policies "
        "WHERE schemaname = current_schema() AND roles = ARRAY[%(role)s::name] "
        "AND tablename = ANY(%(tables)s) "
        "UNION ALL SELECT relname, 'TRIGGER', tgname FROM pg_trigger JOIN pg_class c "
        "ON c.oid = tgrelid WHERE relnamespace = current_schema()::regnamespace "
        "AND starts_with(tgname, %(role)s) AND relname = ANY(%(tables)s) "
        "UNION ALL SELECT viewname, 'VIEW', schemaname FROM pg_views "
        "WHERE schemaname = ANY(%(schemas)s) AND viewname = ANY(%(tables)s)",
        {"tables": list(tables), "role": CUSTOMER, "schemas": [_schema() + of for of in _VIEWS]},
    )
    quote = connection.ops.quote_name
    for table, kind, name in cursor.fetchall():
        of = "{}.{}" if kind == "VIEW" else "{} ON {}"
        cursor.execute(f"DROP {kind} {of.format(quote(name), quote(table))}")
        cursor.execute(f"COMMENT ON TABLE {quote(table)} IS NULL")


def _build(table: str, statements: list[str]) -> None:
    """Put one table behind the wall, in a transaction of its own."""
    name = connection.ops.quote_name(table)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s), "
                "current_schema()",
                [_PATIENCE, _LOCK],
            )
            schema = connection.ops.quote_name(cursor.fetchone()[2])
            cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {CUSTOMER}")
            for of, role in _VIEWS.items():
                views = connection.ops.quote_name(_schema() + of)
                cursor.execute(f"GRANT USAGE ON SCHEMA {views} TO {role}")
            cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {CUSTOMER}")
            _take_down(cursor, [table])
            for statement in statements:
                cursor.execute(statement)
            cursor.execute(f"COMMENT ON TABLE {name} IS '{_mark(statements)}'")
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        raise TrothError(
            f"The table {table} is in use, so the wall around it could not be built; "
            "run `troth manage migrate` again."
        ) from None


def _unbuilt(statements: Mapping[str, list[str]]) -> list[str]:
    """The tables whose wall is not as these statements want it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.name, obj_description(to_regclass(t.name), 'pg_class') "
            "FROM unnest(%s::text[]) AS t (name)",
            [list(statements)],
        )
        found = dict(cursor.fetchall())
    return [table for table in statements if found[table] != _mark(statements[table])]


def _statements() -> dict[str, list[str]]:
    """What builds the wall, by table, and keeps the planner from sampling what is personal."""
    declared = declarations()
    walled, sampled = row_security(declared), sampling(declared)
    desk, seen = desk_views(declared, _schema()), subject_views(declared, _schema())
    return {
        model._meta.db_table: [*walled[model], *seen.get(model, ()), *desk[model], *sampled[model]]
        for model in declared
    }


def _mark(statements: list[str]) -> str:
    """What a table's comment says of the wall around it."""
    return f"wall {sha256('\n'.join(statements).encode()).hexdigest()}"


def _schema() -> str:
    """The schema of the tables, or of what is to become them; those of the views stand beside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT relnamespace::regnamespace::name FROM pg_class "
            "WHERE oid = to_regclass(%s)), current_schema())",
            [connection.ops.quote_name(Subject._meta.db_table)],
        )
        return str(cursor.fetchone()[0])


def _lacking() -> list[str]:
    """What an administrator runs where a role or the schema of the views is not there for us."""
    # Since version 16 a role's maker is a member of it who may not take it.
    how = "SET" if connection.pg_version >= 160000 else "MEMBER"  # type: ignore[attr-defined]
    schemas = [connection.ops.quote_name(_schema() + of) for of in _VIEWS]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, oid IS NOT NULL, coalesce(pg_has_role(oid, %s), false), "
            "quote_ident(current_user) "
            "FROM unnest(%s::text[]) name LEFT JOIN pg_roles ON rolname = name ORDER BY name",
            [how, list(_ROLES)],
        )
        roles = cursor.fetchall()
        cursor.execute(
            "SELECT name, quote_ident(current_user) FROM unnest(%s::text[]) name "
            "WHERE to_regnamespace(name) IS NULL ORDER BY name",
            [schemas],
        )
        unmade = cursor.fetchall()
    lacking = []
    for name, exists, ours, user in roles:
        lacking += [] if exists else [f"CREATE ROLE {name} NOLOGIN"]
        lacking += [] if ours else [f"GRANT {name} TO {user}"]
    return [*lacking, *(f"CREATE SCHEMA {name} AUTHORIZATION {user}" for name, user in unmade)]


def make_what_lacks() -> None:
    """Make sure that the roles and the schema exist and that this database user may use them."""
    # Roles are the whole server's: another database's migration may be quicker.
    quicker = "duplicate_object OR duplicate_schema OR unique_violation"
    make = f"DO $$ BEGIN {{}}; EXCEPTION WHEN {quicker} THEN NULL; END $$"
    lacking = _lacking()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in lacking:
                cursor.execute(make.format(statement))
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        raise TrothError(
            "The second wall needs what this database user may not make; have the database's "
            f"administrator run in this database: {'; '.join(lacking)};"
        ) from None
