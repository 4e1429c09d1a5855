"""What comes back for good marks an address; nothing else does, and its person can undo it."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from troth.accounts.email import confirm_email, propose_email
from troth.accounts.emptied import emptied, is_emptied
from troth.accounts.models import Activity, Person
from troth.accounts.restrict import restrict_all
from troth.erasure.hold import hold
from troth.erasure.keep import keep
from troth.identity.tests.sign_up_data import post, typed
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.messaging.send import send
from troth.messaging.thread import key_in
from troth.messaging.unreachable import came_back
from troth.requests.mailbox.mail import read_mail
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox, bounced
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(mailbox: Mailbox) -> Person:
    make.in_force("ispsystem")
    return make.verified(customer(make.account()))


def mailed(person: Person, mailbox: Mailbox, *, days_ago: int = 0) -> list[EmailMessage]:
    person.refresh_from_db()
    at = timezone.now() - timedelta(days=days_ago)
    send(person, subject="News", body="Read this.", at=at)
    return mailbox.fetch(at=at)


def comes_back(mail: EmailMessage, status: str = "5.1.1", number: str = "") -> bool:
    report = bounced(mail, status)
    raw = report.as_bytes()
    if number:
        raw = raw.replace(str(mail["Message-ID"]).encode(), number.encode())
    *_, read = read_mail(raw)
    key = key_in(read.came_back)
    return key is not None and came_back(key, at=timezone.now())


def is_marked(person: Person) -> bool:
    person.refresh_from_db()
    return person.unreachable_at is not None


def mark(person: Person, mailbox: Mailbox) -> None:
    for _ in range(2):
        assert comes_back(mailed(person, mailbox)[0])
    assert is_marked(person)


def signs_in(email: str) -> bool:
    signed = Client().post("/sign-in/", {"login": email, "password": PASSWORD})
    return signed.status_code == 302


def thirty_days_pass(times: int = 1) -> None:
    at = timezone.now() + timedelta(days=31 * times)
    keep(on=at.date(), at=at)


def test_the_second_marks_it_and_the_same_twice_counts_once(
    person: Person, mailbox: Mailbox
) -> None:
    (first,), (second,) = mailed(person, mailbox), mailed(person, mailbox)
    assert comes_back(first) and comes_back(first) and not is_marked(person)
    assert comes_back(second) and is_marked(person)
    assert mailed(person, mailbox) == []
    assert Message.objects.latest("pk").stopped_at
    assert Entry.objects.filter(event="person.unreachable").count() == 1
    assert Activity.objects.get(what__startswith="mails to the e-mail").person is None


@pytest.mark.parametrize(
    ("status", "number"),
    [
        ("4.2.2", ""),  # it may go well another time
        ("5.2.2", ""),  # the mailbox is full
        ("5.7.1", ""),  # the server does not like us
        ("5.1.1", "<1.forged@testserver>"),
        ("5.1.1", "<1@elsewhere.example>"),
    ],
)
def test_no_other_report_counts(person: Person, mailbox: Mailbox, status: str, number: str) -> None:
    for _ in range(2):
        assert not comes_back(mailed(person, mailbox)[0], status, number)
    assert not is_marked(person)


def test_a_report_on_an_old_mail_counts_for_nothing(person: Person, mailbox: Mailbox) -> None:
    for _ in range(2):
        assert comes_back(mailed(person, mailbox, days_ago=15)[0])  # it goes from our mailbox
    assert not is_marked(person)


def test_a_server_that_knows_nobody_there_says_so_at_once(person: Person, mailbox: Mailbox) -> None:
    mailbox.unknown.add(person.email)
    mailed(person, mailbox)
    assert Message.objects.get().failed_at and not is_marked(person)
    mailed(person, mailbox)
    assert is_marked(person)


def test_the_person_says_that_it_works_again(person: Person, mailbox: Mailbox) -> None:
    mark(person, mailbox)
    client = signed_in(person)
    assert "came back" in client.get("/security/").content.decode()
    client.post("/security/email/works/")
    assert not is_marked(person)
    assert "came back" not in client.get("/security/").content.decode()
    assert len(mailed(person, mailbox)) == 1
    assert comes_back(mailed(person, mailbox)[0]) and not is_marked(person)  # one is not two


def test_another_address_puts_it_right(person: Person, mailbox: Mailbox) -> None:
    mark(person, mailbox)
    confirm_email(propose_email(person, "new@customer.example"), at=timezone.now())
    assert not is_marked(person) and len(mailed(person, mailbox)) == 1
    thirty_days_pass()
    person.refresh_from_db()
    assert person.email == "new@customer.example"


def test_whoever_types_the_emptied_address_still_signs_in(person: Person, mailbox: Mailbox) -> None:
    before = person.email
    mark(person, mailbox)
    thirty_days_pass()
    person.refresh_from_db()
    assert person.email == emptied(before)
    assert EmailAddress.objects.get(user=person).email == emptied(before)
    client = Client()
    signed = client.post("/sign-in/", {"login": before.upper(), "password": PASSWORD})
    assert signed.status_code == 302
    client.post("/security/it-is-me/password/", {"password": PASSWORD})
    page = client.get("/security/email/").content.decode()
    assert "We hold no e-mail address of yours" in page and before not in page
    assert emptied(before) not in page
    client.post("/security/email/works/")  # in a tab that was left open
    assert is_marked(person) and mailed(person, mailbox) == []
    assert Entry.objects.filter(event="person.address_emptied").count() == 1


def test_whoever_signs_up_with_an_emptied_address_shuts_nobody_out(
    person: Person, mailbox: Mailbox
) -> None:
    before = person.email
    mark(person, mailbox)
    thirty_days_pass()
    post(typed("ispsystem", email=before, of_age="on", accept="on"))
    stranger = Person.objects.get(email=before)
    for _ in range(2):
        assert comes_back(mailed(stranger, mailbox)[-1])
    assert is_marked(stranger)
    assert signs_in(before)
    thirty_days_pass()  # of both; the night goes on
    stranger.refresh_from_db()
    assert is_emptied(stranger.email) and signs_in(before)


def test_whoever_was_confirmed_is_no_sign_up_that_nobody_confirmed(
    person: Person, mailbox: Mailbox
) -> None:
    within = ("[collect.account]\n", '[collect.account]\nconfirm_within = "7 days"\n')
    make.in_force(make.changed("ispsystem", within))
    mark(person, mailbox)
    thirty_days_pass()
    thirty_days_pass(times=2)
    person.refresh_from_db()
    assert is_emptied(person.email)


@pytest.mark.parametrize("stops", ["restriction", "hold", "policy"])
def test_what_protects_a_person_protects_their_address(
    person: Person, mailbox: Mailbox, stops: str
) -> None:
    before = person.email
    mark(person, mailbox)
    if stops == "restriction":
        restrict_all(person, at=timezone.now())
    elif stops == "hold":
        now = timezone.now()
        later = now.date() + timedelta(days=90)
        hold(person, records=["*"], reason="a claim", owner="us", review_on=later, at=now)
    else:
        make.in_force("softsys")
        assert len(mailed(person, mailbox)) == 1  # the mail goes on
    thirty_days_pass()
    person.refresh_from_db()
    assert person.email == before
