"""The same form sent twice at the same moment: it is done once, and both get a clear answer."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from troth.accounts.models import Person
from troth.identity.tests.passkey import made
from troth.identity.tests.test_a_second_step_by_code import add_app, code, half_way
from troth.identity.tests.test_what_was_done_in_another_tab_is_told import secret_on
from troth.portal.tests.test_two_clicks_at_once_do_it_once import events, twice
from troth.testing import make
from troth.testing.at_once import at_once
from troth.testing.browser import PASSWORD, customer
from troth.testing.visit import proved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person() -> Person:
    make.in_force("softsys")
    return make.verified(customer(make.account()))


@pytest.fixture
def client(person: Person) -> Client:
    return proved(person)


def test_a_code_app(client: Client) -> None:
    answers = twice(client, "/security/app/", code=code(secret_on(client)))
    assert [status for status, _ in answers] == [302, 302]
    assert Authenticator.objects.filter(type="totp").count() == events("person.code_app_added") == 1
    codes = client.get("/security/recovery-codes/").content.decode()
    assert "We show them only now" in codes  # whichever answer the browser followed


def test_a_passkey(client: Client) -> None:
    page = client.get("/security/passkeys/add/")
    typed = {"name": "my phone", "passwordless": "True", "credential": made(page)}
    answers = twice(client, "/security/passkeys/add/", **typed)
    assert [status for status, _ in answers] == [200, 302]
    assert "already been added" in answers[0][1]
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    assert events("person.passkey_added") == 1


def test_removing_the_app(client: Client) -> None:
    add_app(client)
    answers = twice(client, "/security/app/remove/")
    assert [status for status, _ in answers] == [302, 302]
    assert not Authenticator.objects.exists() and events("person.code_app_removed") == 1


@pytest.mark.parametrize("which", ["app", "recovery code"])
def test_a_code_in_two_browsers(client: Client, person: Person, which: str) -> None:
    secret, codes = add_app(client)
    typed = {"code": code(secret, later=1) if which == "app" else codes[0]}
    one, two = half_way(person), half_way(person)
    answers = at_once(
        lambda: one.post("/sign-in/second-step/", typed).status_code,
        lambda: two.post("/sign-in/second-step/", typed).status_code,
    )
    assert sorted(answers) == [200, 302]


def test_signing_in(person: Person) -> None:
    browser = Client()
    browser.get("/sign-in/")
    answers = twice(browser, "/sign-in/", login=person.email, password=PASSWORD)
    assert [status for status, _ in answers] == [302, 302]


def test_the_second_step(client: Client, person: Person) -> None:
    _secret, codes = add_app(client)
    answers = twice(half_way(person), "/sign-in/second-step/", code=codes[0])
    assert answers[-1][0] == 302
    assert {status for status, _ in answers} <= {200, 302}
