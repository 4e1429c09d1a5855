import json
from datetime import UTC, datetime

import pytest

from troth.accounts.models import Account
from troth.accounts.reactivate import cancel
from troth.cli import main
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

CANCELLED = datetime(2020, 3, 1, tzinfo=UTC)


@pytest.fixture
def cancelled() -> Account:
    """An account whose twelve months ran out in 2021."""
    make.in_force("websoft")
    account = make.full_account(at=CANCELLED)
    cancel(account, at=CANCELLED)
    return account


def test_it_says_what_would_go_and_then_takes_it(
    cancelled: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    on = "2021-03-01"
    assert main(["keep", "--on", on, "--dry-run"]) == 0
    foreseen = capsys.readouterr().out
    assert "Would go by keep.account: " in foreseen and "6 account erased" in foreseen
    assert Account.objects.exists()
    assert main(["keep", "--on", on]) == 0
    assert "Gone by keep.account: " in capsys.readouterr().out
    assert not Account.objects.exists()
    assert main(["keep", "--on", on]) == 0
    assert capsys.readouterr().out == f"Nothing is due on {on}.\n"


def test_json(cancelled: Account, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keep", "--on", "9999-12-31", "--json", "--dry-run"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["on"] == "9999-12-31"
    assert {"keep.account"} <= {line["rule"] for line in answer["removed"]}


@pytest.mark.parametrize("on", ["0001-01-01", "1970-01-01", "2020-03-01"])
def test_before_its_day_nothing_goes(
    cancelled: Account, on: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keep", "--on", on]) == 0
    assert capsys.readouterr().out == f"Nothing is due on {on}.\n"
    assert Account.objects.exists()


def test_a_day_to_come_can_only_be_looked_at(
    cancelled: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keep", "--on", "9999-12-31"]) == 1
    assert "is still to come; look ahead with --dry-run" in capsys.readouterr().err
    assert Account.objects.exists()


@pytest.mark.parametrize("on", ["2026-02-30", "tomorrow", "10000-01-01", ""])
def test_a_day_there_is_not(on: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keep", "--on", on]) == 2
    assert "is not a day; write it as 2026-11-22." in capsys.readouterr().err
