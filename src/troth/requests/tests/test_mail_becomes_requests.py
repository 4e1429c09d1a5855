"""Each new mail in the mailbox becomes one request, whatever it holds and whatever fails."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.core.errors import TrothError
from troth.messaging.models import Message
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import RightsRequest, UnstoredMail
from troth.testing import make
from troth.testing.imap import PostBox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

AUTHSERV = "mx.provider.example"


def mail(sender: str, text: str = "Please erase me.", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = sender
    made["To"] = "privacy@provider.example"
    made["Subject"] = "My data"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def genuine(person: Person, **headers: str) -> EmailMessage:
    return mail(
        person.email,
        Authentication_Results=f"{AUTHSERV}; dmarc=pass header.from=customer.example",
        **headers,
    )


@pytest.fixture(autouse=True)
def policy(settings: Settings) -> None:
    make.in_force("softsys")
    settings.MAILBOX_AUTHSERV = AUTHSERV


def test_a_genuine_mail_of_a_registered_address(post_box: PostBox) -> None:
    person = make.owner(make.full_account())
    post_box.drop(genuine(person, Message_ID="<1@customer.example>"))
    assert read_mailbox(at=timezone.now()) == 1
    request = RightsRequest.objects.get()
    assert (request.person, request.channel, request.right) == (person, "email", "")
    assert request.text == "My data\n\nPlease erase me."
    assert request.mail_id == "<1@customer.example>"
    assert request.due_on == request.asked_at.date()  # the shortest: at once
    assert post_box.unread() == 0
    told = Message.objects.get(subject="We have received your message")
    assert (told.person, told.address) == (person, person.email)


def test_each_mail_counts_once(post_box: PostBox) -> None:
    post_box.drop(mail("a@stranger.example", Message_ID="<2@stranger.example>"))
    post_box.drop(mail("a@stranger.example", Message_ID="<2@stranger.example>"))
    assert read_mailbox(at=timezone.now()) == 1
    assert read_mailbox(at=timezone.now()) == 0
    with post_box.open() as box:  # the connection broke before it was marked
        box.flag(box.uids(), r"\Seen", False)
    assert read_mailbox(at=timezone.now()) == 0
    assert RightsRequest.objects.count() == 1
    assert Message.objects.count() == 1


def test_one_answer_a_day_to_one_sender(post_box: PostBox) -> None:
    for _ in range(3):
        post_box.drop(mail("robot@stranger.example", Message_ID=f"<{_}@stranger.example>"))
    assert read_mailbox(at=timezone.now()) == 3
    assert Message.objects.filter(address="robot@stranger.example").count() == 1


def test_a_mail_is_marked_only_after_it_is_stored(
    post_box: PostBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    post_box.drop(mail("a@stranger.example"))
    desk = signed_in(make.staff("privacy"))
    with monkeypatch.context() as broken:
        broken.setattr("troth.requests.take_in._acknowledge", fails)
        for _ in range(2):
            assert read_mailbox(at=timezone.now()) == 0
    assert (post_box.unread(), RightsRequest.objects.count()) == (1, 0)
    assert "1 e-mail could not be stored since" in desk.get("/desk/").content.decode()
    assert read_mailbox(at=timezone.now()) == 1
    assert post_box.unread() == 0
    assert "could not be stored" not in desk.get("/desk/").content.decode()


def test_one_that_is_gone_from_the_mailbox_waits_no_more(
    post_box: PostBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_box.drop(mail("a@stranger.example"))
    monkeypatch.delattr("troth.requests.take_in._acknowledge")
    read_mailbox(at=timezone.now())
    assert UnstoredMail.objects.count() == 1
    with post_box.open() as box:
        box.delete(box.uids())
    read_mailbox(at=timezone.now())
    assert not UnstoredMail.objects.exists()


def test_the_deadline_counts_from_the_arrival(post_box: PostBox) -> None:
    post_box.drop(mail("a@stranger.example"))
    later = timezone.now() + timedelta(days=3)
    read_mailbox(at=later)
    assert RightsRequest.objects.get().asked_at < later - timedelta(days=2)


def test_mails_are_moved_where_the_setting_says_so(post_box: PostBox, settings: Settings) -> None:
    settings.MAILBOX["move"] = "Done"
    with post_box.open() as box:
        if not box.folder.exists("Done"):
            box.folder.create("Done")
    post_box.drop(mail("a@stranger.example"))
    read_mailbox(at=timezone.now())
    with post_box.open() as box:
        assert box.uids() == []
        box.folder.set("Done")
        assert len(box.uids()) == 1


def test_what_is_wrong_with_the_mailbox_is_told(post_box: PostBox, settings: Settings) -> None:
    settings.MAILBOX |= {"password": "wrong"}
    with pytest.raises(TrothError, match="refuses the sign-in"):
        read_mailbox(at=timezone.now())
    settings.MAILBOX |= {"port": 9}
    with pytest.raises(TrothError, match="cannot be read"):
        read_mailbox(at=timezone.now())
    settings.MAILBOX = {}
    with pytest.raises(TrothError, match="no mailbox"):
        read_mailbox(at=timezone.now())
