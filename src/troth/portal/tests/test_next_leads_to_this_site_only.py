import pytest
from django.test import Client

from troth.testing import make
from troth.testing.browser import PASSWORD, customer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("typed", "to"),
    [
        ("/privacy-centre/", "/privacy-centre/"),
        ("https://evil.example/", "/account/"),
        ("//evil.example/", "/account/"),
        ("/\\evil.example/", "/account/"),
        ("\t//evil.example/", "/account/"),
        ("////evil.example/", "/account/"),
        ("javascript:alert(1)", "/account/"),
        ("account_logout", "account_logout"),  # no name of a page, but an address beside this one
    ],
)
def test_after_signing_in(typed: str, to: str) -> None:
    make.in_force("softsys")
    sent = {"login": customer().email, "password": PASSWORD, "next": typed}
    assert Client().post("/sign-in/", sent)["Location"] == to
