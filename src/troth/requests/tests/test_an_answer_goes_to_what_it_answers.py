"""Whoever answers a mail of ours about a request is heard there, and by no forged mark."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.messaging.models import Message
from troth.requests.ask_back import ask_back
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import RightsRequest
from troth.requests.refuse import refuse
from troth.requests.sort import sort
from troth.testing import make
from troth.testing.imap import PostBox
from troth.testing.mail import Mailbox, bounced

pytestmark = pytest.mark.django_db(transaction=True)

AUTHSERV = "mx.provider.example"


@pytest.fixture(autouse=True)
def policy(settings: Settings, post_box: PostBox) -> None:
    make.in_force("ispsystem")
    settings.MAILBOX_AUTHSERV = AUTHSERV
    settings.MAILBOX_ADDRESS = "privacy+*@provider.example"


@pytest.fixture
def person() -> Person:
    return make.verified(make.owner(make.full_account()))


def asked(
    person: Person, post_box: PostBox, mailbox: Mailbox
) -> tuple[RightsRequest, EmailMessage]:
    """A request, and the mail of ours with a question about it."""
    first = EmailMessage()
    first["Authentication-Results"] = f"{AUTHSERV}; dmarc=pass header.from=customer.example"
    first["From"], first["Subject"] = person.email, "My data"
    first.set_content("It is wrong.")
    post_box.drop(first)
    read_mailbox(at=timezone.now())
    request = sort(RightsRequest.objects.get(), "right.rectify", at=timezone.now())
    mailbox.fetch()
    ask_back(request, "question", "Which of it?", at=timezone.now())
    [mail] = mailbox.fetch()
    return request, mail


def answer(to: EmailMessage, sender: str, text: str = "The street.") -> EmailMessage:
    """What a mail program makes of an answer (RFC 5322, 3.6.4)."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to["Reply-To"], f"Re: {to['Subject']}"
    made["In-Reply-To"] = to["Message-ID"]
    made["References"] = f"{to['References']} {to['Message-ID']}"
    made.set_content(text)
    return made


def arrives(mail: EmailMessage, post_box: PostBox) -> None:
    post_box.drop(mail)
    assert read_mailbox(at=timezone.now()) == 1


def replaced(mail: EmailMessage, name: str, value: str | None) -> EmailMessage:
    del mail[name]
    if value is not None:
        mail[name] = value
    return mail


@pytest.mark.parametrize("by", ["address", "reply", "references"])
def test_it_is_added_and_nobody_sorts_it(
    person: Person, post_box: PostBox, mailbox: Mailbox, by: str
) -> None:
    request, mail = asked(person, post_box, mailbox)
    reply = answer(mail, person.email)
    if by != "address":
        reply = replaced(reply, "To", "privacy@provider.example")
    if by != "reply":
        reply = replaced(reply, "In-Reply-To", None)
    if by == "address":
        reply = replaced(reply, "References", None)
    arrives(reply, post_box)
    current = RightsRequest.objects.get()
    assert current.pk == request.pk and current.text.endswith("The street.")
    assert current.mails.count() == 2
    assert mailbox.fetch() == []  # answers are not acknowledged


def test_the_clock_that_waited_for_it_runs_on(
    person: Person, post_box: PostBox, mailbox: Mailbox
) -> None:
    request, mail = asked(person, post_box, mailbox)
    request.refresh_from_db()
    if not request.paused_at:
        RightsRequest.objects.filter(pk=request.pk).update(
            paused_at=timezone.now(), paused_for="waiting-for-subject"
        )
    arrives(answer(mail, person.email), post_box)
    assert RightsRequest.objects.get().paused_at is None


