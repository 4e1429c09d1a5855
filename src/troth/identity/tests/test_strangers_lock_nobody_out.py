"""However often others guess, who has signed in before does so again, and is told the true wait."""

import pytest
from django.test import Client
from pytest_django import Settings

from troth import settings as real
from troth.accounts.models import Person
from troth.identity.tests.test_a_second_step_by_code import add_app, code
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox
from troth.testing.visit import proved

pytestmark = pytest.mark.django_db(transaction=True)
LIMITS = real.ACCOUNT_RATE_LIMITS
NEW = "battery-staple-7-horse"


@pytest.fixture
def person(mailbox: Mailbox) -> Person:
    make.in_force("softsys")
    return make.verified(customer(make.account()))


def sign_in(client: Client, person: Person, password: str = PASSWORD, **meta: str) -> str:
    """Empty, or what the page says instead of letting in."""
    typed = {"login": person.email, "password": password}
    answer = client.post("/sign-in/", typed, **meta)  # type: ignore[arg-type]
    return "" if answer.status_code == 302 else answer.content.decode()


def own(person: Person) -> Client:
    """A browser in which a person has signed in, and out again."""
    client = Client()
    assert not sign_in(client, person)
    client.post("/sign-out/")
    return client


def guess(person: Person, how_often: int, *, network: int = 1) -> str:
    """What strangers are told at last, at ten addresses of a network."""
    for i in range(how_often):
        here = f"198.51.{network}.{i % 10}"
        told = sign_in(Client(), person, "wrong", REMOTE_ADDR=here)
    return told


def test_the_browser_of_before_is_let_in_whatever_strangers_do(
    person: Person, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = LIMITS | {"guess_anywhere": "20/d/key"}
    mine = own(person)
    guess(person, 20)
    assert "Please wait 24 hours" in guess(person, 1, network=2)
    assert "Please wait 24 hours" in sign_in(Client(), person)
    for _ in range(10):  # beside strangers behind the same address as well
        sign_in(Client(), person, "wrong", REMOTE_ADDR="127.0.0.1")
    assert not sign_in(mine, person)


def test_somebody_at_another_address_is_not_kept_out_by_a_stranger(person: Person) -> None:
    stranger = {"REMOTE_ADDR": "198.51.100.1"}
    for _ in range(5):
        assert "not correct" in sign_in(Client(), person, "wrong", **stranger)
    assert "Please wait 5 minutes" in sign_in(Client(), person, **stranger)
    assert not sign_in(Client(), person)


def test_who_has_the_browser_guesses_no_faster(person: Person) -> None:
    mine = own(person)
    for _ in range(5):
        assert "not correct" in sign_in(mine, person, "wrong")
    assert "Please wait 5 minutes" in sign_in(mine, person)
    assert not sign_in(Client(), person)


def test_a_browser_is_known_until_the_password_changes(
    person: Person, mailbox: Mailbox, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = LIMITS | {"guess_anywhere": "5/d/key"}
    intruders = own(person)
    client = Client()
    client.post("/password/", {"email": person.email})
    client.post(client.get(mailbox.link_to(person.email))["Location"], {"password1": NEW})
    guess(person, 6)
    assert "Please wait 24 hours" in sign_in(intruders, person, NEW)


def test_from_another_one_the_page_names_the_way_out_and_it_is_one(
    person: Person, mailbox: Mailbox, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = LIMITS | {"guess_anywhere": "5/d/key"}
    guess(person, 5)
    client = Client()
    assert "chooses a new password by mail gets in at once" in sign_in(client, person)
    client.post("/password/", {"email": person.email})
    client.post(client.get(mailbox.link_to(person.email))["Location"], {"password1": NEW})
    assert not sign_in(client, person, NEW)


@pytest.mark.parametrize("forged", ["", "x", "." * 9, "a" * 22 + "." + "0" * 32, "é"])
def test_a_made_up_cookie_is_that_of_a_stranger(person: Person, forged: str) -> None:
    client = own(person)
    client.cookies["device"] = forged
    for _ in range(5):
        sign_in(client, person, "wrong")
    assert "too often" in sign_in(Client(), person)


def test_a_policy_that_does_not_name_the_cookie_sets_none() -> None:
    make.in_force("soffront")
    assert "device" not in own(make.verified(customer(make.account()))).cookies


def test_guesses_at_a_code_keep_its_owner_out_nowhere_else(person: Person) -> None:
    secret, _codes = add_app(proved(person))
    mine, theirs = Client(), Client(REMOTE_ADDR="198.51.100.1")
    for client in (mine, theirs):
        sign_in(client, person)
    for _ in range(5):
        theirs.post("/sign-in/second-step/", {"code": "000000"})
    refused = theirs.post("/sign-in/second-step/", {"code": code(secret)})
    assert "Please wait 5 minutes" in refused.content.decode()
    answer = mine.post("/sign-in/second-step/", {"code": code(secret)})
    assert answer["Location"] == "/account/"
