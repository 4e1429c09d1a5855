"""A Reply-To is honoured, as long as nothing of anybody is told there: it may be anybody's."""

from email.message import EmailMessage

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.messaging.models import Message
from troth.requests.answer import answer
from troth.requests.ask_back import ask_back
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import RightsRequest
from troth.requests.refuse import refuse
from troth.requests.sort import sort
from troth.requests.tests.test_mail_becomes_requests import AUTHSERV, genuine, mail
from troth.support.inquiries.erase_and_answer import erase_and_answer
from troth.testing import make
from troth.testing.imap import PostBox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
FORM, CUSTOMER = "form@shop.example", "ada@straße.example"


@pytest.fixture(autouse=True)
def policy(settings: Settings) -> None:
    make.in_force("softsys")
    settings.MAILBOX_AUTHSERV = AUTHSERV


def received(post_box: PostBox, written: EmailMessage) -> RightsRequest:
    post_box.drop(written)
    assert read_mailbox(at=timezone.now()) == 1
    return RightsRequest.objects.latest("pk")


def told() -> list[str]:
    return [*Message.objects.order_by("pk").values_list("address", flat=True)]


def test_what_arrived_is_acknowledged_and_asked_about_there(post_box: PostBox) -> None:
    asked = received(post_box, mail(FORM, Reply_To="Ada <Ada@xn--strae-oqa.example>"))
    desk = signed_in(make.staff("privacy")).get(f"/desk/requests/{asked.pk}/sort/")
    assert CUSTOMER in desk.content.decode()
    asked = sort(asked, "right.rectify", at=timezone.now())
    ask_back(asked, "question", "Which name?", at=timezone.now())
    refuse(asked, "Nobody answered.", at=timezone.now())
    assert told() == [CUSTOMER] * 3
    asked.refresh_from_db()
    assert not asked.sender and not asked.reply_to  # forgotten with the decision


def test_what_was_done_is_told_to_the_sender_alone(post_box: PostBox) -> None:
    inquiry = make.inquiry()
    asked = received(post_box, mail(inquiry.email, Reply_To="thief@elsewhere.example"))
    sort(asked, "right.erase", at=timezone.now())
    erase_and_answer(inquiry, at=timezone.now())
    assert told() == ["thief@elsewhere.example", inquiry.email]


def test_what_is_handed_out_without_a_proof_goes_to_the_sender_alone(post_box: PostBox) -> None:
    make.in_force(make.changed("softsys", ('proof = ["registered-email"]', "proof = []")))
    asked = received(post_box, mail(FORM, Reply_To="thief@elsewhere.example"))
    sort(asked, "right.export", at=timezone.now())
    answer(asked, "This is what we hold.", at=timezone.now())
    assert told() == ["thief@elsewhere.example", FORM]


def test_a_customer_is_written_to_at_the_registered_address(post_box: PostBox) -> None:
    person = make.owner(make.full_account())
    Message.objects.all().delete()
    received(post_box, genuine(person, Reply_To="thief@elsewhere.example"))
    assert told() == [person.email]


@pytest.mark.parametrize(
    "reply_to", ["robot@elsewhere.example", "a@elsewhere.example, b@elsewhere.example", "nobody"]
)
def test_no_address_is_flooded(post_box: PostBox, reply_to: str) -> None:
    for sender in ("a@stranger.example", "b@stranger.example"):
        received(post_box, mail(sender, Reply_To=reply_to))
    one = reply_to == "robot@elsewhere.example"
    assert told() == ([reply_to] if one else ["a@stranger.example", "b@stranger.example"])


def test_we_do_not_answer_ourselves(post_box: PostBox, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Provider <hello@provider.example>"
    received(post_box, mail(FORM, Reply_To="hello@provider.example"))
    assert told() == []


def test_a_domain_is_vouched_for_in_every_spelling(post_box: PostBox) -> None:
    person = Person.objects.create_user("info@straße.example")
    for sender in ("info@straße.example", "Info@xn--strae-oqa.example"):
        raw = (
            f"From: {sender}\r\nTo: privacy@provider.example\r\nSubject: {sender}\r\n"
            f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from=xn--strae-oqa.example\r\n"
            "\r\nPlease erase me.\r\n"
        )
        post_box.drop(raw.encode())
        assert read_mailbox(at=timezone.now()) == 1
        assert RightsRequest.objects.latest("pk").person == person
