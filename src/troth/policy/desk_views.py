"""What staff read of each table, as views generated from the declarations.

In a schema of their own they have the tables' names, so that a query need not know of them. A
column of a category that the setting READS of the transaction does not name is empty there.
Credentials are empty in any case.
"""

from collections.abc import Mapping
from typing import Any

from troth.policy.declare import Declaration, PersonalData
from troth.policy.schema import quoted as _q
from troth.policy.tables import Model, table_of

STAFF = "troth_staff"  # a role of the whole server, which nobody can sign in as
READS = "troth.reads"
AT_DESK = "_desk"  # what follows the name of the tables' schema


def desk_views(declared: Mapping[Model, Declaration], within: str) -> dict[Model, list[str]]:
    """For each table in the schema `within` the statements that make its view."""
    found = {}
    for model, data in declared.items():
        table, view = _q(table_of(model)), f"{_q(within + AT_DESK)}.{_q(table_of(model))}"
        columns = ", ".join(_column(f, data) for f in model._meta.local_concrete_fields)
        found[model] = [
            f"CREATE VIEW {view} WITH (security_barrier) AS SELECT {columns} FROM {table}",
            f"GRANT SELECT ON {view} TO {STAFF}",
        ]
    return found


def _column(field: Any, data: Declaration) -> str:
    column = _q(field.column)
    category = data.classified.get(field.name) if isinstance(data, PersonalData) else None
    if category is None:
        return column
    read = f"'{category}' = ANY (nullif(current_setting('{READS}', true), '')::text[])"
    shown = "false" if category == "credential" else read
    return f"CASE WHEN {shown} THEN {column} END AS {column}"
