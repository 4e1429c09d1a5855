import json
from uuid import UUID

import pytest

from troth.accounts.models import Account, Person
from troth.cli import main
from troth.core.errors import TrothError
from troth.erasure import hold as verbs
from troth.erasure.models import Hold
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

FACTS = ["--reason", "a dispute", "--owner", "legal", "--review", "2040-01-01"]


@pytest.fixture
def person() -> Person:
    make.in_force()
    return make.owner(make.full_account())


def test_place_list_lift(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hold", "list"]) == 0
    assert capsys.readouterr().out == "No hold is in force.\n"
    assert main(["hold", "place", person.email, "--records", "ticket, invoice", *FACTS]) == 0
    assert Hold.objects.count() == 2
    capsys.readouterr()
    assert main(["hold", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {hold["on"].split()[0] for hold in listed} == {"person", "account"}
    assert main(["erase", person.email, "--yes"]) == 0
    assert "A hold keeps the rest" in capsys.readouterr().out
    for hold in listed:
        assert main(["hold", "lift", str(hold["number"])]) == 0
    assert main(["keep"]) == 0
    assert not Account.objects.exists()


def test_what_cannot_be_placed_on_all_is_placed_on_none_and_nothing_is_said(
    person: Person, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse_people(event: str, *, subject: UUID, **more: object) -> None:
        if subject == person.pseudonym:
            raise TrothError("Not this one.")

    monkeypatch.setattr(verbs, "note", refuse_people)
    assert main(["hold", "place", person.email, *FACTS]) == 1
    assert capsys.readouterr().out == "" and not Hold.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["lift", "999"], 1, "There is no hold of this number"),
        (["lift", "one"], 2, "invalid int value"),
        (["place", "nobody@customer.example", *FACTS], 1, "never known, or erased already"),
        (["place", "x@customer.example", "--owner", "o", "--review", "soon"], 2, "--reason"),
        (["lift", "9" * 40], 1, "There is no hold of this number"),
    ],
)
def test_bad_input(
    person: Person,
    arguments: list[str],
    code: int,
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["hold", *arguments]) == code
    assert message in capsys.readouterr().err
    assert not Hold.objects.exists()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"--reason": "r" * 301}, "A reason has at most 300 characters, an owner at most 120."),
        ({"--owner": "o" * 121}, "A reason has at most 300 characters, an owner at most 120."),
        ({"--reason": " "}, "A hold needs records, a reason and an owner."),
        ({"--records": "ticket,nothing"}, "Not a record: nothing."),
        ({"--review": "2020-01-01"}, "A hold needs a day of review in the future."),
    ],
)
def test_what_does_not_fit_is_told_in_one_line(
    person: Person, changed: dict[str, str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = dict(zip(FACTS[::2], FACTS[1::2], strict=True))
    typed = [word for pair in (usual | changed).items() for word in pair]
    assert main(["hold", "place", person.email, *typed]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(message)
    assert not Hold.objects.exists()


def test_a_reason_hides_nothing(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    typed = ["--reason", "a\u202eb", "--owner", "A", "--review", "2040-01-01"]
    assert main(["hold", "place", person.email, *typed]) == 2
    assert "cannot be displayed" in capsys.readouterr().err and not Hold.objects.exists()


def test_what_just_fits_is_taken(person: Person) -> None:
    long = ["--reason", "r" * 300, "--owner", "o" * 120, "--review", "2040-01-01"]
    assert main(["hold", "place", person.email, *long]) == 0
