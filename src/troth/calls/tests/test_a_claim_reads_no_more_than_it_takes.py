"""A night begins thousands of calls at once: who claims some of them does not look through all."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from troth.calls.models import Call
from troth.calls.tests.counterpart import FILE
from troth.calls.work import work_together
from troth.core.query import query
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

_CALLS = """
    INSERT INTO calls_call (kind, plug_in, verb, about, row, key, made_at, next_at, tries, why,
        answer)
    SELECT 'test', 'test', 'do', 'accounts.account', n, 'call ' || n, %s, %s, 0, '', ''
    FROM generate_series(1, 5000) n
"""


def test_claims_of_many_that_are_due_at_one_moment(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CALLS = {"test": "troth.calls.tests.counterpart.Counterpart"}
    monkeypatch.setenv(FILE, str(tmp_path / "arrived"))
    make.in_force("softsys")
    with connection.cursor() as cursor:
        cursor.execute(_CALLS, [make.NOW, make.NOW])
        cursor.execute("ANALYZE calls_call")
    with CaptureQueriesContext(connection) as captured:
        assert work_together(10, at=make.NOW) == 10
    assert set(Call.objects.filter(done_at=make.NOW).values_list("row", flat=True)) == {
        *range(1, 11)
    }
    claim = next(each["sql"] for each in captured if "SKIP LOCKED" in each["sql"])
    plan = "\n".join(line for (line,) in query(f"EXPLAIN {claim.replace('%', '%%')}"))
    assert "Index Scan using call_next_one" in plan and "Sort" not in plan
