from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection

from troth.accounts.models import Account, Person
from troth.cli import main
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.snapshot import snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def cut_off_after(statements: int) -> Callable[..., Any]:
    """The server ends the connection before a statement, as it does when it is shut down."""
    left = statements

    def wrapper(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            pid = connection.connection.info.backend_pid
            given = connection.get_connection_params()
            known = {
                k: given[k] for k in ("host", "port", "user", "password", "dbname") if k in given
            }
            with psycopg.connect(**known) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [pid])
        return execute(sql, params, many, context)

    return wrapper


@pytest.mark.parametrize("statements", [14, 20, 26])
def test_one_line_and_nothing_half_done(
    statements: int, capsys: pytest.CaptureFixture[str]
) -> None:
    make.in_force()
    account = make.full_account()
    person = make.owner(account)
    before = snapshot()
    with connection.execute_wrapper(cut_off_after(statements)):
        code = main(["erase", person.email, "--yes"])
    connection.close()

    error = capsys.readouterr().err
    assert code == 1
    assert error.count("\n") == 1 and "the database is gone" in error
    assert snapshot() == before
    assert not Entry.objects.filter(event__endswith=".erased").exists()
    assert main(["erase", person.email, "--yes"]) == 0
    assert not Account.objects.exists() and not Person.objects.exists()
