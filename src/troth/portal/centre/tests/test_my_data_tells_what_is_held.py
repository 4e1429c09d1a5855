from datetime import timedelta

import pytest

from troth.accounts.models import Person
from troth.policy.shipped import shipped
from troth.portal.centre.held import held, received
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def of(person: Person, record: str) -> tuple[int, list[str]]:
    found = held(person, make.policy("softsys"), on=make.NOW.date())
    item = next(item for item in found if item.record == record)
    return item.rows, [why.until for why in item.why]


def test_rows_are_counted_with_the_time_they_stay() -> None:
    make.in_force("softsys")
    account = make.full_account()
    make.invoice(account, at=make.NOW - timedelta(days=365))
    person = make.owner(account)
    assert of(person, "invoice") == (
        2,
        ["The first until 15 June 2032, the last until 15 June 2033."],
    )
    assert of(person, "account")[1] == ["Not before 15 June 2033; each sign-in moves that day on."]
    assert of(person, "ticket") == (1, [""])


def test_rows_of_others_are_not_counted() -> None:
    make.in_force("softsys")
    make.full_account()
    person = make.owner(make.account())
    found = held(person, make.policy("softsys"), on=make.NOW.date())
    assert {item.record: item.rows for item in found} == {
        "account": 1,
        "person": 1,
        "membership": 1,
    }


@pytest.mark.parametrize("name", shipped())
def test_every_record_says_why_it_is_kept(name: str) -> None:
    make.in_force(name)
    person = make.owner(make.full_account())
    for item in held(person, make.policy(name), on=make.NOW.date()):
        assert item.why, item.record
        for why in item.why:
            assert why.sentence.endswith("."), why


def test_recipients_are_named_with_what_they_received() -> None:
    make.in_force("softsys")
    account = make.full_account()
    make.disclosure(account, recipient="plaid")
    parties = {party.name: party for party in received(make.owner(account), make.policy("softsys"))}
    assert parties["Plaid"].categories == ["identity"]
    assert parties["Plaid"].times == 1
    assert parties["registry"].function == ""
