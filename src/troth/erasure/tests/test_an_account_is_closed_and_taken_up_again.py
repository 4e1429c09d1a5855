import pytest

from troth.accounts.models import Account
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.promise("WT-16")
def test_the_owner_closes_an_account_and_comes_back() -> None:
    make.in_force("websoft")
    account = make.account()
    client = signed_in(make.owner(account))
    close = f"/account/{account.pk}/close/"
    assert close in client.get("/privacy-centre/erase/").content.decode()
    client.post(close)
    first = Account.objects.get().cancelled_at
    client.post(close)
    assert first and Account.objects.get().cancelled_at == first  # closing twice is closing once
    assert "An Account is closed" in client.get("/privacy-centre/").content.decode()
    answer = client.post(close, {"choice": "reopen"}, follow=True)
    assert "Your account is open again" in answer.content.decode()
    assert Account.objects.get().cancelled_at is None
    assert client.post(close, {"choice": "reopen"}).status_code == 409
    done = account.activity.order_by("pk").values_list("what", "person")
    owner = make.owner(account).pk
    assert list(done) == [("account cancelled", owner), ("account reactivated", owner)]


def test_nobody_else_closes_it() -> None:
    make.in_force("websoft")
    account, trusted = make.account(), make.person()
    make.trusted(account, trusted)
    close = f"/account/{account.pk}/close/"
    assert signed_in(trusted).post(close).status_code == 403
    assert signed_in(make.person()).post(close).status_code == 404
    assert Account.objects.get().cancelled_at is None


def test_where_the_policy_has_no_way_back_there_is_no_closing() -> None:
    make.in_force("ispsystem")
    account = make.account()
    client = signed_in(make.owner(account))
    assert "/close/" not in client.get("/privacy-centre/erase/").content.decode()
    assert client.post(f"/account/{account.pk}/close/").status_code == 404
    assert Account.objects.get().cancelled_at is None
