"""MAILBOX_URL in its forms; a password never goes over the net in the clear."""

import pytest

from troth.core.errors import UsageError
from troth.core.setting_url import mailbox_from_url


def test_what_it_says() -> None:
    assert mailbox_from_url("imaps://me%40x.example:p%3A%2F@mail.example/Rights?move=Done") == {
        "tls": True,
        "host": "mail.example",
        "port": 993,
        "user": "me@x.example",
        "password": "p:/",
        "oauth": {},
        "folder": "Rights",
        "move": "Done",
    }
    assert mailbox_from_url("imap://me:p@localhost:1143")["folder"] == "INBOX"
    assert mailbox_from_url("") == {}


@pytest.mark.parametrize(
    "url",
    [
        "imap://me:p@mail.example",
        "pop3://me:p@mail.example",
        "imaps://mail.example",
        "imaps://me@mail.example",
        "imaps://me:p@mail.example/?delete=1",
        "mail.example",
    ],
)
def test_what_it_refuses(url: str) -> None:
    with pytest.raises(UsageError, match="MAILBOX_URL must look like"):
        mailbox_from_url(url)
