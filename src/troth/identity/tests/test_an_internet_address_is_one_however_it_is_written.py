"""Limits, sign-ins and logs know whoever comes by version 4 and by version 6 of the protocol."""

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from troth.accounts.models import Signin
from troth.asgi import _network_of
from troth.identity.adapter import Adapter
from troth.testing import make
from troth.testing.browser import PASSWORD, customer

REQUESTS = RequestFactory()


@pytest.mark.parametrize(
    ("seen", "address", "network"),
    [
        ("192.0.2.9", "192.0.2.9", "192.0.2.9"),
        ("::ffff:192.0.2.9", "192.0.2.9", "192.0.2.9"),
        ("::FFFF:C000:209", "192.0.2.9", "192.0.2.9"),
        ("2001:DB8:0:0::9", "2001:db8::9", "2001:db8::"),
        ("2001:DB8::FFFF:0:0:9", "2001:db8::ffff:0:0:9", "2001:db8::"),
        ("2001:db8:0:1::9", "2001:db8:0:1::9", "2001:db8:0:1::"),
        ("fe80::9%eth0", "fe80::9", "fe80::"),
    ],
)
@pytest.mark.parametrize("proxies", [0, 1])
def test_it_is_read_by_one_function(
    seen: str, address: str, network: str, proxies: int, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = REQUESTS.get("/", headers={"X-Forwarded-For": f"203.0.113.1, {seen}"})
    request.META["REMOTE_ADDR"] = "198.51.100.1" if proxies else seen
    assert Adapter().get_client_ip(request) == address
    assert _network_of(request) == network  # type: ignore[arg-type]


@pytest.mark.parametrize("seen", ["", "nowhere", "192.0.2.999"])
def test_what_is_none_counts_as_unknown(seen: str) -> None:
    assert _network_of(REQUESTS.get("/", REMOTE_ADDR=seen)) == ""  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("before", "after"),
    [("::ffff:192.0.2.9", "192.0.2.9"), ("2001:db8::1:0:0:9", "2001:db8::2:0:0:9")],
)
def test_guesses_from_one_place_are_counted_together(before: str, after: str) -> None:
    make.in_force("softsys")
    person = customer(make.account())
    for seen, typed in [(before, "wrong")] * 5 + [(after, PASSWORD)]:
        sent = {"login": person.email, "password": typed}
        told = Client(REMOTE_ADDR=seen).post("/sign-in/", sent).content.decode()
    assert "Please wait" in told


@pytest.mark.django_db(transaction=True)
def test_two_strangers_of_version_4_do_not_share_a_limit() -> None:
    make.in_force("softsys")
    person = customer(make.account())
    for _ in range(5):
        guess = {"login": person.email, "password": "wrong"}
        Client(REMOTE_ADDR="::ffff:192.0.2.9").post("/sign-in/", guess)
    right = {"login": person.email, "password": PASSWORD}
    assert Client(REMOTE_ADDR="::ffff:198.51.100.9").post("/sign-in/", right).status_code == 302
    assert Signin.objects.latest("pk").ip == "198.51.100.9"
