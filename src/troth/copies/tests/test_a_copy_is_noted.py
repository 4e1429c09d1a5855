"""Whoever makes a copy of somebody's data: their accounts' logs and the journal have it."""

from pathlib import Path

import pytest

from troth.accounts.models import Activity
from troth.cli import main
from troth.copies.ask_copy import ask_copy
from troth.copies.copy import make_copy
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)

LOGGED = "copy of all data made"


def test_by_the_operator(tmp_path: Path) -> None:
    make.in_force()
    account = make.account()
    person = make.owner(account)
    assert main(["export", person.email, "--output", str(tmp_path / "copy.zip")]) == 0
    line = Activity.objects.get(what=LOGGED)
    assert (line.account, line.person) == (account, None)
    assert Entry.objects.get(event="person.exported").subject == person.pseudonym


def test_by_themselves() -> None:
    make.in_force()
    person = make.person()
    accounts = [make.account(person), make.account(person)]
    copy = ask_copy(person, "json", at=make.NOW)
    make_copy(copy.pk, at=make.NOW)
    lines = Activity.objects.filter(what=LOGGED)
    assert {(line.account, line.person) for line in lines} == {(a, person) for a in accounts}
    assert Entry.objects.get(event="person.exported").subject == person.pseudonym
