"""Where somebody signed up the mailed link signs in; in any other browser it does not."""

import pytest
from django.test import Client

from troth.accounts.models import CacheEntry, Person, Session
from troth.identity.tests.sign_up_data import typed
from troth.identity.tests.test_a_session_ends_by_itself import is_in, pass_by
from troth.testing import make
from troth.testing.mail import Mailbox
from troth.testing.visit import proved

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = str(typed()["email"])


def signs_up(**other: str) -> Client:
    client = Client()
    client.post("/sign-up/", typed(**other))
    return client


@pytest.fixture
def here() -> Client:
    """A browser in which somebody has just signed up."""
    make.in_force("softsys")
    return signs_up()


def test_here_it_does(here: Client, mailbox: Mailbox) -> None:
    key, link = here.cookies["sessionid"].value, mailbox.link_to(EMAIL)
    here.get(link)
    assert not is_in(here)  # as a mail program looks ahead
    assert here.post(link)["Location"] == "/account/"
    assert is_in(here) and here.cookies["sessionid"].value != key


def test_elsewhere_it_leads_to_the_sign_in(here: Client, mailbox: Mailbox) -> None:
    elsewhere, link = Client(), mailbox.link_to(EMAIL)
    assert elsewhere.post(link)["Location"] == "/sign-in/"
    here.post(link)  # used already
    assert not is_in(elsewhere) and not is_in(here)


def test_who_signs_up_with_the_address_of_another_is_not_them(
    here: Client, mailbox: Mailbox
) -> None:
    link = mailbox.link_to(EMAIL)
    other = signs_up(password="another-9-horse-battery")
    same = Client()
    same.post("/sign-up/link/", {"email": EMAIL})
    for client in (other, same):
        marks = [client.session.get("signed_up", ""), here.session["signed_up"]]
        assert marks[0] != marks[1]
    assert other.post(link)["Location"] == "/sign-in/" and not is_in(other)


def test_a_session_tells_nobody_whether_an_address_was_known(here: Client) -> None:
    known = signs_up()
    assert {*known.session.keys()} == {*here.session.keys()} == {"signed_up"}
    assert len(known.session["signed_up"]) == len(here.session["signed_up"]) == 64
    assert len({row.expire_date.date() for row in Session.objects.all()}) == 1


def test_another_sign_up_in_the_same_browser_takes_its_place(
    here: Client, mailbox: Mailbox
) -> None:
    link = mailbox.link_to(EMAIL)
    here.post("/sign-up/", typed(email="second@customer.example"))
    here.post(link)
    assert not is_in(here)


def test_nor_once_they_have_signed_in_elsewhere(here: Client, mailbox: Mailbox) -> None:
    Client().post(mailbox.link_to(EMAIL))
    elsewhere = proved(Person.objects.get())
    for address in ("new@customer.example", EMAIL):
        elsewhere.post("/security/email/", {"email": address})
        CacheEntry.objects.all().delete()  # three minutes later
        assert here.post(mailbox.link_to(address))["Location"] == "/sign-in/"
    assert Person.objects.get().email == EMAIL and not is_in(here)


def test_staff_take_the_steps_of_staff(here: Client, mailbox: Mailbox) -> None:
    Person.objects.update(is_staff=True)
    assert here.post(mailbox.link_to(EMAIL))["Location"] == "/sign-in/" and not is_in(here)


def test_the_choice_waits_as_long_as_the_link(here: Client, mailbox: Mailbox) -> None:
    link = mailbox.link_to(EMAIL)
    pass_by(days=2.9)
    here.post(link)
    assert is_in(here)
