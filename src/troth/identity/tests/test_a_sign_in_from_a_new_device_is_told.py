import pytest
from django.test import Client

from troth.accounts.models import Person
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox, text_of

pytestmark = pytest.mark.django_db(transaction=True)
FIREFOX, NEWER, CHROME = (
    f"Mozilla/5.0 (X11; Linux x86_64) {browser}"
    for browser in ("Firefox/139.0", "Firefox/140.0", "Chrome/140.0 Safari/537.36")
)


def signed_in(person: Person, user_agent: str, ip: str = "192.0.2.7") -> None:
    client = Client(headers={"User-Agent": user_agent}, REMOTE_ADDR=ip)
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})


def test_of_a_new_browser_or_network_but_not_of_the_first(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    person = customer(make.account())
    signed_in(person, FIREFOX)
    signed_in(person, NEWER)  # the same browser, brought up to date
    signed_in(person, FIREFOX, ip="192.0.99.1")  # the same operator
    assert mailbox.fetch() == []
    signed_in(person, CHROME)
    signed_in(person, FIREFOX, ip="198.51.100.1")
    browser, network = map(text_of, mailbox.fetch())
    assert "Chrome on Linux" in browser and "192.0.2.7" in browser
    assert "Firefox on Linux" in network and "198.51.100.1" in network


def test_a_failed_attempt_makes_no_device_known(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    person = customer(make.account())
    signed_in(person, FIREFOX)
    client = Client(headers={"User-Agent": CHROME})
    client.post("/sign-in/", {"login": person.email, "password": "wrong"})
    assert mailbox.fetch() == []
    signed_in(person, CHROME)
    assert len(mailbox.fetch()) == 1


def test_nothing_is_told_that_the_policy_does_not_let_be_seen(mailbox: Mailbox) -> None:
    make.in_force("websoft")  # no browser
    person = customer(make.account())
    signed_in(person, FIREFOX)
    signed_in(person, CHROME)
    assert mailbox.fetch() == []
    signed_in(person, CHROME, ip="2001:db8::1")
    assert "Chrome" not in text_of(mailbox.fetch()[0])
