import pytest
from django.test import Client
from pytest_django import Settings

from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def guesses(forwarded: str) -> list[bool]:
    """Whether each of twelve guesses is looked at, every one with another sender made up."""
    typed = {"login": "nobody@customer.example", "password": "a guess"}
    found = []
    for i in range(12):
        client = Client(headers={"x-forwarded-for": forwarded.format(i=i)})
        answer = client.post("/sign-in/", typed | {"login": f"nobody{i}@customer.example"})
        found.append("too often" not in answer.content.decode())
    return found


@pytest.mark.parametrize(
    ("proxies", "forwarded"), [(0, "10.0.0.{i}"), (1, "10.0.0.{i}, 192.0.2.1")]
)
def test_whatever_stands_before_what_our_proxies_say(
    settings: Settings, proxies: int, forwarded: str
) -> None:
    make.in_force("softsys")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert guesses(forwarded) == [True] * 10 + [False] * 2
