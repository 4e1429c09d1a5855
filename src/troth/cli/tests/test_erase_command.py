import json

import pytest

from troth.accounts.models import Account, Person
from troth.cli import main
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person() -> Person:
    make.in_force()
    return make.owner(make.full_account())


def test_preview_changes_nothing(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["erase", person.email, "--preview"]) == 0
    out = capsys.readouterr().out
    assert "kept until" in out and "(keep.invoice)" in out
    assert Person.objects.filter(pk=person.pk).exists()


def test_json_is_the_same_before_and_after(
    person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["erase", person.email, "--preview", "--json"]) == 0
    before = json.loads(capsys.readouterr().out)
    assert main(["erase", person.email, "--yes", "--json"]) == 0
    after = json.loads(capsys.readouterr().out)
    assert Entry.objects.filter(receipt=after.pop("receipt"), event="person.erased").exists()
    assert after.pop("complete") is True
    assert after == before
    assert not Account.objects.exists()


def test_without_a_terminal_it_wants_yes(
    person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["erase", person.email]) == 2
    assert "say --yes, or --preview" in capsys.readouterr().err
    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("command", [["erase", "--yes"], ["export", "--output", "never.zip"]])
def test_an_unknown_or_erased_address_is_not_repeated(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    make.in_force()
    assert main([*command, "nobody@customer.example"]) == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "never known, or erased already" in captured.err
    assert "nobody@" not in captured.err + captured.out


def test_who_is_under_age_is_erased_where_the_policy_says_so(
    person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["erase", person.email, "--yes", "--under-age"]) == 1
    assert "for their age" in capsys.readouterr().err
    make.in_force("websoftmaster")
    assert main(["erase", person.email, "--yes", "--under-age"]) == 0
    assert Entry.objects.get(event="person.erased").rule == "refuse"
