import re

import pytest
from django.test import Client
from pytest_django import Settings

from troth.accounts.models import Person, Session
from troth.accounts.verified import has_verified_email
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.browser import PASSWORD, OpenPage, customer
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "battery-staple-7-horse"


@pytest.fixture
def person(mailbox: Mailbox) -> Person:
    make.in_force("websoft")
    return customer(make.account())


def follow(client: Client, link: str) -> str:
    """Where the link leads: the form's address, without the secret in it."""
    return str(client.get(link).headers.get("Location", link))


def test_the_link_works_once_and_ends_every_session(person: Person, mailbox: Mailbox) -> None:
    elsewhere = Client()
    elsewhere.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    client = Client()
    client.post("/password/", {"email": person.email.upper()})
    link = mailbox.link_to(person.email)
    form = follow(client, link)
    assert client.post(form, {"password1": NEW})["Location"] == "/password/done/"

    person = Person.objects.get(pk=person.pk)
    assert person.check_password(NEW)
    assert not Session.objects.filter(person=person).exists()
    assert elsewhere.get("/security/").status_code == 302
    assert "was changed" in mailbox.last_to(person.email)["Subject"]
    assert Entry.objects.filter(event="person.password_reset").count() == 1
    assert "no longer works" in Client().get(link).content.decode()
    assert "no longer works" in client.post(form, {"password1": PASSWORD}).content.decode()


def test_who_follows_the_link_has_confirmed_the_address(mailbox: Mailbox) -> None:
    make.in_force("websoft")
    person = make.owner(make.account())
    assert not has_verified_email(person)
    client = Client()
    client.post("/password/", {"email": person.email})
    form = follow(client, mailbox.link_to(person.email))
    client.post(form, {"password1": "password"})
    assert not has_verified_email(person)
    client.post(form, {"password1": NEW})
    assert has_verified_email(person)
    assert Entry.objects.filter(event="person.email_confirmed").count() == 1


def test_the_link_is_not_kept_once_it_is_mailed(person: Person, mailbox: Mailbox) -> None:
    Client().post("/password/", {"email": person.email})
    assert "/password/" in Message.objects.get().text
    mailbox.fetch()
    assert Message.objects.get().text == ""


def test_the_link_ends_by_itself(person: Person, mailbox: Mailbox, settings: Settings) -> None:
    Client().post("/password/", {"email": person.email})
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "no longer works" in Client().get(mailbox.link_to(person.email)).content.decode()


def test_the_answer_is_the_same_for_an_unknown_address(person: Person, mailbox: Mailbox) -> None:
    known = Client().post("/password/", {"email": person.email}, follow=True)
    unknown = Client().post("/password/", {"email": "x@customer.example"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert _main(known.content.decode()) == _main(unknown.content.decode())
    assert [mail["To"] for mail in mailbox.fetch()] == [person.email]


def test_a_weak_password_is_refused(person: Person, mailbox: Mailbox) -> None:
    client = Client()
    client.post("/password/", {"email": person.email})
    form = follow(client, mailbox.link_to(person.email))
    assert "too common" in client.post(form, {"password1": "password"}).content.decode()


def test_asking_again_and_again_is_stopped(person: Person, mailbox: Mailbox) -> None:
    answers = [Client().post("/password/", {"email": person.email}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]


@pytest.mark.parametrize("typed", ["", "nobody", "a\0b@customer.example", "☂@customer.example"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    make.in_force("softsys")
    answer = Client().post("/password/", {"email": typed})
    assert "Please check the form" in answer.content.decode()


@pytest.mark.parametrize(
    "link", ["x/y", "1/x-y", "zzzzzzzzzzzzzzz/a-b", "_/a", "1/%00", "1/set-password"]
)
def test_a_made_up_link_gets_one_clear_answer(link: str) -> None:
    make.in_force("softsys")
    assert "no longer works" in Client().get(f"/password/{link}/").content.decode()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_whole_way_in_a_browser(open_page: OpenPage, mailbox: Mailbox, scripts: bool) -> None:
    make.in_force("softsys")
    person = customer()
    page = open_page("/sign-in/", width=320, java_script_enabled=scripts)
    page.get_by_role("link", name="I forgot my password").click()
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_role("button", name="Send the link").click()
    page.get_by_role("heading", name="Check your mail").wait_for()
    page.goto(mailbox.link_to(person.email))
    page.get_by_label("New password").fill(NEW)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(NEW)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def _main(html: str) -> str:
    return re.sub(r'value="[^"]*"', "", html.split("<main")[1])
