import time

import pytest
from django.test import Client

from troth.accounts.models import CacheEntry, Person
from troth.accounts.verified import UnverifiedError, has_verified_email, need_verified_email
from troth.identity.tests.sign_up_data import post, typed
from troth.journal.models import Entry
from troth.testing import make
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)
NOTICE = "Please confirm your e-mail address"


@pytest.fixture
def newcomer(mailbox: Mailbox) -> Person:
    make.in_force("softsys")
    post(typed())
    return Person.objects.get()


def test_the_link_works_in_another_browser_and_once(newcomer: Person, mailbox: Mailbox) -> None:
    link = mailbox.link_to(newcomer.email)
    elsewhere = Client()
    assert newcomer.email in elsewhere.get(link).content.decode()
    assert not has_verified_email(newcomer)  # a mail program that looks ahead confirms nothing
    elsewhere.post(link)
    assert has_verified_email(newcomer)
    assert Entry.objects.filter(event="person.email_confirmed").count() == 1
    for again in (elsewhere.get(link), elsewhere.post(link)):
        assert "This link no longer works" in again.content.decode()
    assert Entry.objects.filter(event="person.email_confirmed").count() == 1


def test_until_then_there_is_a_notice_and_some_acts_are_refused(
    newcomer: Person, mailbox: Mailbox
) -> None:
    client = Client()
    client.force_login(newcomer)  # as an earlier release let them
    assert NOTICE in client.get("/security/").content.decode()
    with pytest.raises(UnverifiedError, match="confirm your e-mail address"):
        need_verified_email(newcomer)
    client.post(mailbox.link_to(newcomer.email))
    assert NOTICE not in client.get("/security/").content.decode()
    need_verified_email(newcomer)


def test_the_link_is_sent_again_but_not_without_end(newcomer: Person, mailbox: Mailbox) -> None:
    mailbox.fetch()
    client = Client()
    client.force_login(newcomer)
    client.post("/security/email/send-again/")
    assert mailbox.fetch() == []  # one has gone out a moment ago
    assert "just sent you one" in client.get("/security/").content.decode()


def test_a_newcomer_gets_it_again_and_nobody_else_does(newcomer: Person, mailbox: Mailbox) -> None:
    known = make.verified(make.person())
    mailbox.fetch()
    CacheEntry.objects.all().delete()  # three minutes later
    for email in (newcomer.email, known.email, "nobody@customer.example", newcomer.email):
        page = Client().post("/sign-up/link/", {"email": email}, follow=True).content.decode()
        assert "Check your mail" in page
    [again] = mailbox.fetch()
    Client().post(mailbox.link_to(newcomer.email))
    assert again["To"] == newcomer.email and has_verified_email(newcomer)


def test_one_without_a_link_yet_gets_it_by_asking(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    person = make.owner(make.account())
    client = Client()
    client.force_login(person)
    client.post("/security/email/send-again/")
    client.post(mailbox.link_to(person.email))
    assert has_verified_email(person)
    client.post("/security/email/send-again/")
    assert mailbox.fetch() == []
    assert "already been confirmed" in client.get("/security/").content.decode()


def test_the_link_ends_after_three_days(
    newcomer: Person, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = mailbox.link_to(newcomer.email)
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 3 * 24 * 3600 + 1)
    for answer in (Client().get(link), Client().post(link)):
        assert "is more than three days old" in answer.content.decode()
    assert not has_verified_email(newcomer)


def test_a_used_link_confirms_nothing_after_a_change(newcomer: Person, mailbox: Mailbox) -> None:
    used = mailbox.link_to(newcomer.email)
    Client().post(used)
    newcomer.email = "changed@customer.example"
    newcomer.save()
    assert "This link no longer works" in Client().post(used).content.decode()
    assert not has_verified_email(newcomer)


@pytest.mark.parametrize("key", ["x", "a:b:c", "%00", "☂", "x" * 300])
def test_a_made_up_link_gets_one_clear_answer(key: str, mailbox: Mailbox) -> None:
    make.in_force("softsys")
    for answer in (Client().get(f"/email/{key}/"), Client().post(f"/email/{key}/")):
        assert "This link no longer works" in answer.content.decode()
