"""What is handed over to somebody whose erasure is asked for would go with them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troth.accounts.models import Person
from troth.core.day import day_at
from troth.erasure.keep import keep
from troth.requests.ask import ask
from troth.requests.verify import verify
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def by_themselves(friend: Person) -> None:
    """As the page in the account area does it."""
    friend.set_password(PASSWORD)
    friend.save()
    signed_in(friend).post("/privacy-centre/erase/", {"confirmation": PASSWORD})


def by_mail(friend: Person) -> None:
    """A mail that was proved."""
    request = ask(friend, "erase", channel="email", at=timezone.now())
    verify(request, "registered-email", by_link=True, at=timezone.now())


@pytest.mark.parametrize(
    ("policy", "asks"),
    [("ispsystem", by_themselves), ("softsys", by_themselves), ("softsys", by_mail)],
)
def test_the_owner_is_told_to_choose_another(policy: str, asks: object) -> None:
    make.in_force(policy)
    account = make.account()
    owner, friend = customer(account), make.trusted(account, make.person())
    assert callable(asks)
    asks(friend.person)
    page = f"/account/{account.pk}/people/{friend.pk}/hand-over/"
    answer = signed_in(owner).post(page, {"confirmation": PASSWORD})
    assert answer.status_code == 409
    assert "Choose another, or wait." in answer.content.decode()
    later = timezone.now() + timedelta(days=9)
    keep(on=day_at(later), at=later)
    assert make.owner(account) == owner


def test_a_strangers_word_for_them_hinders_nobody() -> None:
    make.in_force("ispsystem")
    account = make.account()
    owner, friend = customer(account), make.trusted(account, make.person())
    ask(friend.person, "erase", channel="email", at=timezone.now())
    page = f"/account/{account.pk}/people/{friend.pk}/hand-over/"
    assert signed_in(owner).post(page, {"confirmation": PASSWORD}).status_code == 302
    assert make.owner(account) == friend.person
