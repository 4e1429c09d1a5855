"""Build the second wall in the database: a role, its rights, and the policies of every table."""

from collections.abc import Collection, Mapping
from hashlib import sha256

from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.errors import InsufficientPrivilege, LockNotAvailable

from troth.core.errors import TrothError
from troth.policy.declare import declarations
from troth.policy.row_security import CUSTOMER, row_security
from troth.policy.samples import sampling

_LOCK = int.from_bytes(b"wall")
_PATIENCE = "5s"  # for which a table is waited for


def wall_stands() -> bool:
    """Whether the wall is as the models want it and this connection can go behind it."""
    return not _unbuilt(_statements()) and _may_enter()


def build_wall() -> None:
    """Make the wall what the models want, table by table; costs next to nothing when it is.

    A table that others hold is waited for only briefly, so that nobody waits for the wall.
    Nothing happens while tables are missing. Raises TrothError when a table stays in use, and
    when the role is missing and this database user may not make it.
    """
    statements = _statements()
    if not set(statements) <= set(connection.introspection.table_names()):
        return
    unbuilt = _unbuilt(statements)
    if not unbuilt and _may_enter():
        return
    _make_role()
    for table in unbuilt:
        _build(table, statements[table])


def lower_wall() -> None:
    """Take the policies off all tables, so that a migration may change their columns.

    Where they are missing, a customer's request sees no row at all: nobody sees more meanwhile.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _drop_policies(cursor, connection.introspection.table_names(cursor))


def _drop_policies(cursor: CursorWrapper, tables: Collection[str]) -> None:
    """Take our policies off these tables, whatever an earlier release called them."""
    cursor.execute(
        "SELECT policyname, tablename FROM pg_policies WHERE schemaname = current_schema() "
        "AND tablename = ANY(%s) AND roles = ARRAY[%s::name]",
        [list(tables), CUSTOMER],
    )
    quote = connection.ops.quote_name
    for policy, table in cursor.fetchall():
        cursor.execute(f"DROP POLICY {quote(policy)} ON {quote(table)}")
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
            cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {CUSTOMER}")
            _drop_policies(cursor, [table])
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
    sampled = sampling(declared)
    return {
        model._meta.db_table: [*rules, *sampled[model]]
        for model, rules in row_security(declared).items()
    }


def _mark(statements: list[str]) -> str:
    """What a table's comment says of the wall around it."""
    return f"wall {sha256('\n'.join(statements).encode()).hexdigest()}"


def _may_enter() -> bool:
    """Whether this database user may take the role."""
    # Since version 16 a role's maker is a member of it who may not take it.
    how = "SET" if connection.pg_version >= 160000 else "MEMBER"  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(oid, %s) FROM pg_roles WHERE rolname = %s", [how, CUSTOMER]
        )
        found = cursor.fetchone()
    return bool(found and found[0])


def _make_role() -> None:
    """Make sure that the role exists and that this database user may take it."""
    # The role is the whole server's: another database's migration may be quicker.
    make = f"""DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{CUSTOMER}') THEN
            CREATE ROLE {CUSTOMER} NOLOGIN;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$"""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(make)
            if not _may_enter():
                cursor.execute(f"GRANT {CUSTOMER} TO CURRENT_USER")
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        with connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_user)")
            (user,) = cursor.fetchone()
        raise TrothError(
            f"The database role {CUSTOMER} is missing or may not be used; have the database's "
            f"administrator run: CREATE ROLE {CUSTOMER} NOLOGIN; GRANT {CUSTOMER} TO {user};"
        ) from None
