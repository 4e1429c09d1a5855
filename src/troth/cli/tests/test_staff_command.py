import json

import pytest

from troth.accounts.models import Person
from troth.cli import main
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_add_list_and_remove(capsys: pytest.CaptureFixture[str]) -> None:
    make.in_force("softsys")
    assert main(["staff", "list"]) == 0
    assert "Nobody is staff yet" in capsys.readouterr().out
    assert main(["staff", "add", "Boss@Provider.example", "--role", "owner"]) == 0
    assert "set one with: troth manage changepassword" in capsys.readouterr().out
    colleague = make.verified(make.person())
    assert main(["staff", "add", colleague.email, "--role", "billing"]) == 0
    capsys.readouterr()
    assert main(["staff", "list", "--json"]) == 0
    listed = {row["role"]: row["acknowledged"] for row in json.loads(capsys.readouterr().out)}
    assert listed == {"owner": False, "billing": False}
    assert main(["staff", "remove", colleague.email]) == 0
    colleague.refresh_from_db()
    assert (colleague.is_staff, colleague.staff_role) == (False, "")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["add", "boss", "--role", "owner"], 2, "not an e-mail address"),
        (["add", "x@provider.example", "--role", "king"], 1, "owner, privacy, billing, support"),
        (["remove", "nobody@provider.example"], 1, "never known, or erased already"),
        (["remove", "owner@provider.example"], 1, "the last owner"),
        (["add", "owner@provider.example", "--role", "billing"], 1, "the last owner"),
    ],
)
def test_bad_input(
    arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make.in_force("softsys")
    assert main(["staff", "add", "owner@provider.example", "--role", "owner"]) == 0
    assert main(["staff", *arguments]) == code
    assert message in capsys.readouterr().err
    assert Person.objects.get().staff_role == "owner"
