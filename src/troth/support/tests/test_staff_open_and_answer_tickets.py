"""Staff open a ticket for a customer and answer in it; the customer answers, and closes it."""

import pytest
from django.test import Client

from troth.accounts.models import Account, Person
from troth.gates.models import StaffRead
from troth.journal.models import Entry
from troth.support.models import Ticket
from troth.testing import make
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = {"subject": "Your site", "text": "Is it still slow?"}


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    return make.account()


@pytest.fixture
def desk(account: Account) -> Client:
    return signed_in(make.staff("support"))


def opened(desk: Client, account: Account) -> Ticket:
    answer = desk.post("/desk/tickets/new/", TYPED | {"customer": f"#{account.pk}"})
    ticket = Ticket.objects.get()
    assert answer.headers["Location"] == f"/desk/tickets/{ticket.pk}/"
    return ticket


def written(ticket: Ticket) -> list[tuple[str, str]]:
    return [*ticket.messages.order_by("pk").values_list("came_by", "body")]


def waits(desk: Client, ticket: Ticket) -> bool:
    page = desk.get("/desk/").content.decode()
    return f"1 ticket is waiting for an answer: {ticket.pk}." in page


def test_it_goes_to_the_owner_and_stands_in_the_account(
    desk: Client, account: Account, mailbox: Mailbox
) -> None:
    owner = make.owner(account)
    page = desk.get(f"/desk/customers/account/{account.pk}/").content.decode()
    assert f"/desk/tickets/new/?account={account.pk}" in page
    ticket = opened(desk, account)
    assert opened(desk, account) == ticket  # a second click
    [mail] = mailbox.fetch()
    assert mail["To"] == owner.email
    assert mail["Subject"] == f"Ticket {ticket.pk}: Your site"
    text = str(mail.get_body(("plain",)))
    assert "Is it still slow?" in text and f"/account/{account.pk}/tickets/{ticket.pk}/" in text
    seen = signed_in(owner).get(f"/account/{account.pk}/tickets/{ticket.pk}/").content.decode()
    assert "Is it still slow?" in seen and "Our staff" in seen
    assert not waits(desk, ticket)
    noted = Entry.objects.get(event="ticket.opened")
    assert noted.rule.startswith("keep.") and noted.counts == {"ticket": ticket.pk}


def test_the_customer_answers_and_it_waits_for_staff(
    desk: Client, account: Account, mailbox: Mailbox
) -> None:
    ticket, owner = opened(desk, account), make.owner(account)
    here = f"/account/{account.pk}/tickets/{ticket.pk}/"
    for _twice in range(2):
        signed_in(owner).post(f"{here}answer/", {"text": "Yes."})
    assert written(ticket) == [("staff", "Is it still slow?"), ("area", "Yes.")]
    assert waits(desk, ticket)
    customer = desk.get(f"/desk/customers/account/{account.pk}/").content.decode()
    assert f"/desk/tickets/{ticket.pk}/" in customer and "waits for us" in customer
    mailbox.fetch()
    for _twice in range(2):
        desk.post(f"/desk/tickets/{ticket.pk}/", {"text": "We look."})
    assert [mail["To"] for mail in mailbox.fetch()] == [owner.email]
    assert not waits(desk, ticket)
    shown = desk.get(f"/desk/tickets/{ticket.pk}/").content.decode()
    assert "Yes." in shown and owner.name in shown


def test_either_side_closes_it_and_what_is_written_then_opens_it(
    desk: Client, account: Account
) -> None:
    ticket, owner = opened(desk, account), make.owner(account)
    here = f"/account/{account.pk}/tickets/{ticket.pk}/"

    def is_open() -> bool:
        ticket.refresh_from_db()
        return ticket.closed_at is None

    signed_in(owner).post(f"{here}close/")
    assert not is_open()
    refused = desk.post(f"/desk/tickets/{ticket.pk}/", {"text": "One more thing."})
    assert "This ticket is closed. Reopen it first." in refused.content.decode()
    desk.post(f"/desk/tickets/{ticket.pk}/reopen/")
    assert is_open()
    desk.post(f"/desk/tickets/{ticket.pk}/close/")
    assert not is_open()
    signed_in(owner).post(f"{here}answer/", {"text": "It is slow again."})
    assert is_open() and waits(desk, ticket)


def test_who_reads_a_ticket_at_the_desk_is_noted(desk: Client, account: Account) -> None:
    ticket = opened(desk, account)
    StaffRead.objects.all().delete()
    desk.get(f"/desk/tickets/{ticket.pk}/")
    noted = StaffRead.objects.get()
    assert noted.categories == ["content", "identity"] and noted.reason == f"Ticket {ticket.pk}"
    assert signed_in(make.staff("billing")).get(f"/desk/tickets/{ticket.pk}/").status_code == 403


def test_whoever_wrote_gets_the_answer_and_nobody_who_was_shut_out(
    desk: Client, account: Account, mailbox: Mailbox
) -> None:
    friend: Person = make.person("A Friend")
    trusted = make.trusted(account, friend)
    ticket = make.ticket(account, author=friend)
    desk.post(f"/desk/tickets/{ticket.pk}/", {"text": "We look."})
    assert [mail["To"] for mail in mailbox.fetch()] == [friend.email]
    trusted.delete()
    desk.post(f"/desk/tickets/{ticket.pk}/", {"text": "It is done."})
    assert [mail["To"] for mail in mailbox.fetch()] == [make.owner(account).email]
