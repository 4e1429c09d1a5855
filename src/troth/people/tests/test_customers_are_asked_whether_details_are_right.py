from datetime import timedelta

import pytest
from django.utils import timezone

from troth.accounts.models import Account, Person
from troth.journal.models import Entry
from troth.people.tests.pages import correct, details
from troth.policy.shipped import shipped
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
ASKED = "Are these still right?"


def long_known(policy: str) -> Account:
    """An account that was opened more than a year ago."""
    make.in_force(policy)
    return make.account(at=timezone.now() - timedelta(days=400))


@pytest.mark.parametrize("name", shipped())
def test_after_a_year_where_the_policy_says_so(name: str) -> None:
    account = long_known(name)
    client = signed_in(make.owner(account))
    promised = name in ("ispsystem", "websoft", "websoftmaster")
    for page in (details(account), "/profile/"):
        assert (ASKED in client.get(page).content.decode()) == promised


def test_an_answer_holds_for_a_year() -> None:
    account = long_known("websoft")
    client = signed_in(make.owner(account))
    for page in (details(account), "/profile/"):
        for _twice in range(2):
            assert client.post(f"{page}right/")["Location"] == page
        assert ASKED not in client.get(page).content.decode()
    assert Entry.objects.filter(rule="feature.profile-accuracy").count() == 2
    Account.objects.update(confirmed_at=timezone.now() - timedelta(days=366))
    assert ASKED in client.get(details(account)).content.decode()


def test_a_correction_is_an_answer_too() -> None:
    account = long_known("websoft")
    client = signed_in(make.owner(account))
    correct(client, "/profile/", name="A Newer Name", phone="+49 30 1234567")
    assert Person.objects.get().confirmed_at
    assert ASKED not in client.get("/profile/").content.decode()


def test_nobody_is_asked_before() -> None:
    make.in_force("websoft")
    account = make.account(at=timezone.now() - timedelta(days=300))
    assert ASKED not in signed_in(make.owner(account)).get(details(account)).content.decode()
