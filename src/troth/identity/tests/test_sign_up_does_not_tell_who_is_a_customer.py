import pytest
from django.test import Client

from troth.accounts.models import Account, Person
from troth.identity.tests.sign_up_data import post, typed
from troth.testing import make
from troth.testing.browser import PASSWORD
from troth.testing.mail import Mailbox, text_of

pytestmark = pytest.mark.django_db


def test_a_known_address_gets_the_same_answer_and_changes_nothing() -> None:
    make.in_force("softsys")
    known = make.owner(make.account())
    before = Person.objects.values().get()
    fresh = post(typed())
    taken = post(typed(email=known.email.upper()))
    assert (taken.status_code, taken["Location"]) == (fresh.status_code, fresh["Location"])
    assert Person.objects.filter(pk=known.pk).values().get() == before
    assert Account.objects.count() == 2


def test_the_owner_of_a_known_address_is_told_by_mail(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    known = make.owner(make.account())
    post(typed())
    post(typed(email=known.email.upper()))
    fresh, taken = mailbox.fetch()
    assert (fresh["To"], taken["To"]) == (typed()["email"], known.email)
    assert "Welcome" in fresh["Subject"] and "/email/" in text_of(fresh)
    assert "was used" in taken["Subject"] and "/email/" not in text_of(taken)
    post(typed(email=known.email))
    assert mailbox.fetch() == []  # not again and again


def test_signing_in_fails_alike_for_known_and_unknown_addresses() -> None:
    make.in_force("softsys")
    known = make.owner(make.account())
    answers = [
        Client().post("/sign-in/", {"login": email, "password": PASSWORD}).content.decode()
        for email in (known.email, "unknown@customer.example")
    ]
    shown = [
        text.split("<main")[1].replace(known.email, "E").replace("unknown@customer.example", "E")
        for text in answers
    ]
    token = [part.split('name="csrfmiddlewaretoken" value="') for part in shown]
    assert [p[0] for p in token][0] == [p[0] for p in token][1]
    assert "not correct" in shown[0] and "not correct" in shown[1]
