"""Whoever signs up with somebody else's address, or writes to others by us, has no link mailed."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from troth.accounts.models import Membership, Person
from troth.identity.tests.sign_up_data import post, typed
from troth.requests.ask import ask
from troth.requests.refuse import refuse
from troth.testing import make
from troth.testing.mail import Mailbox, text_of
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db
NAMES = ["https://spam.example/win", "Win at spam.example", "a@spam\u3002example", "www.spam.рф"]
LINK = re.compile(r"://spam|spam[.\u3002]\w")


@pytest.mark.parametrize("name", NAMES)
def test_whoever_never_confirmed_is_not_called_by_name(name: str, mailbox: Mailbox) -> None:
    make.in_force("softsys")
    for _ in range(2):  # the second time the owner of the address is told
        cache.clear()
        post(typed(name=name))
    told = [text_of(mail) for mail in mailbox.fetch()]
    assert len(told) == 2 and not any("spam" in text for text in told)


@pytest.mark.parametrize("name", NAMES)
def test_what_others_typed_is_no_link_in_a_mail(name: str, mailbox: Mailbox) -> None:
    make.in_force("softsys")
    post(typed(name=name))
    person, now = Person.objects.get(), timezone.now()
    confirm = mailbox.link_to(person.email)
    refuse(ask(person, "erase", at=now, whose=name), "We do not know them.", at=now)
    mailbox.fetch()
    signed_in(person).post(confirm)
    account = Membership.objects.get(person=person).account
    invited = {"email": "friend@elsewhere.example", "scopes": ["support"]}
    signed_in(person).post(f"/account/{account.pk}/people/invite/", invited)
    mailbox.fetch()
    told = [f"{mail['Subject']} {text_of(mail)}" for mail in mailbox.arrived]
    assert [("spam" in text) for text in told] == [False, True, True]
    assert not any(LINK.search(text) for text in told), told
