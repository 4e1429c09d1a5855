# ruff: noqa: F811  (a fixture is imported)
import pytest
from django.test import Client

from troth.identity.tests.test_a_site_learns_only_what_is_allowed import (
    SECRET,
    allow,
    ask,
    policy,  # noqa: F401  (a fixture)
    redeem,
    site,
)
from troth.testing.browser import customer
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.usefixtures("policy")
def test_by_what_came_with_it() -> None:
    client, shop = signed_in(customer()), site()
    told = redeem(shop, allow(client, ask(client, shop), "openid")).json()
    assert told["expires_in"] == 3600
    again = {"grant_type": "refresh_token", "refresh_token": told["refresh_token"]}
    answer = Client().post(
        "/identity/token/", again | {"client_id": shop.pk, "client_secret": SECRET}
    )
    assert answer.json() == {"error": "unauthorized_client"}
