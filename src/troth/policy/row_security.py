"""The second wall as PostgreSQL's row-level security, generated from the declarations.

Under the role CUSTOMER a session sees the rows about the subjects whose keys its setting OWN
holds, and nothing where it is not set; the people whose keys are in FELLOWS it sees too. Each row
carries the key of whom it is about, so that no policy looks into another table. The tables'
owner passes the policies by.
"""

from collections.abc import Mapping

from troth.policy.declare import Declaration, PersonalData, Subjects
from troth.policy.schema import Schema, Table
from troth.policy.schema import quoted as _q
from troth.policy.tables import Model, column_of, schema, table_of

CUSTOMER = "troth_customer"  # a role of the whole server, which nobody can sign in as
OWN = "troth.own"
FELLOWS = "troth.fellows"

_SQL = {"read": "SELECT", "add": "INSERT", "change": "UPDATE", "remove": "DELETE"}


def row_security(declared: Mapping[Model, Declaration]) -> dict[Model, list[str]]:
    """For each table the statements that put it behind the wall, however it was before.

    What a customer's request may do is what the declaration allows, and to rows of its own; with
    no word of it, to read them. Credentials and what is for staff are not read, but where the
    declaration says why.
    """
    known = schema(declared)
    return {
        model: [*_privileges(model, data), *_rows(known, model, data), *_fixed(model, data)]
        for model, data in declared.items()
    }


def _privileges(model: Model, data: Declaration) -> list[str]:
    """What a customer's request may do to a table at all."""
    table = _q(table_of(model))
    rights = ", ".join(_SQL[act] for act in data.customers)
    if isinstance(data, PersonalData) and not data.reads_secrets:
        fields = model._meta.local_concrete_fields
        columns = [
            _q(column_of(model, f.name)) for f in fields if data.audience(f.name) == "subject"
        ]
        if len(columns) < len(fields):
            rights = rights.replace("SELECT", f"SELECT ({', '.join(columns)})")
    return [
        f"REVOKE ALL ON {table} FROM {CUSTOMER}",
        f"GRANT {rights} ON {table} TO {CUSTOMER}",
    ]


def _fixed(model: Model, data: Declaration) -> list[str]:
    """The statements that keep a customer's request from changing some columns."""
    if not isinstance(data, PersonalData) or not data.fixed:
        return []
    table = _q(table_of(model))
    named = [_q(column_of(model, name)) for name in data.fixed]
    old, new = (", ".join(f"{row}.{column}" for column in named) for row in ("OLD", "NEW"))
    return [
        f"""CREATE OR REPLACE FUNCTION {CUSTOMER}_refused() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE insufficient_privilege; END $$""",
        f"""CREATE OR REPLACE TRIGGER {CUSTOMER}_refused BEFORE UPDATE ON {table} FOR EACH ROW
        WHEN (current_user = '{CUSTOMER}' AND ({old}) IS DISTINCT FROM ({new}))
        EXECUTE FUNCTION {CUSTOMER}_refused()""",
    ]


def _rows(known: Schema, model: Model, data: Declaration) -> list[str]:
    """The policy by which rows are one's own: to be read, and to be written as one's own."""
    table = _q(table_of(model))
    if isinstance(data, Subjects):
        key = _q(known.behind.key)
        return [*_walled(table), _policy(table, _among(key, OWN)), *_fellows(table, key)]
    found = known.tables.get(table_of(model))
    if found is None or isinstance(data, PersonalData) and data.everybodys:
        return [
            f"DROP POLICY IF EXISTS own ON {table}",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ]
    return [*_walled(table), *_of(found, table)]


def _of(found: Table, table: str) -> list[str]:
    """The policies of one table; rows about nobody, and those without a key, are nobody's."""
    if found.is_subject:
        own = [_policy(table, _among(_q(found.key), OWN))]
        return [*own, *(_fellows(table, _q(found.key)) if found.record == "person" else ())]
    keys = [(kind, _q(path[0].column)) for kind, path in found.subjects if len(path) == 1]
    if not keys:
        return []
    mine = " OR ".join(_among(key, OWN) for _kind, key in keys)
    if len(keys) == 1:
        return [_policy(table, mine)]
    if found.owner:  # who joins an account is a stranger before
        account = next(key for kind, key in keys if kind == "account")
        return [_policy(table, mine, _among(account, OWN))]
    # A row about two may not name a stranger as the other, who would then see it.
    known = (f"({key} IS NULL OR {_among(key, OWN)} OR {_among(key, FELLOWS)})" for _k, key in keys)
    return [_policy(table, mine, " AND ".join((f"({mine})", *known)))]


def _walled(table: str) -> list[str]:
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS own ON {table}",
        f"DROP POLICY IF EXISTS fellows ON {table}",
    ]


def _fellows(table: str, key: str) -> list[str]:
    """The policy by which the people of one's accounts are seen too."""
    return [
        f"CREATE POLICY fellows ON {table} FOR SELECT TO {CUSTOMER} USING ({_among(key, FELLOWS)})"
    ]


def _policy(table: str, using: str, check: str | None = None) -> str:
    return (
        f"CREATE POLICY own ON {table} TO {CUSTOMER} USING ({using}) WITH CHECK ({check or using})"
    )


def _among(column: str, setting: str) -> str:
    """The test that a column is one of the keys in a setting of the session."""
    return f"{column} = ANY (nullif(current_setting('{setting}', true), '')::bigint[])"
