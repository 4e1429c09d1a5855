"""Two releases at once, during an upgrade: the older one steps back, and nothing is half done."""

from collections.abc import Iterator

import pytest
from django.db import connection

from troth.accounts.models import Account
from troth.cli import main
from troth.policy.shipped import shipped
from troth.testing import make
from troth.testing.snapshot import snapshot
from troth.wall.build import wall_stands

pytestmark = pytest.mark.django_db(transaction=True)

LINE = (
    "This database was upgraded by a newer Troth, whose migration publishing.0999_later is unknown "
    "here; upgrade this installation too.\n"
)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def newer() -> Iterator[None]:
    """The database as a newer release leaves it: with a migration and a wall of its own."""
    make.in_force()
    run(
        "INSERT INTO django_migrations (app, name, applied) "
        "VALUES ('publishing', '0999_later', now())"
    )
    run("COMMENT ON TABLE accounts_person IS 'of a newer version'")
    yield
    run("DELETE FROM django_migrations WHERE name = '0999_later'")
    assert main(["plan"]) == 0  # which builds the wall again


@pytest.mark.parametrize(
    "command",
    [
        ["serve", "--port", "18999"],
        ["worker"],
        ["keep"],
        ["erase", "nobody@customer.example", "--yes"],
        ["journal", "verify"],
        ["publish", str(shipped()["softsys"])],
        ["policy", "check", "--published"],
    ],
    ids=lambda command: command[0],
)
def test_an_older_command_says_so_and_does_nothing(
    newer: None, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot()
    assert main(command) == 1
    out, err = capsys.readouterr()
    assert (out, err) == ("", LINE)
    assert snapshot() == before
    assert not wall_stands()  # the newer one's was not replaced


@pytest.fixture
def table_of_a_newer_release() -> Iterator[None]:
    run("CREATE TABLE newer (id int, account_id bigint REFERENCES accounts_account)")
    yield
    run("DROP TABLE newer")


def test_an_older_process_that_still_runs_erases_nobody_by_half(
    newer: None,
    table_of_a_newer_release: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    account = make.full_account()
    run(f"INSERT INTO newer VALUES (1, {account.pk})")
    before = snapshot()
    # It was ready before the other release upgraded the database.
    monkeypatch.setattr("troth.cli.erase.ready", lambda: None)
    assert main(["erase", make.owner(account).email, "--yes"]) == 1
    assert capsys.readouterr().err == LINE.replace("too.", "too. Nothing was half done.")
    assert snapshot() == before
    run("DELETE FROM newer")
    assert main(["erase", make.owner(account).email, "--yes"]) == 0
    assert not Account.objects.exists()
