import pytest
from django.test import Client

from troth.accounts.models import Account, Activity
from troth.journal.models import Entry
from troth.testing import make

pytestmark = pytest.mark.django_db
REASON = {"reason": "ticket 4711"}


def colleague(role: str) -> Client:
    client = Client()
    client.force_login(make.staff(role))
    return client


def test_marked_once_and_taken_back() -> None:
    make.in_force("websoftmaster")
    account = make.account()
    client = colleague("privacy")
    here = f"/desk/customers/account/{account.pk}/"
    client.post(client.get(here)["Location"], REASON)
    assert "Mark as a reseller" in client.get(here).content.decode()
    for _ in range(2):
        assert client.post(f"{here}reseller/", {"mark": "1"})["Location"] == here
    assert Account.objects.get().reseller
    assert "No longer a reseller" in client.get(here).content.decode()
    client.post(f"{here}reseller/")
    assert not Account.objects.get().reseller
    assert Activity.objects.filter(account=account, what__contains="reseller").count() == 2
    events = Entry.objects.filter(subject=account.pseudonym).values_list("event", flat=True)
    assert {"account.reseller_marked", "account.reseller_unmarked"} <= {*events}


def test_by_privacy_and_owners_only() -> None:
    make.in_force("websoftmaster")
    account = make.account()
    answer = colleague("billing").post(f"/desk/customers/account/{account.pk}/reseller/")
    assert answer.status_code == 403
