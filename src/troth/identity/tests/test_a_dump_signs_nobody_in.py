"""Whoever has a copy of the database tries every value in it, and finds none of those in use."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.accounts.sessions import SessionStore
from troth.copies.ask_copy import ask_copy
from troth.copies.copy import secret_of
from troth.erasure.tests.canary import dump
from troth.identity.tests.test_a_second_step_by_code import add_app
from troth.identity.tests.test_a_site_learns_only_what_is_allowed import (
    SECRET,
    allow,
    ask,
    redeem,
    site,
    told_for,
)
from troth.people.accept import find_invitation
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.visit import proved

pytestmark = pytest.mark.django_db(transaction=True)


def values_there() -> set[str]:
    """All that looks as if it could be a key."""
    return set(re.findall(r"[\w.:=-]{16,200}", dump()))


@pytest.fixture
def everywhere(transactional_db: None) -> set[str]:
    """What stands in every database before anybody is there: the names of migrations and tables.

    They are thousands, of which each would be tried at a door.
    """
    return values_there()


@pytest.fixture
def person() -> Person:
    make.in_force("ispsystem")
    return make.verified(customer(make.account()))


def test_of_all_credentials_none_stands_there(person: Person) -> None:
    client = proved(person)
    secret, codes = add_app(client)
    answer = allow(client, ask(client, site()), "openid", "profile")
    [code] = parse_qs(urlsplit(answer["Location"]).query)["code"]
    account = person.memberships.get().account_id
    typed = {"email": "friend@customer.example", "scopes": ["billing"]}
    client.post(f"/account/{account}/people/invite/", typed)
    client.post("/security/email/", {"email": "new@customer.example"})
    Client().post("/password/", {"email": person.email})
    copy = ask_copy(person, "json", at=timezone.now())
    everything = dump()
    assert person.email in everything
    device = client.cookies["device"].value
    for each in (client.session.session_key, device, secret, *codes, code, SECRET):
        assert each and each not in everything
    assert secret_of(copy) not in everything
    # No mail that waits shows its link.
    for link in ("/password/", "/email/", "/invitations/", "/not-me/"):
        assert link not in everything


def test_no_value_of_it_opens_anything(everywhere: set[str], person: Person) -> None:
    client, shop = proved(person), site()
    answer = allow(client, ask(client, shop), "openid", "profile")
    token = redeem(shop, answer).json()["access_token"]
    assert told_for(token).status_code == 200
    values = values_there() - everywhere
    assert len(values) > 30 and token not in values
    for value in values:
        assert SessionStore(value).load() == {} and find_invitation(value) is None
        if re.fullmatch(r"[0-9a-f]{40,128}|[\w-]{20,64}", value):
            assert told_for(value).status_code == 401
