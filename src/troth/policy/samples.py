"""What PostgreSQL samples of the tables for its planner, and what it leaves out.

ANALYZE keeps the most common values of each column, and some between them, as they were: they
outlive their rows until the next one, and are in a dump made with `--statistics`. What is personal
is not sampled, since nothing is planned by it: rows are found by keys, moments and rare values.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models

from troth.policy.declare import Declaration, PersonalData
from troth.policy.schema import quoted as _q
from troth.policy.tables import Model, column_of, table_of

# When something was, how much it was, and what is one of a few words says nothing of whom.
_TELL_NOBODY = (
    models.DateField,
    models.TimeField,
    models.BooleanField,
    models.IntegerField,
    models.FloatField,
    models.DecimalField,
)


def unsampled(model: Model, declaration: Declaration) -> list[str]:
    """The columns of a table, in SQL, of which the planner must keep no values."""
    if not isinstance(declaration, PersonalData):
        return []
    personal = dict.fromkeys((*declaration.classified, *declaration.files))
    names = [name for name in personal if _tells(model._meta.get_field(name))]
    return [column_of(model, name) for name in names]


def _tells(field: Any) -> bool:
    return not field.choices and not isinstance(field, _TELL_NOBODY)


def sampling(declared: Mapping[Model, Declaration]) -> dict[Model, list[str]]:
    """For each table the statements that have nothing personal sampled, and drop what was.

    What its indexes compute is not sampled either, unless it is a moment. Of what an index has,
    the planner is told that each value is rare, or it would read whole tables in the hope to find
    one soon. A server before PostgreSQL 18 cannot be told that, and keeps what it has sampled.
    """
    found = {model: unsampled(model, data) for model, data in declared.items()}
    return {model: _statements(table_of(model), columns) for model, columns in found.items()}


def _statements(table: str, columns: list[str]) -> list[str]:
    if not columns:
        return []
    off = ", ".join(f"ALTER COLUMN {_q(column)} SET STATISTICS 0" for column in columns)
    named = ", ".join(f"'{column}'" for column in columns)
    return [
        f"ALTER TABLE {_q(table)} {off}",
        f"""DO $$ DECLARE it record; BEGIN
            FOR it IN SELECT c.oid, c.relname, c.relkind, a.attname, a.attnum, EXISTS (
                    SELECT FROM pg_index x WHERE x.indrelid = c.oid AND a.attnum = ANY (x.indkey)
                ) AS indexed
                FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                LEFT JOIN pg_index i ON i.indexrelid = c.oid
                WHERE CASE WHEN c.oid = '{_q(table)}'::regclass THEN a.attname IN ({named})
                ELSE i.indrelid = '{_q(table)}'::regclass AND i.indkey[a.attnum - 1] = 0
                    AND a.atttypid NOT IN ('timestamptz'::regtype, 'date'::regtype) END
            LOOP
                IF it.relkind = 'i' THEN
                    EXECUTE format(
                        'ALTER INDEX %s ALTER COLUMN %s SET STATISTICS 0',
                        it.oid::regclass, it.attnum
                    );
                END IF;
                IF current_setting('server_version_num')::int < 180000 THEN
                    CONTINUE;
                END IF;
                PERFORM pg_clear_attribute_stats(current_schema(), it.relname, it.attname, false);
                IF it.indexed OR it.relkind = 'i' THEN
                    PERFORM pg_restore_attribute_stats(
                        'schemaname', current_schema()::text, 'relname', it.relname::text,
                        'attname', it.attname::text, 'inherited', false,
                        'null_frac', 0::real, 'avg_width', 32, 'n_distinct', -1::real
                    );
                END IF;
            END LOOP;
        END $$""",
    ]
