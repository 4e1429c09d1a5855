"""The forms that open at their turn only, sent with what should never have been typed.

The walk over all addresses finds the others: `portal/tests/mistyped.py`.
"""

import random
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from troth.accounts.models import Person
from troth.identity.tests.test_a_second_step_by_code import add_app, half_way
from troth.identity.tests.test_a_site_learns_only_what_is_allowed import ask, site
from troth.identity.tests.test_another_provider_tells_only_what_is_allowed import go
from troth.portal.tests.html_forms import forms_of
from troth.portal.tests.mistyped import mistakes, text_of
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.mail import Mailbox
from troth.testing.openid import OpenIdProvider
from troth.testing.visit import proved

pytestmark = pytest.mark.django_db


def try_everything(client: Client, page: Any) -> None:
    """Send every form of a page in every bad way; each is taken back before the next."""
    client.raise_request_exception = False
    assert page.status_code == 200
    path, chance = page.request["PATH_INFO"], random.Random(1899)
    forms = [form for form in forms_of(text_of(page)) if form.action != "/sign-out/"]
    assert forms
    wrong = [each for form in forms for each in mistakes(client, path, form, chance)]
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def person() -> Person:
    make.in_force("ispsystem")
    return make.verified(customer(make.account()))


@pytest.fixture
def client(person: Person) -> Client:
    return proved(person)


def test_the_second_step(person: Person, client: Client) -> None:
    add_app(client)
    browser = half_way(person)
    try_everything(browser, browser.get("/sign-in/second-step/"))


def test_the_code_once_more(client: Client) -> None:
    add_app(client)
    try_everything(client, client.get("/security/it-is-me/code/"))


@pytest.mark.parametrize("path", ["recovery-codes/", "recovery-codes/new/", "app/remove/"])
def test_the_app_and_its_recovery_codes(client: Client, path: str) -> None:
    add_app(client)
    Authenticator.objects.get(type="recovery_codes").delete()
    client.post("/security/recovery-codes/new/")
    try_everything(client, client.get(f"/security/{path}"))


@pytest.mark.parametrize("path", ["name", "remove"])
def test_a_passkeys_name(client: Client, person: Person, path: str) -> None:
    data = {"name": "my phone", "credential": {}}
    key = Authenticator.objects.create(user=person, type="webauthn", data=data)
    try_everything(client, client.get(f"/security/passkeys/{key.pk}/{path}/"))


def test_what_another_site_may_learn(client: Client) -> None:
    try_everything(client, ask(client, site()))


def test_a_new_password(person: Person, mailbox: Mailbox) -> None:
    client = Client()
    client.post("/password/", {"email": person.email})
    try_everything(client, client.get(client.get(mailbox.link_to(person.email))["Location"]))


@pytest.mark.parametrize("path", ["with/elsewhere/", "finish/"])
def test_signing_in_through_another_provider(
    openid_provider: OpenIdProvider, person: Person, path: str
) -> None:
    client = Client()
    go(client, allow=["name", "email"])
    try_everything(client, client.get(f"/sign-in/{path}"))
