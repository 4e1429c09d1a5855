import json

import pytest

from troth.accounts.models import Account, Person
from troth.cli import main
from troth.erasure.ask_erasure import ask_erasure
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_of_them_with_their_accounts(capsys: pytest.CaptureFixture[str]) -> None:
    make.in_force("soffront")
    for _ in range(2):
        ask_erasure(make.owner(make.full_account()), at=make.NOW)
    told = []
    for options in (["--dry-run"], []):
        assert main(["keep", "--json", *options]) == 0
        told.append(json.loads(capsys.readouterr().out)["removed"])
    assert not Account.objects.exists() and not Person.objects.exists()
    foreseen, done = told
    assert foreseen == done
    # By the clock, what gateways told of them is long due as well.
    assert {line["rule"] for line in done} == {"keep.payment-event", "right.erase"}
