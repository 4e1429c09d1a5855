"""Staff open a ticket of a customer's mail that asks for no right; of nobody else's."""

from email.message import EmailMessage

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.requests.models import RightsRequest
from troth.requests.sort import sort
from troth.requests.take_in import take_in
from troth.support.models import Ticket, TicketMessage
from troth.testing import make
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "My site is slow\n\nSince this morning."


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    account = make.account()
    make.verified(make.owner(account))
    return account


@pytest.fixture
def desk(account: Account) -> Client:
    return signed_in(make.staff("privacy"))


def mailed(sender: str, *, genuine: bool = True) -> RightsRequest:
    mail, now = EmailMessage(), timezone.now()
    mail.set_content(TEXT)
    mail.add_attachment(b"log", maintype="text", subtype="plain", filename="a.log")
    raw = mail.as_bytes()
    return take_in(sender, TEXT, mail_id="<1@x>", asked_at=now, at=now, genuine=genuine, raw=raw)


def opens(desk: Client, mail: RightsRequest, account: int) -> int:
    typed = {"account": account, "subject": "My site is slow"}
    return desk.post(f"/desk/tickets/from-mail/{mail.pk}/", typed).status_code


def test_it_is_a_ticket_once_with_its_file(
    account: Account, desk: Client, mailbox: Mailbox
) -> None:
    mail = mailed(make.owner(account).email)
    mailbox.fetch()
    path = f"/desk/tickets/from-mail/{mail.pk}/"
    assert path in desk.get(f"/desk/requests/{mail.pk}/sort/").text
    assert 'value="My site is slow"' in desk.get(path).text
    assert [opens(desk, mail, account.pk) for _twice in range(2)] == [302, 404]
    said, ticket = TicketMessage.objects.get(), Ticket.objects.get()
    assert (ticket.subject, said.body, said.came_by) == (
        "My site is slow",
        "Since this morning.",
        "mail",
    )
    with said.attachment.open() as file:
        assert said.attachment_name == "a.log" and file.read().strip() == b"log"
    [confirmed] = mailbox.fetch()
    assert confirmed["Subject"] == f"Ticket {ticket.pk}: My site is slow"
    mail.refresh_from_db()
    assert mail.state == "put aside"


@pytest.mark.parametrize("who", ["unproven", "stranger", "asks for a right", "another account"])
def test_of_nothing_else(account: Account, desk: Client, who: str) -> None:
    mail = mailed(
        "stranger@visitor.example" if who == "stranger" else make.owner(account).email,
        genuine=who != "unproven",
    )
    if who == "asks for a right":
        sort(mail, "right.erase", at=timezone.now())
    number = make.account().pk if who == "another account" else account.pk
    assert opens(desk, mail, number) == (200 if who == "another account" else 404)
    assert not Ticket.objects.exists()
    mail.refresh_from_db()
    assert mail.state == "open"


def test_only_who_sorts_mails(account: Account) -> None:
    mail = mailed(make.owner(account).email)
    assert opens(signed_in(make.staff("support")), mail, account.pk) == 403
