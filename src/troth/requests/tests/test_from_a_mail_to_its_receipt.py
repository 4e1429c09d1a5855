"""Somebody writes a mail; staff find it, act, and the receipt comes by mail."""

from email.message import EmailMessage

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.messaging.models import Message
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.browser import OpenPage, sign_in, with_password
from troth.testing.imap import PostBox
from troth.testing.mail import Mailbox, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_a_mail_to_its_receipt(
    open_page: OpenPage, post_box: PostBox, mailbox: Mailbox, settings: Settings
) -> None:
    make.in_force("softsys")
    settings.MAILBOX_AUTHSERV = "mx.provider.example"
    person = make.owner(make.full_account())
    Message.objects.all().delete()  # what was sent before
    mail = EmailMessage()
    mail["Authentication-Results"] = "mx.provider.example; dmarc=pass header.from=customer.example"
    mail["From"] = person.email
    mail["Subject"] = "Delete my account"
    mail.set_content("Please delete everything you have about me.")
    post_box.drop(mail)
    assert read_mailbox(at=timezone.now()) == 1
    number = RightsRequest.objects.get().pk
    assert f"Its number is {number}" in text_of(mailbox.last_to(person.email))

    desk = open_page()
    sign_in(desk, with_password(make.staff("privacy")))
    desk.get_by_role("link", name=f"A message to sort · {number}").click()
    desk.get_by_text("Please delete everything you have about me.").wait_for()
    desk.get_by_label("Erasure of data", exact=True).check()
    desk.get_by_label("that of whoever asks").check()
    desk.get_by_role("button", name="Continue").click()
    desk.get_by_text("Not verified yet.").wait_for()

    visitor = open_page(mailbox.link_to(person.email))
    visitor.get_by_role("button", name="Yes, it was me").click()
    visitor.get_by_text("We now know it was you").wait_for()

    desk.reload()
    desk.get_by_text("Verified by the registered e-mail address").wait_for()
    desk.get_by_text("3 days left").first.wait_for()
    desk.get_by_role("link", name="Carry it out and answer").click()
    desk.get_by_role("button", name="Carry it out").click()
    desk.get_by_role("link", name="Receipt of the erasure").wait_for()
    assert not Person.objects.filter(pk=person.pk).exists()

    visitor = open_page(mailbox.link_to(person.email))
    visitor.get_by_role("heading", name="Receipt of an erasure").wait_for()
