"""Wrong charsets, missing headers, endless nesting: each mail gives what it has, and none fails."""

from email.message import EmailMessage
from email.mime.text import MIMEText
from subprocess import CompletedProcess
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from troth.requests.mailbox.mail import LONGEST, Mail, read_mail
from troth.requests.mailbox.read_apart import read_apart


def read(raw: bytes) -> Mail:
    *_head, mail = read_mail(raw)
    return mail


def test_a_plain_text_wins_over_html() -> None:
    mail = EmailMessage()
    mail["From"] = "Ann <Ann@Customer.example>"
    mail["Subject"] = "Löschung 🙏"
    mail.set_content("Bitte alles löschen.")
    mail.add_alternative("<p>HTML</p>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="id.pdf")
    found = read(bytes(mail))
    assert (found.sender, found.subject) == ("ann@customer.example", "Löschung 🙏")
    assert (found.text, found.attachments) == ("Bitte alles löschen.", 1)


def test_html_alone_loses_its_tags() -> None:
    html = (
        "<html><head><title>x</title><style>p {color: red}</style></head><body><p>Please &amp; "
        "soon</p><script>alert(1)</script><div>Erase<br>me<b>!</b></div><img src=x onerror=y>"
    )
    assert read(MIMEText(html, "html").as_bytes()).text == "Please & soon\nErase\nme!"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<html><head><title>x</title><p>Erase me", "Erase me"),
        ("<style>p {}</style><p>Erase me<script>x", "Erase me"),
        ("<table><tr><td>Erase</td><td>me</td></tr><tr><td>now", "Erase\nme\nnow"),
        ("<ul><li>Erase<li>me</ul>now", "Erase\nme\nnow"),
        ("Erase<hr>me<article>now</article>please", "Erase\nme\nnow\nplease"),
        ("<b>E</b>rase\n  <i>me</i>", "Erase me"),
        ("<p>Erase me</p>" + "<a " * 20_000, "Erase me"),
    ],
)
def test_html_in_any_state_keeps_its_words_apart(html: str, text: str) -> None:
    assert read(MIMEText(html, "html").as_bytes()).text == text


def test_each_part_says_what_it_has_to_say() -> None:
    mail = EmailMessage()
    mail.set_content("<p>Please erase me.</p>", subtype="html")
    mail.add_attachment("Sent by way of the list.", disposition="inline", filename="footer.txt")
    assert read(bytes(mail)).text == "Please erase me.\n\nSent by way of the list."


def test_a_text_behind_a_large_picture() -> None:
    mail = EmailMessage()
    mail.make_mixed()
    mail.add_attachment(b"\x89PNG" * 600_000, maintype="image", subtype="png")
    mail.add_attachment("Please erase me.", disposition="inline")
    found = read(bytes(mail))
    assert (found.text, found.attachments) == ("Please erase me.", 1)


def test_a_mail_that_is_forwarded_as_an_attachment() -> None:
    asked = EmailMessage()
    asked["From"], asked["Subject"] = "ann@customer.example", "Löschung"
    asked.set_content("<div>Please erase me.</div>", subtype="html")
    mail = EmailMessage()
    mail["From"] = "support@provider.example"
    mail.set_content("For you.")
    mail.add_attachment(asked)
    text = read(bytes(mail)).text
    assert text.startswith("For you.\n\nFrom: ann@customer.example\n")
    assert text.endswith("Subject: Löschung\n\nPlease erase me.")


def test_what_cannot_be_read_is_said() -> None:
    from_ann = b"From: ann@x.example\nSubject: Hello\n"
    assert not read(from_ann + b"\nHello").unreadable
    assert read(from_ann + b"Content-Type: text/plain; charset=klingon\n\n\xef\xff").unreadable
    assert read(b"From: a@x.example, b@x.example\n\nHello").unreadable


