from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.erasure.tests.canary import dump
from troth.gates.models import ConsentEvent, StaffRead
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.requests.take_in import take_in
from troth.support.models import Inquiry
from troth.testing import make
from troth.testing.mail import Mailbox, text_of

pytestmark = pytest.mark.django_db

LIST = "/desk/inquiries/"
ADDRESS = "asker@visitor.example"


def at_desk(role: str = "support", policy: str = "websoftmaster") -> Client:
    make.in_force(policy)
    client = Client()
    client.force_login(make.staff(role))
    return client


def test_the_oldest_comes_first_and_the_list_tells_nothing_of_anybody() -> None:
    client = at_desk()
    second, first = make.inquiry(), make.inquiry(at=make.LONG_AGO)
    make.inquiry(closed=make.NOW)
    page = client.get(LIST).content.decode()
    assert page.index(f"{LIST}{first.pk}/") < page.index(f"{LIST}{second.pk}/")
    assert page.count('<li class="card">') == 2
    assert ADDRESS not in page and "Question" not in page and "An Asker" not in page
    assert "2 inquiries are waiting for an answer" in client.get("/desk/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_return_address_serves_the_answer_and_nothing_else(mailbox: Mailbox) -> None:
    client = at_desk()
    asked = make.inquiry()
    page = client.get(f"{LIST}{asked.pk}/").content.decode()
    assert ADDRESS in page and asked.message in page
    answer = client.post(f"{LIST}{asked.pk}/", {"text": "Yes, we do."})
    assert answer["Location"] == LIST
    mail = mailbox.last_to(ADDRESS)
    assert "\n\nYes, we do.\n\n" in text_of(mail) and "List-Unsubscribe" not in mail
    assert len(mailbox.arrived) == 1
    # The address is where it was asked from, and nowhere else.
    lines = [line for line in dump().splitlines() if ADDRESS in line]
    assert len(lines) == 1 and "support_inquiry" in lines[0]
    assert not Message.objects.exists() and not ConsentEvent.objects.exists()
    assert not Person.objects.filter(email=ADDRESS).exists()
    entry = Entry.objects.get(event="inquiry.answered")
    assert (entry.rule, entry.subject) == ("collect.inquiry", None)
    assert entry.counts.keys() == {"inquiry", "days"}


def test_answering_twice_sends_one_answer() -> None:
    client = at_desk()
    page = f"{LIST}{make.inquiry().pk}/"
    client.post(page, {"text": "Yes."})
    again = client.post(page, {"text": "No."}).content.decode()
    assert "This inquiry has already been closed." in again and "No." in again
    assert (Message.objects.count(), Inquiry.objects.get().answer) == (1, "Yes.")


def test_who_left_no_address_is_called_and_what_was_said_is_noted() -> None:
    client = at_desk(policy="websoft")
    asked = make.inquiry("")
    page = f"{LIST}{asked.pk}/"
    assert "What was said" in client.get(page).content.decode()
    client.post(page, {"text": "They call back."})
    asked.refresh_from_db()
    assert asked.answer == "They call back." and asked.closed_at
    assert not Message.objects.exists()


def test_what_needs_no_answer_is_closed() -> None:
    client = at_desk()
    asked = make.inquiry()
    page = client.post(f"{LIST}{asked.pk}/close/", follow=True).content.decode()
    assert "say why it needs no answer" in page
    assert client.post(f"{LIST}{asked.pk}/close/", {"why": "settled"})["Location"] == LIST
    asked.refresh_from_db()
    assert asked.closed_at and not asked.answer and not Message.objects.exists()
    assert Entry.objects.get(event="inquiry.closed").counts["why"] == "settled"


@pytest.mark.parametrize(
    ("policy", "role", "opens"),
    [
        ("websoft", "support", True),
        ("websoft", "privacy", True),
        ("websoft", "sales", False),  # reads no content
        ("websoft", "billing", False),
        ("soffront", "support", False),
        ("ispsystem", "support", True),
    ],
)
def test_it_opens_to_the_roles_that_read_what_it_holds(policy: str, role: str, opens: bool) -> None:
    client = at_desk(role, policy)
    asked = make.inquiry()
    for path in (LIST, f"{LIST}{asked.pk}/"):
        assert (client.get(path).status_code == 200) == opens
    assert ("wait" in client.get("/desk/").content.decode()) == opens or not opens
    closed = client.post(f"{LIST}{asked.pk}/close/", {"why": "settled"})
    assert (closed.status_code == 302) == opens


def test_a_role_sees_the_categories_that_it_reads() -> None:
    client = at_desk("support", "ispsystem")  # which does not read what a company is
    asked = make.inquiry()
    Inquiry.objects.update(company="A Company", interest="backups")
    page = client.get(f"{LIST}{asked.pk}/").content.decode()
    assert "An Asker" in page
    assert "A Company" not in page and "backups" not in page


def test_a_customer_reads_who_looked() -> None:
    client = at_desk()
    person = make.owner(make.account())
    asked = make.inquiry(person.email, who=person)
    for _ in range(2):
        client.get(f"{LIST}{asked.pk}/")
    look = StaffRead.objects.get(subject=person)
    assert look.reason == f"Inquiry {asked.pk}"
    assert {"contact", "content", "identity"} <= set(look.categories)


def test_a_mail_that_asks_for_no_right_is_answered_as_one() -> None:
    client, now = at_desk("privacy", "websoft"), timezone.now()
    asked_at = now - timedelta(days=2)
    mail = take_in(ADDRESS, "Why?", mail_id="<1@x>", asked_at=asked_at, at=now, genuine=False)
    path = f"{LIST}from-mail/{mail.pk}/"
    assert path in client.get(f"/desk/requests/{mail.pk}/sort/").content.decode()
    inquiry_page = client.post(path)["Location"]
    inquiry = Inquiry.objects.get()
    assert inquiry_page == f"{LIST}{inquiry.pk}/"
    told = (inquiry.email, inquiry.message, inquiry.asked_at, inquiry.rule)
    assert told == (ADDRESS, "Why?", asked_at, "collect.inquiry")
    mail.refresh_from_db()
    assert mail.state == "put aside" and mail.sender == ""
    assert Entry.objects.get(event="request.discarded").counts["why"] == "inquiry"
    assert client.post(path).status_code == 409  # a second tab


def test_a_policy_without_inquiries_takes_no_mail_as_one() -> None:
    client, now = at_desk("privacy", "softsys"), timezone.now()
    mail = take_in(ADDRESS, "Why?", mail_id="<1@x>", asked_at=now, at=now, genuine=False)
    path = f"{LIST}from-mail/{mail.pk}/"
    assert path not in client.get(f"/desk/requests/{mail.pk}/sort/").content.decode()
    assert client.post(path).status_code == 409
    mail.refresh_from_db()
    assert mail.state == "open"


def test_a_question_is_not_called_a_request_in_german() -> None:
    client, asked = at_desk(), make.inquiry()
    page = client.get(f"{LIST}{asked.pk}/", headers={"Accept-Language": "de"}).text
    shown = page.partition("<h1>")[2]
    assert "Wer geschrieben hat" in shown and "eantragt" not in shown
