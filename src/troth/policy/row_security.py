"""The second wall as PostgreSQL's row-level security, generated from the declarations.

Under the role CUSTOMER a session sees the rows about the subjects whose keys its settings
`troth.account` and `troth.person` hold, and nothing where they are not set. A row that belongs to
another row is seen with that one. The tables' owner passes the policies by.
"""

from collections.abc import Collection, Mapping

from troth.policy.declare import Declaration, PersonalData
from troth.policy.plan import Path
from troth.policy.schema import Model, Schema, column_of, key_of, table_of
from troth.policy.schema import quoted as _q

CUSTOMER = "troth_customer"  # a role of the whole server, which nobody can sign in as

Rights = Mapping[Model, str]


def row_security(
    declared: Mapping[Model, Declaration],
    rights: Rights,
    shown: Collection[Model],
    readable: Collection[Model],
) -> list[str]:
    """The statements that put every declared table behind the wall, however it was before.

    `rights` are the SQL privileges of a customer's request on each table. All rows of those
    `shown` are to be seen; of all others that hold personal data, one's own. Columns with
    credentials are not read at all, but for those of `readable`.
    """
    schema = Schema(declared)
    statements = []
    for model, data in declared.items():
        table = _q(table_of(model))
        walled = model in schema.personal and model not in shown
        granted = rights[model]
        if model not in readable:
            granted = _without_credentials(model, data, granted)
        statements += [
            f"REVOKE ALL ON {table} FROM {CUSTOMER}",
            f"GRANT {granted} ON {table} TO {CUSTOMER}",
            f"ALTER TABLE {table} {'ENABLE' if walled else 'DISABLE'} ROW LEVEL SECURITY",
            f"DROP POLICY IF EXISTS own ON {table}",
        ]
        if walled:
            statements += _own(schema, model)
    return [*statements, *_fellows(schema)]


def _without_credentials(model: Model, data: Declaration, rights: str) -> str:
    """The rights, those to read for the other columns only."""
    secret = data.categories.get("credential", ()) if isinstance(data, PersonalData) else ()
    if not secret:
        return rights
    fields = [field.name for field in model._meta.concrete_fields if field.name not in secret]
    columns = [_q(column_of(model, name)) for name in fields]
    return rights.replace("SELECT", f"SELECT ({', '.join(columns)})")


def refuse_change(model: Model, columns: Collection[str]) -> list[str]:
    """The statements that keep a customer's request from changing these columns."""
    table = _q(table_of(model))
    named = [_q(column_of(model, name)) for name in columns]
    old, new = (", ".join(f"{row}.{column}" for column in named) for row in ("OLD", "NEW"))
    return [
        f"""CREATE OR REPLACE FUNCTION {CUSTOMER}_refused() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE insufficient_privilege; END $$""",
        f"""CREATE OR REPLACE TRIGGER {CUSTOMER}_refused BEFORE UPDATE ON {table} FOR EACH ROW
        WHEN (current_user = '{CUSTOMER}' AND ({old}) IS DISTINCT FROM ({new}))
        EXECUTE FUNCTION {CUSTOMER}_refused()""",
    ]


def _own(schema: Schema, model: Model) -> list[str]:
    """The policy by which rows are one's own: to be read, and to be written as one's own."""
    table = _q(table_of(model))
    data = schema.personal[model]
    paths = schema.paths(model)
    if data.is_subject:
        return [_policy("own", table, _among(_q(key_of(model)), data.record))]
    if not paths:  # rows about nobody are nobody's
        return []
    mine = " OR ".join(_reaches(table, path, kind) for kind, path in paths.items())
    if len(paths) == 1:
        return [_policy("own", table, mine)]
    if data.owner:  # who joins an account is a stranger before
        check = _reaches(table, paths["account"], "account")
    else:
        # A row about two may not name a stranger as the other, who would then see it.
        known = (f"({_q(p[0].column)} IS NULL OR {_seen(table, p)})" for p in paths.values())
        check = " AND ".join((f"({mine})", *known))
    return [_policy("own", table, mine, check)]


def _fellows(schema: Schema) -> list[str]:
    """The policy by which the people of one's accounts are seen too."""
    people, members = schema.subject_models["person"], schema.membership
    person = _q(column_of(members, "person"))
    table = _q(table_of(people))
    together = (
        f"EXISTS (SELECT FROM {_q(table_of(members))} m "
        f"WHERE m.{person} = {table}.{_q(key_of(people))})"
    )
    return [
        f"DROP POLICY IF EXISTS fellows ON {table}",
        f"CREATE POLICY fellows ON {table} FOR SELECT TO {CUSTOMER} USING ({together})",
    ]


def _policy(name: str, table: str, using: str, check: str | None = None) -> str:
    return (
        f"CREATE POLICY {name} ON {table} TO {CUSTOMER} USING ({using}) "
        f"WITH CHECK ({check or using})"
    )


def _reaches(table: str, path: Path, kind: str) -> str:
    """The test that a row belongs to a subject of the session, or to a row that it sees."""
    return _among(_q(path[0].column), kind) if len(path) == 1 else _seen(table, path)


def _seen(table: str, path: Path) -> str:
    """The test that the row which this one points to is seen, by that table's own policies."""
    hop = path[0]
    return (
        f"EXISTS (SELECT FROM {_q(hop.table)} p WHERE p.{_q(hop.key)} = {table}.{_q(hop.column)})"
    )


def _among(column: str, kind: str) -> str:
    """The test that a column is one of the keys in the session's setting for a kind of subject.

    As a subquery, the setting is read once for a statement and not for every row.
    """
    keys = f"SELECT nullif(current_setting('troth.{kind}', true), '')::bigint[]"
    return f"{column} = ANY (({keys})::bigint[])"
