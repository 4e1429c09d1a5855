"""A NUL, and text in a charset of its own, are refused with one clear line at every address."""

from base64 import b64encode
from typing import Any

import pytest
from django.test import Client

from troth.testing import make

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
BASIC = f"Basic {b64encode(b'\0:\0').decode()}"


@pytest.mark.parametrize(
    "sent",
    [
        {"path": "/identity/token/", "data": "client_id=%00&client_secret=a&code=b"},
        {"path": "/identity/token/", "data": "grant_type=a", "HTTP_AUTHORIZATION": BASIC},
        {"path": "/identity/revoke/", "data": "token=%00"},
        {"path": "/identity/revoke/", "data": "token=a", "HTTP_AUTHORIZATION": BASIC},
        {"path": "/identity/authorize/?client_id=site%00", "method": "GET"},
        {"path": "/", "method": "GET", "HTTP_COOKIE": 'sessionid="abcdefghij\\000"'},
        {"path": "/sign-in/", "method": "GET", "CONTENT_TYPE": "text/plain; charset=hex"},
    ],
)
def test_a_value_that_passes_no_form(sent: dict[str, Any]) -> None:
    make.in_force("softsys")
    client = Client(raise_request_exception=False)
    answer = client.generic(**{"method": "POST", "content_type": FORM} | sent)
    assert answer.status_code == 400 and "could not be read" in answer.content.decode()


@pytest.mark.parametrize("charset", ["undefined", "hex", "idna", "latin-1"])
def test_a_form_in_a_charset_of_its_own(charset: str) -> None:
    make.in_force("softsys")
    part = b'--a\r\nContent-Disposition: form-data; name="login"\r\n\r\n\xff\r\n--a--\r\n'
    kind = f"multipart/form-data; boundary=a; charset={charset}"
    client = Client(raise_request_exception=False)
    answer = client.generic("POST", "/sign-in/", part, content_type=kind)
    assert answer.status_code == 400 and "could not be read" in answer.content.decode()


def test_utf_8_may_be_named() -> None:
    make.in_force("softsys")
    part = b'--a\r\nContent-Disposition: form-data; name="login"\r\n\r\n\xff\r\n--a--\r\n'
    kind = "multipart/form-data; boundary=a; charset=UTF-8"
    assert Client().generic("POST", "/sign-in/", part, content_type=kind).status_code == 200
