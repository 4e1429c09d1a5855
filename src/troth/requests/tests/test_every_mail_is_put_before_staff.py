"""Whatever arrives is put before staff; a doubtful sign only keeps it from being acknowledged."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.messaging.models import Message
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import RightsRequest
from troth.requests.take_in import take_in
from troth.requests.tests.test_mail_becomes_requests import mail
from troth.testing import make
from troth.testing.imap import PostBox

pytestmark = pytest.mark.django_db(transaction=True)
SENDER = "ann@customer.example"


@pytest.fixture(autouse=True)
def policy() -> None:
    make.in_force("softsys")


def read() -> tuple[int, int]:
    """How many requests the mailbox gave, and how many acknowledgements are under way."""
    return read_mailbox(at=timezone.now()), Message.objects.count()


@pytest.mark.parametrize(
    "headers",
    [
        {"List_Unsubscribe": "<mailto:off@list.example>"},
        {"List_Id": "<privacy.provider.example>"},
        {"Precedence": "bulk"},
        {"Auto_Submitted": "auto-replied"},
        {"Return_Path": "<>"},
    ],
)
def test_what_looks_like_a_program(post_box: PostBox, headers: dict[str, str]) -> None:
    post_box.drop(mail(SENDER, **headers))
    assert read() == (1, 0)
    assert RightsRequest.objects.get().sender == SENDER


def test_what_comes_from_a_postmaster(post_box: PostBox) -> None:
    post_box.drop(mail("postmaster@customer.example"))
    assert read() == (1, 0)


def test_what_has_no_number_or_that_of_another(post_box: PostBox) -> None:
    for number, text in (("", "One"), ("", "Two"), ("<1@x.example>", "Three")):
        post_box.drop(mail(SENDER, text, Message_ID=number))
    post_box.drop(mail(SENDER, "Four", Message_ID="<1@x.example>"))
    assert read()[0] == 4
    assert read()[0] == 0


def test_what_a_colleague_has_read_first(post_box: PostBox) -> None:
    with post_box.open() as box:
        box.append(bytes(mail(SENDER)), "INBOX", flag_set=[r"\Seen"])
    assert read() == (1, 1)
    assert read() == (0, 1)


def test_what_came_before_there_was_anybody_to_read_it(post_box: PostBox) -> None:
    long_ago = timezone.now() - timedelta(days=9_000)
    with post_box.open() as box:
        box.append(bytes(mail(SENDER)), "INBOX", dt=long_ago)
    assert read() == (1, 0)
    assert RightsRequest.objects.get().asked_at.date() == long_ago.date()


def test_what_gets_another_number_in_the_mailbox_is_known(post_box: PostBox) -> None:
    post_box.drop(mail(SENDER))
    assert read()[0] == 1
    with post_box.open() as box:
        box.copy(box.uids(), "INBOX")
        box.delete(box.uids()[:1])
    assert read()[0] == 0
    assert read()[0] == 0


def test_what_an_earlier_release_took_in_is_known(post_box: PostBox) -> None:
    now = timezone.now()
    take_in(SENDER, "Hello", mail_id="<1@x.example>", asked_at=now, at=now, genuine=False)
    post_box.drop(mail(SENDER, Message_ID="<1@x.example>"))
    assert read()[0] == 0


def test_a_mail_that_ends_its_reading(post_box: PostBox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth.requests.mailbox.read_apart._WAIT", 5)
    killer = EmailMessage()
    killer["From"] = SENDER
    killer.set_content("<div>" * 200_000, subtype="html")
    post_box.drop(killer)
    post_box.drop(mail("ben@customer.example"))
    assert read()[0] == 2
    requests = RightsRequest.objects.order_by("pk")
    assert [each.sender for each in requests] == [SENDER, "ben@customer.example"]
    assert "cannot be read" in requests[0].text


def test_our_own_address_is_not_answered(post_box: PostBox, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Provider <Service@provider.example>"
    for ours in ("service@provider.example", settings.MAILBOX["user"]):
        post_box.drop(mail(ours))
    assert read() == (2, 0)


def test_a_robot_is_answered_once_a_day_whatever_staff_do_with_it(
    post_box: PostBox, client: Client
) -> None:
    client.force_login(make.staff("privacy"))
    for _ in range(2):
        post_box.drop(mail(SENDER, Message_ID=f"<{_}@x.example>"))
        read()
        number = RightsRequest.objects.latest("pk").pk
        client.post(f"/desk/requests/{number}/sort/", {"what": "aside:automatic"})
    assert Message.objects.count() == 1
