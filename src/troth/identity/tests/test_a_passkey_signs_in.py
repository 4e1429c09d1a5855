"""With the virtual authenticator of Chromium (WebAuthn Level 2, section 11)."""

import json
from typing import Any

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.test import Client
from fido2.utils import websafe_encode
from playwright.sync_api import Page

from troth.accounts.models import Person, Signin
from troth.testing import make
from troth.testing.browser import PASSWORD, OpenPage, customer, sign_in
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)
_ANSWERS: list[Any] = [{}, {"userHandle": "MQ"}, {"userHandle": 1}, [], None]


def with_authenticator(page: Page) -> Any:
    """Gives the page's browser a device that unlocks passkeys by a finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return devtools


def add_passkey(page: Page, person: Person) -> None:
    sign_in(page, person)
    page.goto("/security/passkeys/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name").fill("my telephone")
    page.get_by_role("button", name="Create the passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()


@pytest.fixture
def person(mailbox: Mailbox, transactional_db: None) -> Person:
    make.in_force("softsys")
    return make.verified(customer())


def test_made_signed_out_and_signed_in_with(
    open_page: OpenPage, person: Person, mailbox: Mailbox
) -> None:
    page = open_page()
    with_authenticator(page)
    add_passkey(page, person)
    assert "passkey was added" in mailbox.last_to(person.email)["Subject"]

    page.context.clear_cookies()
    page.goto("/sign-in/?next=/security/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Security").wait_for()
    page.get_by_text("my telephone").first.wait_for()
    assert Signin.objects.order_by("pk").last().succeeded  # type: ignore[union-attr]

    # A password alone is no longer enough; with the passkey as the second step it is.
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)

    page.goto("/security/email/")  # "it is me", by the passkey
    page.get_by_role("link", name="Use a security key").click()
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("heading", name="Your e-mail address").wait_for()


def test_it_is_renamed_and_removed(open_page: OpenPage, person: Person) -> None:
    page = open_page(width=320)
    with_authenticator(page)
    add_passkey(page, person)
    page.goto("/security/")
    page.get_by_role("link", name="Rename “my telephone”").click()
    page.get_by_label("Name").fill("<b>my key</b>")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove “<b>my key</b>”").click()
    page.get_by_role("button", name="Remove the passkey").click()
    page.get_by_text("The passkey has been removed.").wait_for()
    assert not Authenticator.objects.exists()


def test_without_one_on_the_device_the_page_says_what_to_do(
    open_page: OpenPage, person: Person
) -> None:
    page = open_page("/sign-in/")
    devtools = with_authenticator(page)
    devtools.send("WebAuthn.disable")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error()); }")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("That did not work.").wait_for()


def test_without_scripts_the_password_is_what_is_offered(open_page: OpenPage) -> None:
    make.in_force("softsys")
    page = open_page("/sign-in/", java_script_enabled=False)
    assert not page.get_by_role("button", name="Use a passkey").is_visible()


def test_one_that_does_not_open_is_a_failed_attempt(open_page: OpenPage, person: Person) -> None:
    page = open_page()
    with_authenticator(page)
    add_passkey(page, person)
    key = Authenticator.objects.get(type="webauthn").data["credential"]["rawId"]
    before = Signin.objects.count()
    answer_with(key, person)
    assert Signin.objects.filter(succeeded=False).count() == 1
    answer_with("AAAA", person)  # a key that nobody has, though a person is named
    assert Signin.objects.count() == before + 1
    # However many do not open, the one that does is never refused, and not all are written down.
    for _ in range(12):
        answer_with(key, person)
    assert Signin.objects.filter(succeeded=False).count() < 13
    page.context.clear_cookies()
    page.goto("/sign-in/?next=/security/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Security").wait_for()


def answer_with(key: str, person: Person) -> None:
    """Post a made-up answer of a passkey to the sign-in page."""
    client = Client()
    client.get("/sign-in/passkey/", headers={"Accept": "application/json"})
    told = {"type": "webauthn.get", "challenge": "AA", "origin": "http://localhost"}
    response = {
        "clientDataJSON": websafe_encode(json.dumps(told).encode()),
        "authenticatorData": websafe_encode(bytes(37)),
        "signature": "AA",
        "userHandle": websafe_encode(user_pk_to_url_str(person).encode()),
    }
    answer = {"id": key, "rawId": key, "type": "public-key", "response": response}
    client.post("/sign-in/passkey/", {"credential": json.dumps(answer)})


@pytest.mark.parametrize(
    "credential",
    ["", "x", "[]", "5", "{}", '"a"', "null", '{"id": "a", "response": {}}']
    + [
        json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": r})
        for r in _ANSWERS
    ],
)
def test_what_is_no_passkey_is_refused(person: Person, credential: str) -> None:
    client = Client()
    client.get("/sign-in/passkey/", headers={"Accept": "application/json"})
    answer = client.post("/sign-in/passkey/", {"credential": credential})
    assert answer["Location"] == "/sign-in/"
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    client.post("/security/it-is-me/password/", {"password": PASSWORD})
    client.get("/security/passkeys/add/")
    answer = client.post(
        "/security/passkeys/add/",
        {"credential": credential, "name": "a", "passwordless": "True"},
    )
    assert answer.status_code == 200 and not Authenticator.objects.exists()
