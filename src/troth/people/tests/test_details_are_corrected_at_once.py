import pytest

from troth.accounts.models import Account, Activity
from troth.journal.models import Entry
from troth.people.tests.pages import correct, details
from troth.policy.shipped import shipped
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "A New Name",
    "company": "=1+1",
    "tax_id": "",
    "street": "Straße 1 🏠",
    "postcode": "10115",
    "city": "Berlin",
    "country": "DE",
}


@pytest.mark.parametrize("name", shipped())
def test_every_policy_lets_customers_correct_their_account(name: str) -> None:
    make.in_force(name)
    account = make.account()
    typed = dict(TYPED)
    if name == "soffront":  # asks for no tax number
        del typed["tax_id"]
    client = signed_in(make.owner(account))
    assert correct(client, details(account), **typed)["Location"] == details(account)
    stored = Account.objects.get()
    assert (stored.name, stored.company, stored.street) == ("A New Name", "=1+1", "Straße 1 🏠")
    assert (stored.postcode, stored.city, stored.country) == ("10115", "Berlin", "DE")
    assert "A New Name" in client.get(details(account)).content.decode()


def test_the_other_ways_to_have_it_corrected_stand_below() -> None:
    make.in_force("softsys")
    account = make.account()
    page = signed_in(make.owner(account)).get(details(account)).content.decode()
    billing = make.policy("softsys").tables.provider.billing_contact
    assert f"by e-mail to {billing}" in page and "by a support ticket" in page


def test_the_log_and_the_journal_say_which_and_never_what() -> None:
    make.in_force("softsys")
    account = make.account()
    correct(signed_in(make.owner(account)), details(account), **TYPED)
    line = Activity.objects.get(account=account)
    assert line.what == ("details corrected: name, company, country, street, postcode, city")
    assert line.person == make.owner(account)
    entry = Entry.objects.get(event="account.corrected")
    assert (entry.rule, entry.subject) == ("right.rectify", account.pseudonym)
    assert entry.counts["fields"][0] == "name"


def test_the_same_form_twice_is_one_correction() -> None:
    make.in_force("softsys")
    account = make.account()
    client = signed_in(make.owner(account))
    first = correct(client, details(account), **TYPED)
    before = Entry.objects.count()
    again = client.post(details(account), TYPED | {"version": "of.the.page.before"})
    assert (first["Location"], again["Location"]) == (details(account), details(account))
    assert Entry.objects.count() == before and Activity.objects.count() == 1


def test_what_is_held_beyond_the_policy_is_shown_and_can_be_emptied() -> None:
    make.in_force("soffront")  # its form asks for no tax number
    account = make.account()
    Account.objects.update(tax_id="X1234", name="", region="Kerala")
    client = signed_in(make.owner(account))
    page = client.get(details(account)).content.decode()
    assert "X1234" in page
    correct(client, details(account), name="A", company="", tax_id="", country="", street="")
    stored = Account.objects.get()
    assert (stored.tax_id, stored.street, stored.country) == ("", "", "")


def test_what_the_policy_requires_stays_required() -> None:
    make.in_force("softsys")
    account = make.account()
    client = signed_in(make.owner(account))
    answer = correct(client, details(account), **TYPED | {"name": "", "city": ""})
    page = answer.content.decode()
    assert answer.status_code == 200 and page.count("This field is required") >= 2
    assert "Straße 1 🏠" in page  # nothing that was typed is lost
    assert Account.objects.get().name == "An Account"
