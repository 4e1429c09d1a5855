"""Whoever answers our answer is answered once more, without asking anew."""

from email.message import EmailMessage

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import RightsRequest
from troth.support.inquiries.close import close
from troth.support.models import Inquiry
from troth.testing import make
from troth.testing.imap import PostBox
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "asker@visitor.example"


@pytest.fixture(autouse=True)
def policy(settings: Settings, post_box: PostBox) -> None:
    make.in_force("websoftmaster")
    settings.MAILBOX_ADDRESS = "privacy+*@provider.example"


def answered(mailbox: Mailbox) -> tuple[Inquiry, EmailMessage]:
    inquiry = close(make.inquiry(), at=timezone.now(), answer="Yes, we do.")
    return inquiry, mailbox.last_to(ADDRESS)


def arrives(to: EmailMessage, post_box: PostBox, **headers: str) -> None:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = ADDRESS, to["Reply-To"], f"Re: {to['Subject']}"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("And on Sundays?")
    post_box.drop(made)
    assert read_mailbox(at=timezone.now()) == 1


def test_it_stands_below_what_was_said(mailbox: Mailbox, post_box: PostBox) -> None:
    inquiry, mail = answered(mailbox)
    asked = inquiry.message
    arrives(mail, post_box)
    current = Inquiry.objects.get()
    assert current.closed_at is None and current.answer == ""
    said = current.message
    assert said.startswith(asked) and "our answer:\nYes, we do." in said
    assert said.endswith("And on Sundays?")
    assert not RightsRequest.objects.filter(state="open").exists()
    assert len(mailbox.fetch()) == 0
    close(current, at=timezone.now(), answer="On Sundays too.")
    assert mailbox.last_to(ADDRESS)["References"] == mail["References"]


def test_what_a_program_wrote_opens_nothing(mailbox: Mailbox, post_box: PostBox) -> None:
    inquiry, mail = answered(mailbox)
    arrives(mail, post_box, Auto_Submitted="auto-replied")
    assert Inquiry.objects.get().closed_at
    waiting = RightsRequest.objects.get(state="open").text
    assert f"our mail about inquiry {inquiry.pk}" in waiting.replace("a mail of ours", "our mail")
    assert "[A program wrote this mail" in waiting and mailbox.fetch() == []


def test_of_one_that_is_gone_it_waits_to_be_sorted(mailbox: Mailbox, post_box: PostBox) -> None:
    _inquiry, mail = answered(mailbox)
    Inquiry.objects.all().delete()
    arrives(mail, post_box)
    assert RightsRequest.objects.get(state="open").text.startswith("[It answers a mail of ours")