def test_it_says_who_wrote_it_and_proves_nothing(
    person: Person, post_box: PostBox, mailbox: Mailbox
) -> None:
    request, mail = asked(person, post_box, mailbox)
    RightsRequest.objects.update(verified_at=None, verified_by="")
    arrives(answer(mail, "colleague@elsewhere.example"), post_box)
    reply = answer(mail, person.email, "It was not me.")
    reply["Authentication-Results"] = f"{AUTHSERV}; dmarc=pass header.from=customer.example"
    arrives(reply, post_box)
    current = RightsRequest.objects.get(pk=request.pk)
    assert ", colleague@elsewhere.example:\n" in current.text
    assert current.text.endswith("It was not me.") and current.verified_at is None


@pytest.mark.parametrize("forged", ["privacy+request-{}-0123456789abcdef0123@provider.example", ""])
def test_a_mark_that_is_not_ours_leads_nowhere(
    person: Person, post_box: PostBox, mailbox: Mailbox, forged: str
) -> None:
    request, mail = asked(person, post_box, mailbox)
    reply = answer(mail, "stranger@elsewhere.example")
    reply = replaced(reply, "To", forged.format(request.pk) or "privacy@provider.example")
    reply = replaced(reply, "In-Reply-To", f"<1.request-{request.pk}.forged@localhost>")
    reply = replaced(reply, "References", f"<request-{request.pk}@localhost>")
    arrives(reply, post_box)
    assert RightsRequest.objects.count() == 2
    assert "The street." not in RightsRequest.objects.get(pk=request.pk).text


def test_nor_does_that_of_another_request(
    person: Person, post_box: PostBox, mailbox: Mailbox
) -> None:
    request, mail = asked(person, post_box, mailbox)
    reply = answer(mail, "stranger@elsewhere.example")
    for name in ("To", "In-Reply-To", "References"):
        reply = replaced(reply, name, str(reply[name]).replace(f"-{request.pk}", "-1"))
    arrives(reply, post_box)
    assert "The street." not in RightsRequest.objects.get(pk=request.pk).text


def test_after_the_end_it_waits_to_be_sorted(
    person: Person, post_box: PostBox, mailbox: Mailbox
) -> None:
    request, mail = asked(person, post_box, mailbox)
    refuse(request, "We cannot.", at=timezone.now())
    arrives(answer(mail, person.email), post_box)
    waiting = RightsRequest.objects.get(state="open")
    assert waiting.text.startswith(f"[It answers a mail of ours about request {request.pk}.]")


@pytest.mark.parametrize("kind", ["absence", "report"])
def test_what_a_program_wrote_says_so_and_starts_nothing(
    person: Person, post_box: PostBox, mailbox: Mailbox, kind: str
) -> None:
    request, mail = asked(person, post_box, mailbox)
    RightsRequest.objects.update(paused_at=timezone.now(), paused_for="waiting-for-subject")
    if kind == "absence":
        reply = answer(mail, person.email, "I am away.")
        reply["Auto-Submitted"] = "auto-replied"
    else:
        reply = bounced(mail, "4.2.2")
    mailbox.fetch()
    arrives(reply, post_box)
    current = RightsRequest.objects.get()
    assert "[A program wrote this mail" in current.text and current.paused_at
    assert mailbox.fetch() == []


def test_without_addresses_of_their_own_it_is_known_by_its_head(
    person: Person, post_box: PostBox, mailbox: Mailbox, settings: Settings
) -> None:
    settings.MAILBOX_ADDRESS = ""
    _request, mail = asked(person, post_box, mailbox)
    assert mail["Reply-To"] == "privacy@provider.example"  # the user of the mailbox
    arrives(answer(mail, person.email), post_box)
    assert RightsRequest.objects.get().text.endswith("The street.")


def test_without_a_mailbox_answers_go_to_whoever_answers_for_privacy(
    person: Person, post_box: PostBox, mailbox: Mailbox, settings: Settings
) -> None:
    request, _mail = asked(person, post_box, mailbox)
    settings.MAILBOX = {}
    refuse(request, "We cannot.", at=timezone.now())
    [mail] = mailbox.fetch(at=timezone.now() + timedelta(seconds=1))
    assert mail["Reply-To"] == "privacy@ispsystem.example"
    assert Message.objects.latest("pk").thread == f"request-{request.pk}"
