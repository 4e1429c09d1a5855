"""Whoever knew the password and did all they could, until its owner came back."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Invitation, Person, Session
from troth.copies.ask_copy import ask_copy
from troth.copies.models import Copy
from troth.identity.tests.test_a_second_step_by_code import add_app
from troth.identity.tests.test_a_site_learns_only_what_is_allowed import (
    allow,
    ask,
    redeem,
    site,
    told_for,
)
from troth.journal.models import Entry
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.browser import PASSWORD, OpenPage, check_looks, customer
from troth.testing.mail import Mailbox, text_of
from troth.testing.visit import proved

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "battery-staple-7-horse"
THEIRS = "intruder@elsewhere.example"


@pytest.fixture
def person(mailbox: Mailbox) -> Person:
    # Where an erasure is asked for, and other sites may ask who somebody is.
    make.in_force(make.changed("websoftmaster", rules="[feature.single-sign-on]\n"))
    return make.verified(customer(make.account()))


@pytest.fixture
def intruder(person: Person) -> Client:
    """Somebody who has all of it under way."""
    client = proved(person)
    account = person.memberships.get().account_id
    client.post(f"/account/{account}/people/invite/", {"email": THEIRS, "scopes": ["billing"]})
    client.post("/privacy-centre/erase/", {"confirmation": PASSWORD})
    client.post("/security/email/", {"email": THEIRS})
    ask_copy(person, "json", at=timezone.now())
    assert Invitation.objects.filter(withdrawn_at=None).exists()
    assert RightsRequest.objects.filter(right="erase", state="open").exists()
    return client


def choose(person: Person, mailbox: Mailbox) -> None:
    """Choose a new password by the link that was mailed last."""
    client = Client()
    form = client.get(mailbox.link_to(person.email))["Location"]
    assert client.post(form, {"password1": NEW})["Location"] == "/password/done/"


def by_reset(person: Person, mailbox: Mailbox) -> None:
    Client().post("/password/", {"email": person.email})
    choose(person, mailbox)


def by_the_alert(person: Person, mailbox: Mailbox) -> None:
    assert Client().post(mailbox.link_to(person.email))["Location"] == "/not-me/done/"
    choose(person, mailbox)


type ComeBack = Callable[[Person, Mailbox], None]
both = pytest.mark.parametrize("come_back", [by_reset, by_the_alert])


@both
def test_nothing_of_the_intruders_goes_on(
    person: Person, intruder: Client, mailbox: Mailbox, come_back: ComeBack
) -> None:
    theirs = mailbox.link_to(THEIRS)
    come_back(person, mailbox)
    assert "no longer works" in Client().post(theirs).content.decode()
    assert intruder.get("/security/")["Location"].startswith("/sign-in/")
    assert not Session.objects.filter(person=person).exists()
    assert not Invitation.objects.filter(withdrawn_at=None).exists()
    assert not RightsRequest.objects.filter(right="erase", state="open").exists()
    assert not Copy.objects.exists()
    before = person.email
    person.refresh_from_db()
    assert person.email == before and person.erasure_asked_at is None
    assert person.memberships.get().account.erasure_asked_at is None


@both
def test_no_site_is_told_anything_any_more(
    person: Person, mailbox: Mailbox, come_back: ComeBack
) -> None:
    client, shop = proved(person), site()
    answer = allow(client, ask(client, shop), "openid", "profile")
    token = redeem(shop, answer).json()["access_token"]
    assert told_for(token).status_code == 200
    client.post("/security/email/", {"email": THEIRS})  # of which a mail tells
    come_back(person, mailbox)
    assert told_for(token).status_code == 401


def test_a_code_app_of_the_intruders_keeps_nobody_out(person: Person, mailbox: Mailbox) -> None:
    add_app(proved(person))
    by_the_alert(person, mailbox)
    assert not Authenticator.objects.exists()
    answer = Client().post("/sign-in/", {"login": person.email, "password": NEW})
    assert answer["Location"] == "/account/"
    assert Entry.objects.get(event="person.not_me").counts == {"sessions": 1, "ways_in": 2}


def test_the_link_alone_changes_nothing_and_is_dead_at_an_old_address(
    person: Person, intruder: Client, mailbox: Mailbox
) -> None:
    alert = mailbox.link_to(person.email)
    assert "Was it not you?" in Client().get(alert).content.decode()
    assert intruder.get("/security/").status_code == 200
    Client().post(mailbox.link_to(THEIRS))
    assert Client().post(alert).status_code == 410
    assert "take your account back" in text_of(mailbox.last_to(person.email))


@pytest.mark.parametrize("key", ["x", "1", "1:2:3", "9" * 30, "a%00b"])
def test_a_made_up_link_gets_one_clear_answer(person: Person, key: str) -> None:
    answer = Client().post(f"/not-me/{key}/")
    assert answer.status_code == 410 and "no longer works" in answer.content.decode()


def test_what_is_left_is_looked_through_in_the_same_visit(
    open_page: OpenPage, person: Person, mailbox: Mailbox
) -> None:
    account = person.memberships.get().account
    make.trusted(account, make.person("A Friend"))
    Client().post("/password/", {"email": person.email})
    page = open_page(mailbox.link_to(person.email))
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Is all of this yours?").wait_for()
    page.get_by_text("A Friend").wait_for()
    check_looks(page)
    page.get_by_role("link", name="See the access of").click()
    page.get_by_role("button", name="End").first.wait_for()
