import json

import pytest

from troth.accounts.models import Account, Person
from troth.cli import main
from troth.privacy.models import Hold
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


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["lift", "999"], 1, "There is no hold of this number"),
        (["lift", "one"], 2, "invalid int value"),
        (["place", "nobody@customer.example", *FACTS], 1, "never known, or erased already"),
        (["place", "x@customer.example", "--owner", "o", "--review", "soon"], 2, "--reason"),
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
