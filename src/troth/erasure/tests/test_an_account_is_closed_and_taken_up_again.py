from datetime import timedelta

import pytest
from django.utils import timezone

from troth.accounts.models import Account, Person
from troth.erasure.keep import keep
from troth.policy.shipped import shipped
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox, text_of
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def is_there(days: int) -> bool:
    """Whether the account outlives the night that many days from now."""
    later = timezone.now() + timedelta(days=days)
    keep(on=later.date(), at=later)
    return Account.objects.exists()


@pytest.mark.parametrize("policy", shipped())
def test_its_owner_closes_it_under_every_policy(policy: str, mailbox: Mailbox) -> None:
    make.in_force(policy)
    account = make.account()
    owner = customer(account)
    make.service(account)
    owed = make.invoice(account, paid=False)
    client = signed_in(owner)
    close = f"/account/{account.pk}/close/"
    assert close in client.get("/privacy-centre/erase/").content.decode()
    asked = client.get(close).content.decode()
    assert "site.example (Hosting)" in asked and f"{owed.number}: €11.90" in asked
    assert Account.objects.get().cancelled_at is None
    client.post(close, {"confirmation": "wrong"})
    assert Account.objects.get().cancelled_at is None
    assert client.post(close, {"confirmation": PASSWORD}).status_code == 302
    first = Account.objects.get().cancelled_at
    client.post(close, {"confirmation": PASSWORD})
    assert first and Account.objects.get().cancelled_at == first  # closing twice is closing once
    told = [text_of(mail) for mail in mailbox.fetch() if mail["To"] == owner.email]
    assert len(told) == 1 and "site.example (Hosting)" in told[0]
    for page in ("/privacy-centre/", f"/account/{account.pk}/"):
        assert "An Account was closed on" in client.get(page).content.decode()


def test_where_nothing_comes_back_it_goes_on_its_day() -> None:
    make.in_force("soffront")
    account = make.account()
    client = signed_in(customer(account))
    close = f"/account/{account.pk}/close/"
    page = client.get(close).content.decode()
    assert "Closing an account cannot be undone" in page
    assert '#keep.account">How long we keep accounts' in page  # as the policy's page heads it
    client.post(close, {"confirmation": PASSWORD})
    assert client.post(close, {"choice": "reopen"}).status_code == 404
    assert is_there(29)
    assert not is_there(30) and not Person.objects.exists()


def test_the_owner_comes_back_where_the_policy_has_a_way() -> None:
    make.in_force("websoft")
    account = make.account()
    owner = customer(account)
    client = signed_in(owner)
    close = f"/account/{account.pk}/close/"
    client.post(close, {"confirmation": PASSWORD})
    answer = client.post(close, {"choice": "reopen"}, follow=True)
    assert "Your account is open again" in answer.content.decode()
    assert Account.objects.get().cancelled_at is None
    assert client.post(close, {"choice": "reopen"}).status_code == 409
    done = account.activity.order_by("pk").values_list("what", "person")
    assert list(done) == [("account cancelled", owner.pk), ("account reactivated", owner.pk)]


def test_whoever_is_trusted_with_it_is_told(mailbox: Mailbox) -> None:
    make.in_force("websoft")
    account, trusted = make.account(), make.person()
    make.trusted(account, trusted)
    client = signed_in(customer(account))
    client.post(f"/account/{account.pk}/close/", {"confirmation": PASSWORD})
    told = text_of(mailbox.last_to(trusted.email))
    assert "has closed it" in told and "Your login stays until" in told


def test_nobody_else_closes_it() -> None:
    make.in_force("websoft")
    account, trusted = make.account(), make.person()
    make.trusted(account, trusted)
    close = f"/account/{account.pk}/close/"
    assert signed_in(trusted).post(close).status_code == 403
    assert signed_in(make.person()).post(close).status_code == 404
    assert Account.objects.get().cancelled_at is None
