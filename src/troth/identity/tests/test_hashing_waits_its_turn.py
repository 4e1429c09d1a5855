"""Of many who have a password or a secret looked at, the last are told to come back."""

import os

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from pytest_django import Settings

from troth import settings as real
from troth.accounts import hashers
from troth.core.conflicts import BusyError
from troth.identity.tests.test_a_site_learns_only_what_is_allowed import BACK, SECRET, site
from troth.testing import make
from troth.testing.browser import PASSWORD, customer

pytestmark = pytest.mark.django_db(transaction=True)
CODE = {"grant_type": "authorization_code", "code": "made-up", "redirect_uri": BACK}


@pytest.fixture
def hashing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    monkeypatch.setattr(hashers, "PATIENCE", 0.01)


def test_a_page_says_when_it_is_too_many_at_once(hashing: None) -> None:
    make.in_force("ispsystem")
    person, shop = customer(make.account()), site()
    asks = [
        ("/sign-in/", {"login": person.email, "password": PASSWORD}),
        ("/sign-in/", {"login": "nobody@customer.example", "password": PASSWORD}),
        ("/identity/token/", {"client_id": shop.pk, "client_secret": SECRET}),
    ]
    taken = [hashers.turn() for _ in range(os.cpu_count() or 1)]
    for each in taken:
        each.__enter__()
    try:
        for path, typed in asks:
            answer = Client().post(path, typed | CODE)
            assert answer.status_code == 503 and answer["Retry-After"] == "5"
    finally:
        for each in taken:
            each.__exit__(None, None, None)
    answer = Client().post("/sign-in/", asks[0][1])
    assert answer.status_code == 302


@pytest.mark.parametrize("hasher", ["argon2", "scrypt", "pbkdf2_sha256"])
def test_every_way_of_hashing_waits(hashing: None, hasher: str) -> None:
    make_password(PASSWORD, hasher=hasher)
    taken = [hashers.turn() for _ in range(os.cpu_count() or 1)]
    for each in taken:
        each.__enter__()
    with pytest.raises(BusyError):
        make_password(PASSWORD, hasher=hasher)
    for each in taken:
        each.__exit__(None, None, None)


def test_a_sites_secret_is_guessed_no_faster() -> None:
    make.in_force("ispsystem")
    typed = CODE | {"client_id": site().pk, "client_secret": "wrong"}
    answers = [
        Client().post("/identity/token/", typed | {"code": f"made-up-{i}"}).status_code
        for i in range(31)
    ]
    assert answers == [401] * 30 + [429]
