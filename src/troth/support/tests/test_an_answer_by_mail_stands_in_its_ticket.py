"""Who answers a ticket by mail is heard there, with what they quote folded; a stranger is not."""

from email.message import EmailMessage

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import RightsRequest
from troth.support.models import Ticket
from troth.support.tickets.answer import answer
from troth.testing import make
from troth.testing.imap import PostBox
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

AUTHSERV = "mx.provider.example"
QUOTES = (
    "Yes.\n\nOn Mon, Nov 23, 2026 at 10:00 AM Provider <a@provider.example> wrote:\n> Is it slow?"
)


@pytest.fixture
def asker(settings: Settings, post_box: PostBox) -> Person:
    make.in_force("softsys")
    settings.MAILBOX_AUTHSERV = AUTHSERV
    settings.MAILBOX_ADDRESS = "privacy+*@provider.example"
    return make.verified(make.owner(make.account()))


def answered(asker: Person, mailbox: Mailbox) -> tuple[Ticket, EmailMessage]:
    """A ticket that staff have answered, and the mail of that."""
    ticket = make.ticket(asker.memberships.get().account, author=asker)
    answer(ticket, "Is it slow?", by=make.staff("support"), at=timezone.now())
    [mail] = mailbox.fetch()
    return ticket, mail


def reply(to: EmailMessage, sender: str, text: str = "Yes.", *, genuine: bool = True) -> bytes:
    made = EmailMessage()
    if genuine:
        made["Authentication-Results"] = (
            f"{AUTHSERV}; dmarc=pass header.from={sender.partition('@')[2]}"
        )
    made["From"], made["To"], made["Subject"] = sender, to["Reply-To"], f"Re: {to['Subject']}"
    made["In-Reply-To"] = to["Message-ID"]
    made["Message-ID"] = "<1@customer.example>"
    made.set_content(text)
    return made.as_bytes()


def arrives(raw: bytes, post_box: PostBox) -> None:
    post_box.drop(raw)
    assert read_mailbox(at=timezone.now()) == 1


def said(ticket: Ticket) -> list[tuple[str, str]]:
    return [*ticket.messages.order_by("pk").values_list("came_by", "body")][2:]


def test_it_is_added_once_and_waits_for_staff(
    asker: Person, mailbox: Mailbox, post_box: PostBox
) -> None:
    ticket, mail = answered(asker, mailbox)
    raw = reply(mail, asker.email)
    arrives(raw, post_box)
    arrives(b"Received: by another.way.example\n" + raw, post_box)  # delivered a second time
    assert said(ticket) == [("mail", "Yes.")]
    assert not RightsRequest.objects.filter(state="open").exists()
    assert mailbox.fetch() == []  # it is not acknowledged
    page = signed_in(Person.objects.get(staff_role="support")).get("/desk/").content.decode()
    assert f"1 ticket is waiting for an answer: {ticket.pk}." in page


def test_what_it_quotes_is_folded_at_both_ends(
    asker: Person, mailbox: Mailbox, post_box: PostBox
) -> None:
    ticket, mail = answered(asker, mailbox)
    arrives(reply(mail, asker.email, QUOTES), post_box)
    desk = signed_in(Person.objects.get(staff_role="support"))
    area = f"/account/{ticket.account_id}/tickets/{ticket.pk}/"
    for page in (desk.get(f"/desk/tickets/{ticket.pk}/"), signed_in(asker).get(area)):
        shown = page.content.decode()
        above, _details, folded = shown.partition('<details class="quoted">')
        assert ">Yes.</div>" in above and "wrote:\nIs it slow?</div>" in folded


def test_a_closed_ticket_is_open_again(asker: Person, mailbox: Mailbox, post_box: PostBox) -> None:
    ticket, mail = answered(asker, mailbox)
    Ticket.objects.update(closed_at=timezone.now())
    arrives(reply(mail, asker.email), post_box)
    assert Ticket.objects.get().closed_at is None and said(ticket)


def test_a_sender_who_is_not_proven_is_marked(
    asker: Person, mailbox: Mailbox, post_box: PostBox
) -> None:
    ticket, mail = answered(asker, mailbox)
    arrives(reply(mail, asker.email, genuine=False), post_box)
    assert said(ticket) == [("unproven", "Yes.")]
    desk = signed_in(Person.objects.get(staff_role="support"))
    assert "sender not proven" in desk.get(f"/desk/tickets/{ticket.pk}/").content.decode()


@pytest.mark.parametrize("kind", ["stranger", "former", "absence", "gone"])
def test_others_and_programs_are_left_to_staff(
    asker: Person, mailbox: Mailbox, post_box: PostBox, kind: str
) -> None:
    ticket, mail = answered(asker, mailbox)
    raw, sender = reply(mail, asker.email), asker.email
    if kind == "stranger":  # whom the mail was passed on to
        raw = reply(mail, "stranger@elsewhere.example")
    elif kind == "former":
        former = make.person("A Friend")
        raw = reply(mail, former.email)
    elif kind == "absence":
        raw = b"Auto-Submitted: auto-replied\n" + reply(mail, sender)
    else:
        Ticket.objects.update(deleted_at=timezone.now())
    arrives(raw, post_box)
    assert said(ticket) == []
    waiting = RightsRequest.objects.get(state="open")
    assert waiting.text.startswith(f"[It answers a mail of ours about ticket {ticket.pk}.]")
    if kind == "absence":
        assert mailbox.fetch() == []


def test_a_program_that_does_not_say_so_is_not_answered(
    asker: Person, mailbox: Mailbox, post_box: PostBox
) -> None:
    ticket, mail = answered(asker, mailbox)
    for number in range(3):
        raw = reply(mail, asker.email, "I am away.")
        arrives(raw.replace(b"<1@customer.example>", b"<%d@away.example>" % number), post_box)
    assert said(ticket) == [("mail", "I am away.")] and mailbox.fetch() == []


@pytest.mark.parametrize("forged", ["0" * 20, "f" * 20])
def test_a_mark_that_is_not_ours_leads_to_no_ticket(
    asker: Person, mailbox: Mailbox, post_box: PostBox, forged: str
) -> None:
    ticket, _mail = answered(asker, mailbox)
    made = EmailMessage()
    made["From"], made["Subject"] = asker.email, "Re: Ticket"
    made["To"] = f"privacy+ticket-{ticket.pk}-{forged}@provider.example"
    made["In-Reply-To"] = f"<1.ticket-{ticket.pk}.{forged}@localhost>"
    made.set_content("Yes.")
    arrives(made.as_bytes(), post_box)
    assert said(ticket) == [] and RightsRequest.objects.filter(state="open").exists()


def test_script_in_a_mail_is_no_script_on_a_page(
    asker: Person, mailbox: Mailbox, post_box: PostBox
) -> None:
    ticket, mail = answered(asker, mailbox)
    raw = reply(
        mail, asker.email, "<p onclick=x>Hello</p><script>alert(1)</script>&lt;img src=x&gt;"
    )
    arrives(raw.replace(b"text/plain", b"text/html"), post_box)
    page = signed_in(asker).get(f"/account/{ticket.account_id}/tickets/{ticket.pk}/").text
    assert "Hello" in page and "alert(1)" not in page and "<img" not in page
