import pytest
from django.test import Client

from troth.accounts.models import Account, Membership, Person
from troth.requests.ask import ask
from troth.requests.refuse import refuse
from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    """One about which its owner has asked by letter, and once about themselves."""
    make.in_force("ispsystem")
    account = make.account()
    owner = make.owner(account)
    words = "My own words."
    ask(owner, "rectify", at=make.NOW, account=account, channel="letter", text=words)
    ask(owner, "erase", at=make.NOW, text=words)
    return account


def page(account: Account, who: Person) -> str:
    client = Client()
    client.force_login(who)
    return client.get(f"/account/{account.pk}/requests/").content.decode()


def trusted(account: Account, scope: str) -> Person:
    friend = make.person()
    make.trusted(account, friend)
    Membership.objects.filter(person=friend).update(scopes=scope)
    return friend


def test_what_and_when_and_what_became_of_it_but_no_words(account: Account) -> None:
    for who in (make.owner(account), trusted(account, "privacy")):
        html = page(account, who)
        assert "To correct and complete their data" in html
        assert "Asked on 15 June 2026" in html and "The answer is due by" in html
        assert "deleted" not in html and "My own words." not in html
        assert f'href="/account/{account.pk}/requests/" aria-current="page"' in html
    refuse(account.requests.get(), "It is right as it is.", at=make.NOW)
    html = page(account, trusted(account, "privacy"))
    assert "Refused" in html and "Closed on 15 June 2026" in html
    assert "It is right as it is." not in html


def test_nobody_else_sees_them(account: Account) -> None:
    friend = trusted(account, "billing")
    client = Client()
    client.force_login(friend)
    assert client.get(f"/account/{account.pk}/requests/").status_code == 403
    assert "requests/" not in client.get(f"/account/{account.pk}/").content.decode()
    client.force_login(make.owner(make.account()))
    assert client.get(f"/account/{account.pk}/requests/").status_code == 404


def test_without_any_the_page_says_when_there_are(account: Account) -> None:
    account.requests.all().delete()
    assert "Nothing yet." in page(account, make.owner(account))
