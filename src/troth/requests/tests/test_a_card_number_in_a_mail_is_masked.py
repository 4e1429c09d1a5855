"""Of a card's number in a mail, the last four digits are kept, in whatever part and encoding."""

import re
from email import message_from_bytes
from email.header import Header, decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from troth.requests.keep_mail import opened
from troth.requests.mailbox.mask import masked
from troth.requests.mailbox.read_apart import mask_apart
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.models import RequestMail, RightsRequest
from troth.testing import make
from troth.testing.imap import PostBox
from troth.testing.mail import Mailbox, text_of

CARD, BLOTTED = "4111 1111 1111 1111", "**** **** **** 1111"


def written(text: str = "Delete me.") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "a@stranger.example", "Hello", "<1@x.y>"
    mail.set_content(text)
    return mail


def left_in(post_box: PostBox) -> int:
    with post_box.open() as box:
        return len(box.uids())


@pytest.mark.django_db(transaction=True)
def test_in_what_is_stored_and_what_staff_see(post_box: PostBox, client: Client) -> None:
    make.in_force("softsys")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@stranger.example", "Card 4111 1111 1111 1111"
    mail.set_content("Delete 5555\u00a05555\u00a05555\u00a04444 and invoice 20240101-000123.")
    post_box.drop(mail)
    assert read_mailbox(at=timezone.now()) == 1
    asked = RightsRequest.objects.get()
    text = (
        "Card •••• •••• •••• 1111\n\n"
        "Delete ••••\u00a0••••\u00a0••••\u00a04444 and invoice 20240101-000123."
    )
    assert asked.text == text
    kept = opened(RequestMail.objects.get())
    assert b"4111" not in kept and b"5555" not in kept and b"20240101-000123" in kept
    client.force_login(make.staff("privacy"))
    page = client.get(f"/desk/requests/{asked.pk}/sort/").content.decode()
    assert "•••• 1111" in page and "4111" not in page


@pytest.mark.django_db(transaction=True)
def test_in_the_cells_of_a_table(post_box: PostBox) -> None:
    make.in_force("softsys")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@stranger.example", "My card"
    cells = "".join(f"<td>{group}</td>" for group in ("4111", "1111", "1111", "1111"))
    mail.set_content(f"<table><tr><th>Card</th>{cells}</tr></table>", subtype="html")
    post_box.drop(mail)
    read_mailbox(at=timezone.now())
    assert RightsRequest.objects.get().text == "My card\n\nCard\n••••\n••••\n••••\n1111"
    kept = message_from_bytes(opened(RequestMail.objects.get()))
    assert b"<td>****</td><td>****</td><td>****</td><td>1111</td>" in kept.get_payload(decode=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("policy", "left"), [("ispsystem", 0), ("softsys", 1)])
def test_the_mail_itself_goes_from_the_mailbox_where_none_is_taken(
    policy: str, left: int, post_box: PostBox
) -> None:
    make.in_force(policy)
    post_box.drop(written())
    post_box.drop(written(f"My card is {CARD}."))
    assert read_mailbox(at=timezone.now()) == 2
    assert RightsRequest.objects.count() == RequestMail.objects.count() == 2
    assert left_in(post_box) == 1 + left


@pytest.mark.django_db(transaction=True)
def test_its_sender_is_told_so_once_a_day(post_box: PostBox, mailbox: Mailbox) -> None:
    make.in_force("ispsystem")
    for text in ("Delete me.", f"My card is {CARD}.", f"No, {CARD}, see?"):
        post_box.drop(written(text))
    now = timezone.now()
    assert read_mailbox(at=now) == 3
    assert all(asked.due_on for asked in RightsRequest.objects.all())
    mailbox.fetch(at=now)
    told = [text_of(mail) for mail in mailbox.arrived]
    assert [text.count("Please never send card numbers") for text in told] == [0, 1]


def part(text: str, encoding: str, charset: str = "utf-8", subtype: str = "plain") -> bytes:
    mail = written()
    mail.set_content(text, subtype=subtype, cte=encoding, charset=charset)
    return bytes(mail)


def attached(data: bytes, kind: str = "application/octet-stream", name: str = "a.csv") -> bytes:
    mail, (main, sub) = written(), kind.split("/")
    mail.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return bytes(mail)


