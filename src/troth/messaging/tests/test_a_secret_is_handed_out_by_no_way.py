"""The link of a mail that waits in the outbox is on no page, in no copy and at no desk."""

import io
import zipfile

import pytest
from django.test import Client

from troth.accounts.models import Account, Person
from troth.copies.export import export
from troth.identity.tests.sign_up_data import post, typed
from troth.messaging.models import Message
from troth.messaging.send import send
from troth.policy.shipped import shipped
from troth.publishing.running import policy_on
from troth.testing import make
from troth.testing.mail import Mailbox, text_of
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_signed_up_with_the_address_of_another_does_not_find_the_link(
    mailbox: Mailbox,
) -> None:
    make.in_force("softsys")
    post(typed())
    waiting, me = Message.objects.get(), Person.objects.get()
    stranger = signed_in(me)
    account = me.memberships.get().account_id
    pages = [
        "/privacy-centre/held/message/",
        f"/account/{account}/messages/",
        f"/account/{account}/messages/{waiting.pk}/",
    ]
    seen = "".join(stranger.get(page).content.decode() for page in pages)
    copy = copied(waiting)
    link = mailbox.link_to(waiting.address)
    assert "/email/" in link and waiting.subject in seen and waiting.subject in copy
    assert link not in seen and link not in copy


@pytest.mark.parametrize("name", shipped())
def test_a_copy_in_any_format_lacks_it(name: str) -> None:
    make.in_force(name)
    waiting = secret_of(make.account())
    assert "a-secret-link" not in copied(waiting) and "Your link" in copied(waiting)


def test_staff_find_it_neither_among_the_records_nor_with_the_customer(client: Client) -> None:
    make.in_force("softsys")
    waiting = secret_of(make.account())
    client.force_login(make.staff("privacy"))
    client.post(
        f"/desk/customers/person/{waiting.person_id}/reason/?of=contact,content",
        {"reason": "They asked"},
    )
    for page in (
        f"/desk/customers/person/{waiting.person_id}/message/",
        f"/desk/records/messaging_message/{waiting.pk}/",
    ):
        shown = client.get(page)
        assert shown.status_code == 200 and "Your link" in shown.content.decode()
        assert "a-secret-link" not in shown.content.decode()


def test_the_mail_itself_has_it_and_nothing_does_afterwards(mailbox: Mailbox) -> None:
    make.in_force("softsys")
    waiting = secret_of(make.account())
    assert waiting.body == "" and waiting.text == "a-secret-link" != waiting.secret_body
    [mail] = mailbox.fetch()
    assert "a-secret-link" in text_of(mail)
    assert Message.objects.get().secret_body is None


def secret_of(account: Account) -> Message:
    sent = send(
        make.owner(account), subject="Your link", body="a-secret-link", at=make.NOW, secret=True
    )
    assert sent
    return sent


def copied(message: Message) -> str:
    """Everything in a copy of what is held about whom a message is to."""
    output, person = io.BytesIO(), message.person
    assert person
    for format in policy_on(make.NOW.date()).tables.right["export"].formats:
        export(person, output, format=format, at=make.NOW)
    archive = zipfile.ZipFile(output)
    return "".join(archive.read(name).decode() for name in archive.namelist())
