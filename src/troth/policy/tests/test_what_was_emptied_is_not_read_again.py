"""A rule that empties rows looks at those that are left, and not each night at all it emptied."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from troth.core.query import query
from troth.policy import sql
from troth.policy.compile import compile
from troth.policy.parse import read
from troth.policy.shipped import shipped
from troth.policy.tables import schema

# Invoices of two years: those of the first were emptied in time, those of the second are left.
_INVOICES = """
    INSERT INTO billing_invoice (number, issued_at, depersonalised_at, currency, net, total,
        party_name, party_address, party_country, party_tax_id)
    SELECT n, made, CASE WHEN n <= 5000 THEN made + interval '8 years' END, 'EUR', 1190, 1190,
        '', '', 'IN', ''
    FROM generate_series(1, 10000) n,
        LATERAL (SELECT timestamptz '2010-01-01 12:00Z' + n * interval '100 minutes') m (made)
"""


@pytest.mark.django_db
def test_an_index_of_those_that_are_left_is_asked() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_INVOICES)
        cursor.execute("ANALYZE billing_invoice")
    plan = compile(read(shipped()["softsys"]), schema())
    (sweep,) = (sweep for sweep in plan.sweeps if sweep.record == "invoice")
    # As the sweep asks: by a cursor, of which PostgreSQL expects that the first rows are enough.
    explain = f"EXPLAIN DECLARE due CURSOR FOR {sql.due(sweep, plan)}"
    values = {"cutoff": datetime(2010, 12, 14, tzinfo=UTC), "gone": []}
    explained = "\n".join(line for (line,) in query(explain, **values))
    assert "Index Scan using invoice_issued_left on billing_invoice" in explained
