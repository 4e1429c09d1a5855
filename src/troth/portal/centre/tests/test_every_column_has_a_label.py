"""Whatever an export holds, the page of what we hold can name."""

from troth.policy.tables import schema
from troth.portal.centre.labels import COLUMNS, TABLES

SCHEMA = schema()
EXTRACTS = [SCHEMA.extract(t) for t in SCHEMA.tables.values() if t.subjects or t.is_subject]


def test_every_table_and_column_of_an_export_has_a_label() -> None:
    columns = {column for extract in EXTRACTS for column, _ in extract.columns}
    assert columns - COLUMNS.keys() == set()
    assert {extract.name for extract in EXTRACTS} - TABLES.keys() == set()


def test_no_label_is_left_over() -> None:
    columns = {column for extract in EXTRACTS for column, _ in extract.columns}
    assert COLUMNS.keys() - columns == set()
    assert TABLES.keys() - {extract.name for extract in EXTRACTS} == set()
