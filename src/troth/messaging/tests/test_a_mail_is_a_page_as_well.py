"""Mail programs show a page with the words of the text, which loads nothing and runs nothing."""

import re
from datetime import timedelta

import pytest
from pytest_django import Settings
from selectolax.lexbor import LexborHTMLParser

from troth.accounts.models import Person
from troth.core.brand import READABLE, contrast, parse
from troth.messaging.page import MOST_BYTES
from troth.messaging.send import send
from troth.testing import make
from troth.testing.mail import Mailbox, page_of, text_of

pytestmark = pytest.mark.django_db
_TEXT = """Hello <b>Jane</b> & Co,

These wait:
- web & mail
  with backups
- <script>alert(1)</script>

https://my.provider.example/account/1/?a=1&b=2

Terms
-----

Ask help@provider.example, or see https://elsewhere.example/page."""


@pytest.fixture(autouse=True)
def provider(settings: Settings) -> None:
    settings.SITE_URL = "https://my.provider.example"
    make.in_force("softsys")


def mailed(mailbox: Mailbox, text: str, language: str = "en") -> LexborHTMLParser:
    person = make.person()
    Person.objects.filter(pk=person.pk).update(language=language)
    send(person, subject="News <1>", body=text, at=make.NOW)
    [mail] = mailbox.fetch(at=make.NOW + timedelta(minutes=1))
    assert mail.get_content_type() == "multipart/alternative" and text_of(mail).strip() == text
    return LexborHTMLParser(page_of(mail))


def test_it_says_what_the_text_says(mailbox: Mailbox) -> None:
    seen = mailed(mailbox, _TEXT)
    by = seen.css_first(".by")
    assert by and by.text() == "Softsys Hosting"
    body = seen.css_first("main")
    assert body and "Hello <b>Jane</b> & Co," in body.text()
    assert [each.text() for each in seen.css("li")] == [
        "web & mailwith backups",
        "<script>alert(1)</script>",
    ]
    assert [each.text() for each in seen.css("h2")] == ["Terms"]
    assert [each.attributes["href"] for each in seen.css("a")] == [
        "https://my.provider.example/account/1/?a=1&b=2",
        "mailto:help@provider.example",
        "https://elsewhere.example/page",
    ]


def test_it_loads_nothing_and_runs_nothing(mailbox: Mailbox) -> None:
    seen = mailed(mailbox, _TEXT)
    assert not seen.css("script, img, link, iframe, form, object, base, [src], [onclick]")
    assert not re.search(r"url\(|@import", seen.html or "")


def test_only_a_link_to_our_own_pages_is_a_button(mailbox: Mailbox) -> None:
    assert mailed(mailbox, "Look:\n\nhttps://my.provider.example/a/").css(".button")
    assert not mailed(mailbox, "Look:\n\nhttps://my.provider.example.evil.example/a/").css(
        ".button"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("See:\n\nhttps://my.provider.example/account/1/invoices/2/", "View invoice"),
        (
            "You can cancel before that day. See: https://my.provider.example/account/1/services/",
            "View services",
        ),
        ("View credit note: https://my.provider.example/account/1/invoices/2/", None),
        ("https://my.provider.example/privacy/\n\nhttps://my.provider.example/account/", "Read"),
        ("https://my.provider.example/no-such-page/", "Open the page"),
    ],
)
def test_one_button_says_what_it_does(mailbox: Mailbox, text: str, says: str | None) -> None:
    [button] = mailed(mailbox, text).css(".button")
    assert button.text().startswith(says or "View credit note")


def test_whoever_signs_stands_apart(mailbox: Mailbox) -> None:
    letter = "Hello,\n\nThere is news.\n\nSoftsys Hosting\n"
    foot = mailed(mailbox, letter.strip()).css_first("footer")
    assert foot and foot.text().strip() == "Softsys Hosting"


def test_it_is_in_the_language_of_whoever_reads_it(mailbox: Mailbox) -> None:
    seen = mailed(mailbox, "Sehen Sie:\n\nhttps://my.provider.example/a/", "de")
    html, button = seen.css_first("html"), seen.css_first(".button")
    assert html and html.attributes["lang"] == "de"
    assert button and button.text() == "Seite öffnen"


def test_any_accent_can_be_read(mailbox: Mailbox, settings: Settings) -> None:
    settings.BRAND_ACCENT = "#ffee00"
    seen = mailed(mailbox, "Look:\n\nhttps://my.provider.example/a/")
    button = seen.css_first(".button")
    assert button
    style = re.fullmatch(r"background:(#\w{6});color:(#\w{6})", button.attributes["style"] or "")
    assert style and contrast(parse(style[1]), parse(style[2])) >= READABLE


def test_what_is_too_long_for_mail_programs_is_text_alone(mailbox: Mailbox) -> None:
    send(make.person(), subject="Terms", body="word " * (MOST_BYTES // 5), at=make.NOW)
    [mail] = mailbox.fetch(at=make.NOW)
    assert mail.get_content_type() == "text/plain"
