"""What a customer's request sees of accounts and people, as views generated from the declarations.

Rights by row do not part columns: of an account each member sees the name, and whom the scope is
opened to the rest; of each other people see the name and the address. So of the subjects' own
tables a customer's request reads views, which have the tables' names in a schema of their own. A
column that is not for whoever asks is empty there. What is written is written through a function,
which refuses each column that a scope of theirs does not open.
"""

from collections.abc import Mapping
from typing import Any

from troth.policy.declare import (
    FELLOWS,
    MEMBER,
    Declaration,
    NoPersonalData,
    PersonalData,
    Subjects,
)
from troth.policy.row_security import CUSTOMER, among
from troth.policy.schema import quoted as _q
from troth.policy.tables import Model, column_of, key_of, table_of

BEHIND_WALL = "_customer"  # what follows the name of the tables' schema


def subject_views(declared: Mapping[Model, Declaration], within: str) -> dict[Model, list[str]]:
    """For each subject's own table in the schema `within` the statements that make its view."""
    return {
        model: [*_view(model, data, within), *_changes(model, data, within)]
        for model, data in declared.items()
        if data.is_subject and not isinstance(data, NoPersonalData)
    }


def _names(model: Model, within: str) -> tuple[str, str]:
    """A table and its view, each with its schema."""
    table = _q(table_of(model))
    return f"{_q(within)}.{table}", f"{_q(within + BEHIND_WALL)}.{table}"


def _view(model: Model, data: PersonalData | Subjects, within: str) -> list[str]:
    """The view, which nobody reads credentials in, nor what is for staff."""
    table, view = _names(model, within)
    fields = model._meta.local_concrete_fields
    columns = ", ".join(_column(model, field, data) for field in fields)
    shown = ", ".join(_q(str(field.column)) for field in fields if _is_shown(field, data))
    seen = " OR ".join(among(_q(key_of(model)), scope) for scope in (MEMBER, FELLOWS))
    return [
        f"CREATE VIEW {view} WITH (security_barrier) AS SELECT {columns} FROM {table} WHERE {seen}",
        f"GRANT SELECT ({shown}), UPDATE ON {view} TO {CUSTOMER}",
    ]


def _is_shown(field: Any, data: PersonalData | Subjects) -> bool:
    return isinstance(data, Subjects) or data.audience(field.name) == "subject"


def _column(model: Model, field: Any, data: PersonalData | Subjects) -> str:
    column = _q(str(field.column))
    readers = (scope for scope, names in data.read_by.items() if field.name in names)
    scope = next(readers, data.scope)
    if field.primary_key or scope == FELLOWS:
        return column
    test = among(_q(key_of(model)), scope) if _is_shown(field, data) else "false"
    return f"CASE WHEN {test} THEN {column} END AS {column}"


def _changes(model: Model, data: PersonalData | Subjects, within: str) -> list[str]:
    """The function by which a customer's request changes its own rows through the view.

    Only what differs is written: what is empty in the view stays as it is in the table.
    """
    table, view = _names(model, within)
    key = _q(key_of(model))
    opened = {
        _q(column_of(model, name)): among(f"OLD.{key}", scope)
        for scope, names in data.changed_by.items()
        for name in names
    }
    refused = " OR ".join(
        f"OLD.{column} IS DISTINCT FROM NEW.{column} "
        f"AND ({opened.get(column, 'false')}) IS NOT TRUE"
        for column in (_q(str(field.column)) for field in model._meta.local_concrete_fields)
    )
    values = ", ".join(
        f"{column} = CASE WHEN OLD.{column} IS DISTINCT FROM NEW.{column} "
        f"THEN NEW.{column} ELSE this.{column} END"
        for column in opened
    )
    return [
        f"""CREATE OR REPLACE FUNCTION {view}() RETURNS trigger LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ BEGIN
            IF ({among(f"OLD.{key}", MEMBER)}) IS NOT TRUE THEN RETURN NULL; END IF;
            IF {refused} THEN RAISE insufficient_privilege; END IF;
            UPDATE {table} this SET {values} WHERE {key} = OLD.{key};
            RETURN NEW;
        END $$""",
        f"""CREATE TRIGGER {CUSTOMER}_changes INSTEAD OF UPDATE ON {view} FOR EACH ROW
        EXECUTE FUNCTION {view}()""",
    ]
