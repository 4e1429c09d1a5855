import pytest
from django.test import Client

from troth.policy.shipped import shipped
from troth.testing import make
from troth.testing.browser import PASSWORD, customer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", shipped())
def test_no_cookie_is_set_that_the_policy_does_not_name(name: str) -> None:
    make.in_force(name)
    tables = make.policy(name).tables
    named = {cookie for rule in tables.cookie.values() for cookie in rule.names}
    person = customer(make.account())
    client = Client()
    client.get("/")
    assert not client.cookies  # whoever only reads is given none
    client.get("/sign-up/")
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    client.get("/privacy-centre/")
    client.post("/privacy-centre/object/")
    for name, cookie in client.cookies.items():
        assert cookie["samesite"] == "Lax" and cookie["httponly"]
        # All but one go when the browser is closed.
        assert cookie["max-age"] in ("", 0) or name == "device"
    client.post("/sign-out/")
    assert set(client.cookies) == {"csrftoken", "sessionid", "device"} & named