def test_a_long_text_is_cut() -> None:
    found = read(MIMEText("ä" * (LONGEST + 1), "plain", "utf-8").as_bytes())
    assert (len(found.text), found.cut) == (LONGEST, True)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Content-Type: text/plain; charset=klingon\n\nna\xc3\xafve", "naïve"),
        (b"Content-Type: text/plain; charset=us-ascii\n\nna\xc3\xafve", "naïve"),
        (b"Content-Type: text/plain; charset=undefined\n\nna\xc3\xafve", "naïve"),
        (b"Content-Type: text/plain; charset=rot13\n\nna\xc3\xafve", "naïve"),
        (b"Content-Type: text/plain; charset=unknown-8bit\n\nna\xefve", "naïve"),
        (b"Content-Type: text/plain; charset=latin-1\n\nna\xefve", "naïve"),
        (b"Content-Transfer-Encoding: base64\n\n!!!", ""),
        (b"Content-Type: multipart/mixed\n\nno boundary", ""),
        (b"\n\nonly a body\0 with a NUL", "only a body with a NUL"),
        (b"", ""),
    ],
)
def test_broken_mails(raw: bytes, text: str) -> None:
    found = read(raw)
    if text:
        assert found.text == text
    assert found.sender == ""
    assert found.number == ""


def test_deep_nesting_is_survived() -> None:
    nest = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
    raw = b"".join(nest % (n, n) for n in range(5000))
    assert read_apart(raw, authserv="").unreadable


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "nobody",
        "a@x.example, b@x.example",
        "a@x.example\nFrom: b@x.example",
        "<a@x.example> <b@x.example>",
        "<>",
        "Ann <ann@>",
        "a" * 300 + "@x.example",
    ],
)
def test_a_sender_that_is_not_one_address_is_none(sender: str) -> None:
    assert read(f"From: {sender}\n\nHello".encode()).sender == ""


def test_a_name_is_no_address() -> None:
    for name in (
        '"ann@x.example"',
        "=?utf-8?q?=3Cann=40x.example=3E=2C?=",
        "(ann@x.example)",
        "ann@x.example",
        "eve@x.example",
        "Example, Eve",
        'Example; Eve [1] "',
    ):
        assert read(f"From: {name} <eve@x.example>\n\nHi".encode()).sender == "eve@x.example"


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
    assert read(f"{header}\n\nHello".encode()).automatic
    assert not read(b"Auto-Submitted: no\nReturn-Path: <a@x.example>\n\nHello").automatic


def test_a_mail_that_ends_its_reading_gives_what_was_read_before() -> None:
    killer = b"Content-Type: text/html\n\n" + b"<div>" * 200_000
    head = b"From: ann@customer.example\nSubject: Erase me\n"
    found = read_apart(head + killer, authserv="")
    assert (found.sender, found.subject) == ("ann@customer.example", "Erase me")
    assert (found.text, found.unreadable) == ("", True)


def test_the_reading_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(
        "troth.requests.mailbox.read_apart.subprocess.run",
        lambda *args, **options: given.update(options) or CompletedProcess(args, 0, b""),
    )
    read_apart(b"", authserv="")
    assert set(given["env"]) == {"PYTHONPATH", "PYTHONUTF8"}


@given(st.binary(max_size=300))
@example(b"From: =?utf-8?b?/////w==?= <a@x.example>\nSubject: =?x-unknown?q?a?=\n\n")
@example(b'Subject: =?utf-8?b?A?=\nContent-Type: text/plain; charset="\xff"\n\n\xff')
@example(b'Content-Type: text/html\n\n<![ <!doctype &#xD800; &#0; <a b="')
def test_any_bytes_at_all(raw: bytes) -> None:
    found = read(b"From: a@x.example\n" + raw)
    for text in (found.sender, found.subject, found.text, found.number):
        assert "\0" not in text
        text.encode()


@given(st.binary(max_size=300))
def test_any_bytes_as_the_body_of_each_kind(raw: bytes) -> None:
    for kind in ("text/html", "text/plain", "multipart/mixed; boundary=a", "message/rfc822"):
        read(b"Content-Type: " + kind.encode() + b"\n\n" + raw).text.encode()


def test_nothing_in_it_is_turned_around() -> None:
    head = "Subject: a\u202eb\x1b\nContent-Type: text/plain; charset=utf-8\n\n"
    found = read(f"{head}Jo\u0308rg\u202e\x07\tx\n".encode())
    assert (found.subject, found.text) == ("ab", "J\u00f6rg\tx")
