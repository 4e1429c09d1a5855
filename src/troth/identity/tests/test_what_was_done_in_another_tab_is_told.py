import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from troth.accounts.models import Person
from troth.gates.models import SiteConsent
from troth.identity.tests.passkey import made
from troth.identity.tests.test_a_second_step_by_code import add_app, code, half_way
from troth.identity.tests.test_a_site_learns_only_what_is_allowed import ask, site
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.visit import proved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person() -> Person:
    make.in_force("ispsystem")
    return make.verified(customer(make.account()))


@pytest.fixture
def client(person: Person) -> Client:
    return proved(person)


def secret_on(client: Client) -> str:
    """The secret that the page shows on which a code app is added."""
    found = re.search(r"<code>([A-Z2-7]+)</code>", client.get("/security/app/").content.decode())
    assert found
    return found[1]


def told(client: Client, path: str, typed: dict[str, str] | None = None) -> str:
    """The page on which one ends after a form."""
    answer = client.post(path, typed or {}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_every_tab_shows_the_secret_that_one_scanned(client: Client) -> None:
    first, second = secret_on(client), secret_on(client)
    assert first == second
    client.post("/security/app/", {"code": code(first)})
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_wrong_code_leaves_the_secret_as_it_is(client: Client) -> None:
    secret = secret_on(client)
    page = told(client, "/security/app/", {"code": "000000"})
    assert "not correct" in page and secret in page


def test_an_app_that_is_there_already(client: Client) -> None:
    secret, _codes = add_app(client)
    page = client.get("/security/app/", follow=True)
    assert page.request["PATH_INFO"] == "/security/"
    assert "You already have a code app." in page.content.decode()
    assert "You already have a code app." in told(client, "/security/app/", {"code": code(secret)})
    assert client.get("/security/app/code.svg").status_code == 404


def test_an_app_that_is_gone(client: Client) -> None:
    secret, _codes = add_app(client)
    assert "The code app has been removed" in told(client, "/security/app/remove/")
    assert "You have no code app." in told(client, "/security/app/remove/")
    assert secret_on(client) != secret  # whoever had the old one has nothing of the new one


def test_a_passkey_that_is_there_already(client: Client) -> None:
    typed = {"name": "my phone", "passwordless": "True"}
    typed["credential"] = made(client.get("/security/passkeys/add/"))
    assert "Your recovery codes" in told(client, "/security/passkeys/add/", typed)
    page = told(client, "/security/passkeys/add/", typed)
    assert "This passkey has already been added." in page and 'value="my phone"' in page
    assert Authenticator.objects.filter(type="webauthn").count() == 1


@pytest.mark.parametrize("path", ["name", "remove"])
def test_a_passkey_that_is_gone(client: Client, path: str) -> None:
    page = told(client, f"/security/passkeys/1/{path}/", {"name": "my key"})
    assert "This passkey no longer exists." in page


def test_a_passkey_that_does_not_open(client: Client, person: Person) -> None:
    credential = {"credential": made(client.get("/security/passkeys/add/"))}
    typed = credential | {"name": "my phone", "passwordless": "True"}
    client.post("/security/passkeys/add/", typed)
    page = half_way(person).post("/sign-in/second-step/", credential).content.decode()
    assert page.count('role="alert">This is not a passkey. Please try again.') == 1
    here = "/security/it-is-me/passkey/?next=/security/email/"
    answer = client.post(here, credential)
    assert answer["Location"] == here
    assert "This is not a passkey" in client.get(here).content.decode()


def test_a_second_step_that_was_taken(client: Client, person: Person) -> None:
    secret, _codes = add_app(client)
    browser = half_way(person)
    browser.post("/sign-in/second-step/", {"code": code(secret)})
    answer = browser.post("/sign-in/second-step/", {"code": code(secret)}, follow=True)
    assert answer.request["PATH_INFO"].startswith("/account/")


def test_a_site_that_is_gone(client: Client) -> None:
    shop = site()
    typed = {"request": ask(client, shop).context["form"]["request"].value(), "action": "grant"}
    shop.delete()
    for answer in (
        client.post("/identity/authorize/", typed),
        client.post("/identity/authorize/", typed | {"scopes": ["openid"]}),
    ):
        assert answer.status_code == 409
        assert "no longer uses sign-in here" in answer.content.decode()
    assert not SiteConsent.objects.exists()
