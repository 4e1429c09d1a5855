"""The second wall as PostgreSQL's row-level security, generated from the declarations.

Under the role CUSTOMER a transaction has a setting for each scope, with the key of the person and
those of the accounts that this scope opens to them. It reads the rows about these subjects, and
nothing where the setting is missing. Each row carries the key of whom it is about, so that no
policy looks into another table. The tables' owner passes the policies by. Of accounts and people
themselves it reads the views of `subject_views.py`.
"""

from collections.abc import Mapping

from troth.policy.declare import (
    FELLOWS,
    MEMBER,
    OWNER,
    Act,
    Declaration,
    NoPersonalData,
    PersonalData,
    declarations,
)
from troth.policy.schema import ANYBODY, Schema, Table
from troth.policy.schema import quoted as _q
from troth.policy.tables import Model, column_of, schema, table_of

CUSTOMER = "troth_customer"  # a role of the whole server, which nobody can sign in as

_SQL: dict[Act, str] = {"read": "SELECT", "add": "INSERT", "change": "UPDATE", "remove": "DELETE"}


def setting(scope: str) -> str:
    """The setting that holds the keys of the subjects which a scope opens."""
    return f"troth.{scope}"


def scopes() -> list[str]:
    """The scopes of trusted people that a declaration names."""
    declared = (d.scope for d in declarations().values() if isinstance(d, PersonalData))
    return sorted(set(declared) - {OWNER, MEMBER})


def row_security(declared: Mapping[Model, Declaration]) -> dict[Model, list[str]]:
    """For each table the statements that put it behind the wall, however it was before.

    What a customer's request may do is what the declaration allows, and to rows of its own; with
    no word of it, to read them. Credentials and what is for staff are not read, but where the
    declaration says why.
    """
    known = schema(declared)
    return {
        model: _closed(model)
        if data.is_subject
        else [
            *_privileges(model, data),
            *_rows(known, model, data),
            *_changes(known, model, data),
        ]
        for model, data in declared.items()
    }


def _closed(model: Model) -> list[str]:
    """No row of the table itself, of which a view shows what there is to see."""
    table = _q(table_of(model))
    return [
        f"REVOKE ALL ON {table} FROM {CUSTOMER}",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
    ]


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
    granted = [f"GRANT {rights} ON {table} TO {CUSTOMER}"] if rights else []
    return [f"REVOKE ALL ON {table} FROM {CUSTOMER}", *granted]


def _changes(known: Schema, model: Model, data: Declaration) -> list[str]:
    """The statements that keep a customer's request from changing what its scopes do not open."""
    if isinstance(data, NoPersonalData) or not data.changed_by:
        return []
    table = _q(table_of(model))
    refused = []
    for scope, names in data.changed_by.items():
        columns = [_q(column_of(model, name)) for name in names]
        old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
        opened = among(f"OLD.{_account(known, model)}", scope)
        refused.append(f"({old}) IS DISTINCT FROM ({new}) AND ({opened}) IS NOT TRUE")
    return [
        f"""CREATE OR REPLACE FUNCTION {CUSTOMER}_refused() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE insufficient_privilege; END $$""",
        f"""CREATE TRIGGER {CUSTOMER}_refused BEFORE UPDATE ON {table} FOR EACH ROW
        WHEN (current_user = '{CUSTOMER}' AND ({" OR ".join(refused)}))
        EXECUTE FUNCTION {CUSTOMER}_refused()""",
    ]


def _account(known: Schema, model: Model) -> str:
    """The column with the key of the account that a row is about, or of whom it is about."""
    keys = dict(_keys(known.tables[table_of(model)]))
    return _q(keys.get("account") or keys[ANYBODY])


def _rows(known: Schema, model: Model, data: Declaration) -> list[str]:
    """The policies by which rows are read and written, where they are about somebody."""
    table = _q(table_of(model))
    found = known.tables.get(table_of(model))
    if found is None or not isinstance(data, PersonalData) or data.everybodys:
        return [f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        *(
            f"CREATE POLICY {act} ON {table} FOR {_SQL[act]} TO {CUSTOMER} {test}"
            for act, test in _of(model, found, data).items()
            if act in data.customers
        ),
    ]


def _of(model: Model, found: Table, data: PersonalData) -> dict[Act, str]:
    """What each act is allowed on; rows about nobody, and those without a key, are nobody's.

    What may be changed may be locked. A change leaves rows to whom they belong.
    """
    keys = [(kind, _q(key)) for kind, key in _keys(found)]
    if not keys:
        return {}
    read = " OR ".join(among(key, OWNER if kind == "person" else data.scope) for kind, key in keys)
    write = " OR ".join(among(key, OWNER) for _kind, key in keys)
    if found.owner:
        role, owner = found.owner
        removed = f"({write}) AND {_q(role)} <> '{owner}'"
        return {"read": _if(read), "change": _if(write), "remove": _if(removed)}
    add = write
    if len(keys) > 1:
        # A row about two may not name a stranger as the other, who would then see it.
        known = (
            f"({key} IS NULL OR {among(key, MEMBER)} OR {among(key, FELLOWS)})"
            for _kind, key in keys
        )
        add = " AND ".join((f"({write})", *known))
    if data.by:
        by = among(_q(column_of(model, data.by)), OWNER)
        read = f"{read} OR {by}"
        add = " AND ".join((*(among(key, MEMBER) for _kind, key in keys), by))
    return {
        "read": _if(read),
        "add": f"WITH CHECK ({add})",
        "change": f"{_if(write)} WITH CHECK ({add})",
        "remove": _if(write),
    }


def _keys(found: Table) -> list[tuple[str, str]]:
    """The columns with a key of whom a row is about, each with the kind of subject."""
    return [(kind, path[0].column) for kind, path in found.subjects if len(path) == 1]


def _if(test: str) -> str:
    return f"USING ({test})"


def among(column: str, scope: str) -> str:
    """The test that a column is one of the keys that a setting of the transaction holds."""
    return f"{column} = ANY (nullif(current_setting('{setting(scope)}', true), '')::bigint[])"
