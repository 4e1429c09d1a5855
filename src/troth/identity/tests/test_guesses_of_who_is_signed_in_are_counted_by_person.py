import pytest
from django.test import Client

from troth.testing import make
from troth.testing.browser import PASSWORD, customer

pytestmark = pytest.mark.django_db(transaction=True)
_ITS_ME = "/security/it-is-me"


def test_no_new_key_of_a_session_starts_the_count_anew() -> None:
    make.in_force("softsys")
    person, client = customer(), Client()
    client.force_login(person)
    before = client.cookies["sessionid"].value
    for guess in range(5):
        client.post(f"{_ITS_ME}/password/", {"password": f"guess {guess}"})
        client.post(f"{_ITS_ME}/passkey/", {"credential": "{}"})
    assert client.cookies["sessionid"].value == before
    answer = client.post(f"{_ITS_ME}/password/", {"password": PASSWORD})
    assert answer.status_code == 200 and "too often" in answer.content.decode()


def test_nor_does_another_session() -> None:
    make.in_force("softsys")
    person = customer()
    for guess in range(6):
        client = Client()
        client.force_login(person)
        answer = client.post(f"{_ITS_ME}/password/", {"password": f"guess {guess}"})
    assert "too often" in answer.content.decode()