def forwarded() -> bytes:
    mail = written()
    mail.add_attachment(message_from_bytes(part(CARD, "base64"), policy=default))
    return bytes(mail)


def headed(header: str) -> bytes:
    return f"{header}\n".encode() + bytes(written())


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(part(CARD, "7bit"), id="plain"),
        pytest.param(part(f"Größe {CARD}", "8bit"), id="8bit"),
        pytest.param(part(f"Größe {CARD}", "quoted-printable"), id="quoted-printable"),
        pytest.param(part("x" * 70 + CARD, "quoted-printable"), id="a soft line break"),
        pytest.param(part(f"Größe {CARD}", "base64"), id="base64"),
        pytest.param(part(CARD, "base64", "utf-16"), id="UTF-16"),
        pytest.param(part(CARD, "base64", "iso-8859-15"), id="Latin 9"),
        pytest.param(part(CARD.replace(" ", "\u00a0"), "base64"), id="other spaces"),
        pytest.param(part("<b>4111 1111</b><i> 1111 1111", "base64", subtype="html"), id="tags"),
        pytest.param(part("&#52;111-1111-1111-1111", "7bit", subtype="html"), id="entities"),
        pytest.param(part("4111<br>\n1111<br>1111<br>1111", "7bit", subtype="html"), id="lines"),
        pytest.param(attached(f"a;{CARD}".encode()), id="a table attached"),
        pytest.param(attached(f'{{"a": "{CARD}"}}'.encode(), "application/json"), id="JSON"),
        pytest.param(attached(b"%PDF", "application/pdf", f"{CARD}.pdf"), id="a name of a file"),
        pytest.param(attached(b"%PDF", "application/pdf", f"ß{CARD}.pdf"), id="one encoded"),
        pytest.param(attached(b"%PDF", "application/pdf", "ß" * 70 + CARD), id="a long one"),
        pytest.param(forwarded(), id="in a mail forwarded"),
        pytest.param(headed(f"Subject: {CARD}"), id="a subject"),
        pytest.param(headed("Subject: 4111 1111\n 1111 1111"), id="a folded subject"),
        pytest.param(headed(f"From: {Header(f'ß {CARD}', 'utf-8').encode()} <a@b.c>"), id="a name"),
        pytest.param(headed("From: 4111111111111111@mail.example"), id="an address"),
        pytest.param(b"Content-Transfer-Encoding: base64\n\nQQ==\n" + CARD.encode(), id="garbage"),
        pytest.param(b"\xff\n" + CARD.encode(), id="no mail"),
    ],
)
def test_wherever_it_stands(raw: bytes) -> None:
    kept = mask_apart(raw)
    assert "1111 1111" not in everything(kept) and "11111111" not in everything(kept)
    assert "1111" in everything(kept) and masked(kept) == kept


def everything(raw: bytes) -> str:
    """All that a reader of mails could show."""
    mail = message_from_bytes(raw)
    told = [raw.decode("latin-1")]
    for each in mail.walk():
        told += [str(make_header(decode_header(value))) for value in each.values()]
        told += [str(each.get_filename()).replace("%20", " ")]
        data = each.get_payload(decode=True)
        if isinstance(data, bytes):
            told += [data.decode(each.get_content_charset() or "latin-1", "replace")]
            told += [re.sub("<[^>]*>", "", unescape(told[-1])).replace("\u00a0", " ")]
    return "\n".join(told)


def test_nothing_else_of_it_changes() -> None:
    mail = written(f"Grüße\n{CARD}\nInvoice 20240101-000123")
    mail.add_attachment(bytes(range(256)), maintype="image", subtype="png", filename="a.png")
    raw = bytes(mail).replace(b"\n", b"\r\n")
    assert masked(raw) == raw.replace(CARD.encode(), BLOTTED.encode())
    other = raw.replace(CARD.encode(), b"4111 1111 1111 1112")
    assert mask_apart(other) == other


def test_a_mail_that_cannot_be_read_is_looked_through_as_it_is() -> None:
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(9999)
    )
    assert mask_apart(deep + CARD.encode()) == deep + BLOTTED.encode()
