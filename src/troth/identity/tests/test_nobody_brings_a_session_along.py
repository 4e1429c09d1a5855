import pytest
from django.test import Client

from troth.testing import make
from troth.testing.browser import PASSWORD, customer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in() -> Client:
    make.in_force("softsys")
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    client.post("/sign-in/", {"login": customer().email, "password": PASSWORD})
    return client


def opens(key: str) -> bool:
    client = Client()
    client.cookies["sessionid"] = key
    return client.get("/security/").status_code == 200


def test_into_signing_in(signed_in: Client) -> None:
    assert opens(signed_in.cookies["sessionid"].value)
    assert not opens("a" * 32)


def test_out_of_signing_out(signed_in: Client) -> None:
    before = signed_in.cookies["sessionid"].value
    signed_in.post("/sign-out/")
    assert not opens(before)
