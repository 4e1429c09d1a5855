"""What is attached to an answer by mail stands in its ticket, for who may read that, and no others.

How its sender named it, and what kind it says to be, is not believed.
"""

from email.message import EmailMessage

import pytest
from django.core.files.storage import default_storage
from django.http import HttpResponseBase
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.erasure.erase import erase
from troth.requests.mailbox.files import LARGEST_FILE, MOST_FILES, files_of
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.support.models import TicketMessage
from troth.support.tickets.answer import answer
from troth.testing import make
from troth.testing.imap import PostBox
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

AUTHSERV = "mx.provider.example"
HTML = b"<script>alert(1)</script>"


@pytest.fixture
def asker(settings: Settings, post_box: PostBox) -> Person:
    make.in_force("softsys")
    settings.MAILBOX_AUTHSERV = AUTHSERV
    settings.MAILBOX_ADDRESS = "privacy+*@provider.example"
    return make.verified(make.owner(make.account()))


def answers(asker: Person, mailbox: Mailbox, files: dict[str, bytes]) -> EmailMessage:
    """A mail that answers one of ours about a ticket, with files."""
    ticket = make.ticket(asker.memberships.get().account, author=asker)
    answer(ticket, "Is it slow?", by=make.staff("support"), at=timezone.now())
    [ours] = mailbox.fetch()
    mail = EmailMessage()
    domain = asker.email.partition("@")[2]
    mail["Authentication-Results"] = f"{AUTHSERV}; dmarc=pass header.from={domain}"
    mail["From"], mail["To"], mail["Subject"] = asker.email, ours["Reply-To"], "Re: it"
    mail["Message-ID"] = "<1@customer.example>"
    mail.set_content("See this.")
    for name, content in files.items():
        mail.add_attachment(content, maintype="text", subtype="html", filename=name)
    return mail


def arrives(mail: EmailMessage, post_box: PostBox, before: bytes = b"") -> None:
    post_box.drop(before + mail.as_bytes())
    read_mailbox(at=timezone.now())


def held() -> list[tuple[str, str]]:
    said = TicketMessage.objects.filter(came_by="mail").order_by("pk")
    return [*said.values_list("body", "attachment_name")]


def body(page: HttpResponseBase) -> bytes:
    return b"".join(page)


def test_both_sides_download_them_and_another_account_does_not(
    asker: Person, mailbox: Mailbox, post_box: PostBox
) -> None:
    mail = answers(asker, mailbox, {"a.html": HTML, "b.txt": b"two"})
    arrives(mail, post_box)
    arrives(mail, post_box, b"Received: by another.way.example\n")  # delivered a second time
    first, second = TicketMessage.objects.filter(came_by="mail").order_by("pk")
    assert held() == [
        ("See this.\n\n[2 attachments came with this mail.]", "a.html"),
        ("", "b.txt"),
    ]
    number = first.ticket_id
    desk, area = signed_in(Person.objects.get(staff_role="support")), signed_in(asker)
    for client, ticket in (
        (desk, f"/desk/tickets/{number}/"),
        (area, f"/account/{first.account_id}/tickets/{number}/"),
    ):
        shown = client.get(ticket).text
        assert shown.index("See this.") < shown.index("Download a.html")
        assert shown.index("Download a.html") < shown.index("Download b.txt")
        page = client.get(f"{ticket}files/{first.pk}/")
        assert body(page) == HTML and page["Content-Type"] == "application/octet-stream"
        assert page["Content-Disposition"] == 'attachment; filename="a.html"'
        assert page["X-Content-Type-Options"] == "nosniff"
        assert body(client.get(f"{ticket}files/{second.pk}/")) == b"two"
        assert client.get(f"{ticket}files/{number}999/").status_code == 404
    other = make.ticket(make.account(), author=make.person())
    assert other.account
    stranger = signed_in(make.owner(other.account))
    theirs = f"/account/{other.account_id}/tickets/{other.pk}/files/{first.pk}/"
    assert stranger.get(theirs).status_code == 404
    assert desk.get(f"/desk/tickets/{other.pk}/files/{first.pk}/").status_code == 404
    billing = signed_in(make.staff("billing"))
    assert billing.get(f"/desk/tickets/{number}/files/{first.pk}/").status_code == 403


def test_they_go_with_the_account(asker: Person, mailbox: Mailbox, post_box: PostBox) -> None:
    arrives(answers(asker, mailbox, {"a.html": HTML}), post_box)
    stored = str(TicketMessage.objects.get(came_by="mail").attachment.name)
    assert default_storage.exists(stored)
    erase(asker, at=timezone.now())
    assert not TicketMessage.objects.exists() and not default_storage.exists(stored)


@pytest.mark.parametrize(("name", "content"), [("b.html", HTML), ("a.html", b"<p>Another")])
def test_the_same_words_with_another_file_are_another_message(
    asker: Person, mailbox: Mailbox, post_box: PostBox, name: str, content: bytes
) -> None:
    mail = answers(asker, mailbox, {"a.html": HTML})
    arrives(mail, post_box)
    mail.replace_header("Message-ID", "<2@customer.example>")
    mail.get_payload().pop()  # type: ignore[union-attr]
    mail.add_attachment(content, maintype="text", subtype="html", filename=name)
    arrives(mail, post_box)
    assert [name for _body, name in held()] == ["a.html", name]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\\\temp\\\\a.txt", "a.txt"),
        ("=?utf-8?q?a=E2=80=AEgnp.exe?=", "agnp.exe"),
        ("=?utf-8?q?R=C3=A9sum=C3=A9.pdf?=", "R\u00e9sum\u00e9.pdf"),
        ("a" * 300 + ".png", "a" * 96 + ".png"),
    ],
)
def test_a_name_hides_nothing(written: str, name: str) -> None:
    raw = f'Content-Type: image/png; name="{written}"\n\nx'.encode()
    assert [file.name for file in files_of(raw)] == [name]


def test_a_name_that_cannot_be_read_takes_no_file_along() -> None:
    mail = EmailMessage()
    mail.set_content("See this.")
    for content in (b"one", b"two"):
        mail.add_attachment(content, maintype="image", subtype="png", filename="a.png")
    raw = mail.as_bytes().replace(b'filename="a.png"', b"filename*=idna''a%ff", 1)
    assert [(file.name, file.content) for file in files_of(raw)] == [
        ("", b"one"),
        ("a.png", b"two"),
    ]


def test_so_many_and_no_larger() -> None:
    mail = EmailMessage()
    mail.set_content("See this.")
    for content in (b"x" * (LARGEST_FILE + 1), b"", *[b"x"] * (MOST_FILES + 1)):
        mail.add_attachment(content, maintype="image", subtype="png", filename="a.png")
    assert [file.content for file in files_of(mail.as_bytes())] == [b"x"] * MOST_FILES
