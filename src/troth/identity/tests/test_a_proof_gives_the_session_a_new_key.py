import pytest
from django.test import Client

from troth.testing import make
from troth.testing.browser import PASSWORD, customer

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_one_before_opens_nothing() -> None:
    make.in_force("softsys")
    client = Client()
    client.force_login(customer())
    before = client.cookies["sessionid"].value
    wrong = client.post("/security/it-is-me/password/", {"password": "a guess"})
    assert wrong.status_code == 200 and client.cookies["sessionid"].value == before
    client.post("/security/it-is-me/password/", {"password": PASSWORD})
    assert client.cookies["sessionid"].value != before
    assert client.get("/security/").status_code == 200
    client.cookies["sessionid"] = before
    assert client.get("/security/").status_code == 302
