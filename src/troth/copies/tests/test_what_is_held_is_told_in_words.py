from datetime import timedelta

import pytest

from troth.accounts.models import Person
from troth.accounts.owned import subjects_of
from troth.copies.pages.held import Held, held, kinds
from troth.gates.models import ReadLimit
from troth.gates.recipients import recipients
from troth.policy.shipped import shipped
from troth.publishing.running import plan_on
from troth.requests.ask import ask
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def records(person: Person, name: str = "softsys") -> dict[str, Held]:
    today = make.NOW.date()
    found = held(subjects_of(person), make.policy(name), on=today)
    return {item.record: item for item in found}


def until(item: Held) -> list[str]:
    return [why.until for why in item.why]


def test_rows_are_counted_with_the_time_they_stay() -> None:
    make.in_force("softsys")
    account = make.full_account()
    make.invoice(account, at=make.NOW - timedelta(days=365))
    found = records(make.owner(account))
    assert found["invoice"].rows == 8  # with a line and a tax each, a reminder and a direct debit
    assert until(found["invoice"]) == ["The first until 15 June 2032, the last until 15 June 2033."]
    assert until(found["account"]) == ["Not before 15 June 2033; each sign-in postpones that day."]
    assert found["ticket"].rows == 2 and until(found["ticket"]) == [""]


def test_rows_of_others_are_not_counted() -> None:
    make.in_force("softsys")
    make.full_account()
    found = records(make.owner(make.account()))
    rows = {record: item.rows for record, item in found.items()}
    assert rows == {"account": 1, "person": 1, "membership": 1}


@pytest.mark.parametrize("name", shipped())
def test_every_record_says_why_it_is_kept(name: str) -> None:
    make.in_force(name)
    for item in records(make.owner(make.full_account()), name).values():
        assert item.why, item.record
        for why in item.why:
            assert why.sentence.endswith("."), why


def test_each_kind_of_data_says_where_it_comes_from_what_for_and_who_received_it() -> None:
    make.in_force("ispsystem")
    account = make.full_account()
    make.disclosure(account, recipient="registry")
    policy = make.policy("ispsystem")
    extracts = [e for e in plan_on(make.NOW.date()).extracts if e.record == "person"]
    found = kinds("person", extracts, policy, recipients(subjects_of(make.owner(account)), policy))
    by_meaning = {kind.meaning: kind for kind in found}
    name = by_meaning["names and sign-in names"]
    assert str(name.source).startswith("You told us; what we found")
    assert "Name" in name.columns and name.recipients == ["registry"]
    assert [purpose.rule for purpose in name.purposes] == [
        "purpose.agreements",
        "purpose.administration",
        "purpose.interaction",
        "purpose.law",
    ]
    assert all("GDPR Art. 6" in purpose.basis for purpose in name.purposes)
    assert by_meaning["passwords, keys and tokens"].secret
    assert str(by_meaning["what was done and when"].source).startswith("We noted it")


def test_values_read_in_words_and_not_as_they_are_stored() -> None:
    make.in_force("ispsystem")
    owner = make.owner(make.full_account())
    asked = ask(owner, "erase", at=make.NOW, channel="letter")
    ReadLimit.objects.create(person=owner, category="usage")
    client = signed_in(owner)
    request, consent, person = (
        client.get(f"/privacy-centre/held/{record}/").text
        for record in ("request", "consent", "person")
    )
    assert asked.state == "open" and "by letter" in request and ">letter<" not in request
    assert "to have their data deleted" in request and ">erase<" not in request
    assert "in the account area" in consent and ">portal<" not in consent
    assert "by ticking a box" in person and ">tick<" not in person
    assert "what was done and when" in person and ">usage<" not in person


def test_values_from_a_list_are_told_by_its_words() -> None:
    make.in_force("ispsystem")
    account = make.full_account()
    make.invoice(account)
    client = signed_in(make.owner(account))
    told = client.get("/privacy-centre/held/invoice/").content.decode()
    assert ">Invoice</dd>" in told and ">invoice</dd>" not in told
    assert "{}" not in client.get("/privacy-centre/held/service/").content.decode()
