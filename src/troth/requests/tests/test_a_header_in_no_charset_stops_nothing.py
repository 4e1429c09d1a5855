"""A header in a charset that there cannot be costs its mail nothing, nor any other mail."""

import pytest
from django.utils import timezone

from troth.requests.mailbox.delete_mails import delete_mails
from troth.requests.mailbox.read_mailbox import read_mailbox, unstored_mails
from troth.requests.models import RightsRequest
from troth.requests.refuse import refuse
from troth.requests.sort import sort
from troth.requests.tests.test_mail_becomes_requests import mail
from troth.testing import make
from troth.testing.imap import PostBox

pytestmark = pytest.mark.django_db(transaction=True)


def with_header(name: str) -> bytes:
    head = f"From: ann@customer.example\r\n{name}: =?ü?q?a?=\r\n\r\nPlease erase me.\r\n"
    return head.encode()


@pytest.mark.parametrize("name", ["Message-ID", "Subject", "Auto-Submitted"])
def test_it_is_taken_in_with_sender_and_text(name: str, post_box: PostBox) -> None:
    make.in_force("softsys")
    post_box.drop(with_header(name))
    assert read_mailbox(at=timezone.now()) == 1
    asked = RightsRequest.objects.get()
    assert asked.sender == "ann@customer.example" and "Please erase me." in asked.text


def test_those_beside_it_are_deleted_and_so_is_it(post_box: PostBox) -> None:
    make.in_force("softsys")
    post_box.drop(with_header("Message-ID"))
    post_box.drop(mail("ben@customer.example"))
    assert read_mailbox(at=timezone.now()) == 2
    for asked in RightsRequest.objects.order_by("-pk"):
        now = timezone.now()
        refuse(sort(asked, "right.erase", at=now), "It is not yours.", at=now)
    delete_mails(at=timezone.now())
    with post_box.open() as box:
        assert not box.uids()


def test_what_cannot_be_stored_as_it_was_read_is_stored_as_it_came(
    post_box: PostBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.in_force("softsys")

    def fails_at_this(text: str) -> str:
        if "Please" in text:
            raise ValueError(text)
        return text

    monkeypatch.setattr("troth.requests.mailbox.read_mailbox.without_card_numbers", fails_at_this)
    post_box.drop(mail("ben@customer.example", "Please"))
    assert read_mailbox(at=timezone.now()) == 1
    asked = RightsRequest.objects.get()
    assert "see the mail as it came" in asked.text and asked.sender == ""
    assert unstored_mails()["count"] == 0
