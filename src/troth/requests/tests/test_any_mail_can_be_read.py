"""Wrong charsets, missing headers, endless nesting: each mail gives what it has, and none fails."""

from email.message import EmailMessage
from email.mime.text import MIMEText

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from troth.requests.mailbox.mail import LONGEST, read_mail


def test_a_plain_text_wins_over_html() -> None:
    mail = EmailMessage()
    mail["From"] = "Ann <Ann@Customer.example>"
    mail["Subject"] = "Löschung 🙏"
    mail.set_content("Bitte alles löschen.")
    mail.add_alternative("<p>HTML</p>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="id.pdf")
    read = read_mail(bytes(mail))
    assert (read.sender, read.subject) == ("ann@customer.example", "Löschung 🙏")
    assert (read.text, read.attachments) == ("Bitte alles löschen.", 1)


def test_html_alone_loses_its_tags() -> None:
    html = (
        "<html><head><title>x</title><style>p {color: red}</style></head><body><p>Please &amp; "
        "soon</p><script>alert(1)</script><div>Erase<br>me<b>!</b></div><img src=x onerror=y>"
    )
    assert read_mail(MIMEText(html, "html").as_bytes()).text == "Please & soon\n\nErase\nme!"


def test_a_long_text_is_cut() -> None:
    read = read_mail(MIMEText("ä" * (LONGEST + 1), "plain", "utf-8").as_bytes())
    assert (len(read.text), read.cut) == (LONGEST, True)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Content-Type: text/plain; charset=klingon\n\nna\xc3\xafve", "naïve"),
        (b"Content-Type: text/plain; charset=us-ascii\n\nna\xc3\xafve", "na\ufffd\ufffdve"),
        (b"Content-Type: text/plain; charset=latin-1\n\nna\xefve", "naïve"),
        (b"Content-Transfer-Encoding: base64\n\n!!!", ""),
        (b"Content-Type: multipart/mixed\n\nno boundary", ""),
        (b"\n\nonly a body\0 with a NUL", "only a body with a NUL"),
        (b"", ""),
    ],
)
def test_broken_mails(raw: bytes, text: str) -> None:
    read = read_mail(raw)
    if text:
        assert read.text == text
    assert read.sender == ""
    assert read.number.startswith("sha256:")


def test_deep_nesting_is_survived() -> None:
    nest = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
    raw = b"".join(nest % (n, n) for n in range(5000))
    assert read_mail(raw).sender == ""


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "nobody",
        "a@x.example, b@x.example",
        "a@x.example\nFrom: b@x.example",
        "a@x.example <b@x.example>",
        "<>",
        "Ann <ann@>",
        "a" * 300 + "@x.example",
    ],
)
def test_a_sender_that_is_not_one_address_is_none(sender: str) -> None:
    assert read_mail(f"From: {sender}\n\nHello".encode()).sender == ""


def test_a_name_is_no_address() -> None:
    for name in ('"ann@x.example"', "=?utf-8?q?=3Cann=40x.example=3E=2C?=", "(ann@x.example)"):
        assert read_mail(f"From: {name} <eve@x.example>\n\nHi".encode()).sender == "eve@x.example"


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; x=1",
        "Precedence: bulk",
        "Return-Path: <>",
        "List-Id: <news.shop.example>",
        "List-Unsubscribe: <mailto:x@shop.example>",
        "From: MAILER-DAEMON@mx.example",
        'Content-Type: multipart/report; boundary="x"',
    ],
)
def test_what_a_program_has_sent_is_told_apart(header: str) -> None:
    assert read_mail(f"{header}\n\nHello".encode()).automatic
    assert not read_mail(b"Auto-Submitted: no\nReturn-Path: <a@x.example>\n\nHello").automatic


@given(st.binary(max_size=300))
@example(b"From: =?utf-8?b?/////w==?= <a@x.example>\nSubject: =?x-unknown?q?a?=\n\n")
@example(b'Subject: =?utf-8?b?A?=\nContent-Type: text/plain; charset="\xff"\n\n\xff')
@example(b'Content-Type: text/html\n\n<![ <!doctype &#xD800; &#0; <a b="')
def test_any_bytes_at_all(raw: bytes) -> None:
    read = read_mail(b"From: a@x.example\n" + raw)
    for text in (read.sender, read.subject, read.text, read.number):
        assert "\0" not in text
        text.encode()


@given(st.binary(max_size=300))
def test_any_bytes_as_the_body_of_each_kind(raw: bytes) -> None:
    for kind in ("text/html", "text/plain", "multipart/mixed; boundary=a", "message/rfc822"):
        read_mail(b"Content-Type: " + kind.encode() + b"\n\n" + raw).text.encode()
