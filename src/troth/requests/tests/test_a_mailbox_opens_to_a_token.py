"""Microsoft's and Google's mailboxes take no password, but a token of their server (XOAUTH2)."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.core.errors import TrothError, UsageError
from troth.core.setting_url import mailbox_from_url
from troth.requests.mailbox.read_mailbox import read_mailbox
from troth.requests.tests.test_mail_becomes_requests import mail
from troth.testing import make
from troth.testing.imap import PostBox
from troth.testing.token_server import REFRESH, SCOPE, SECRET, service_account

WITHOUT_KEY = '{"client_email": "a@b.example", "private_key_id": "k1", "private_key": "PRIVATE"}'

pytestmark = pytest.mark.django_db(transaction=True)


def by_token(post_box: PostBox, url: str, user: str = "privacy%40provider.example") -> object:
    return mailbox_from_url(f"imap://{user}@127.0.0.1:{post_box.port}/INBOX", url)


@pytest.mark.parametrize("by", ["scope=mail", f"refresh_token={REFRESH}"])
def test_a_mail_is_read(post_box: PostBox, token_server: str, settings: Settings, by: str) -> None:
    make.in_force("softsys")
    post_box.drop(mail("ann@customer.example"))
    url = f"{token_server}/token?client_id=troth&client_secret={SECRET}&{by}"
    settings.MAILBOX = by_token(post_box, url)
    assert read_mailbox(at=timezone.now()) == 1


def test_a_service_account_signs_for_the_mailbox(
    post_box: PostBox, token_server: str, settings: Settings, tmp_path: Path
) -> None:
    make.in_force("softsys")
    post_box.drop(mail("ann@customer.example"))
    key_file = tmp_path / "account.json"
    key_file.write_text(service_account())
    url = f"{token_server}/token?{urlencode({'key_file': key_file, 'scope': SCOPE})}"
    settings.MAILBOX = by_token(post_box, url)
    assert read_mailbox(at=timezone.now()) == 1

    settings.MAILBOX = by_token(post_box, url, user="someone%40else.example")
    with pytest.raises(TrothError, match="No access token"):
        read_mailbox(at=timezone.now())
    settings.MAILBOX = by_token(post_box, url)
    key_file.write_text(service_account("other@project.example"))
    with pytest.raises(TrothError, match="No access token"):
        read_mailbox(at=timezone.now())


@pytest.mark.parametrize("text", [None, "", "[]", "{}", WITHOUT_KEY])
def test_a_key_file_that_opens_nothing_is_told_without_what_it_holds(
    post_box: PostBox, token_server: str, settings: Settings, tmp_path: Path, text: str | None
) -> None:
    make.in_force("softsys")
    key_file = tmp_path / "account.json"
    if text is not None:
        key_file.write_text(text)
    url = f"{token_server}/token?{urlencode({'key_file': key_file, 'scope': SCOPE})}"
    settings.MAILBOX = by_token(post_box, url)
    with pytest.raises(TrothError, match="No access token") as told:
        read_mailbox(at=timezone.now())
    assert "PRIVATE" not in str(told.value) and "project.example" not in str(told.value)


def test_what_is_wrong_is_told_without_the_secret(
    post_box: PostBox, token_server: str, settings: Settings
) -> None:
    url = f"{token_server}/token?client_id=troth&scope=mail&client_secret="
    for wrong in (
        url + "wrong",
        "http://127.0.0.1:9/token?client_id=a&scope=b&client_secret=wrong",
    ):
        settings.MAILBOX = by_token(post_box, wrong)
        with pytest.raises(TrothError, match="No access token") as told:
            read_mailbox(at=timezone.now())
        assert "wrong" not in str(told.value)
    settings.MAILBOX = by_token(post_box, url + SECRET, user="someone%40else.example")
    with pytest.raises(TrothError, match="refuses the sign-in"):
        read_mailbox(at=timezone.now())


@pytest.mark.parametrize(
    "url",
    [
        "http://login.example/token?client_id=a&client_secret=b&scope=c",
        "https://login.example/token?client_id=a&client_secret=b",
        "https://login.example/token?client_id=a&client_secret=b&scope=c&refresh_token=d",
        "https://login.example/token?client_id=a&client_secret=b&password=c",
        "https://login.example/token?key_file=a",
        "https://login.example/token?key_file=a&scope=b&client_id=c",
        "login.example",
    ],
)
def test_what_the_setting_refuses(url: str) -> None:
    with pytest.raises(UsageError, match="MAILBOX_OAUTH must look like"):
        mailbox_from_url("imaps://me@mail.example", url)
    with pytest.raises(UsageError, match="MAILBOX_URL must look like"):
        mailbox_from_url("imaps://me:password@mail.example", "https://login.example/token")
