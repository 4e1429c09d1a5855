# ruff: noqa: F811  (a fixture is imported)
import json
from typing import Any

import pytest
from allauth.idp.oidc import views

from troth.identity.tests.test_a_site_learns_only_what_is_allowed import (
    allow,
    ask,
    policy,  # noqa: F401  (a fixture)
    redeem,
    site,
    told_for,
)
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox
from troth.testing.visit import proved, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("policy")]


def test_a_new_password_ends_a_code_that_waits(mailbox: Mailbox) -> None:
    person, shop = make.verified(customer()), site()
    intruder, client = signed_in(person), proved(person)
    code = allow(intruder, ask(intruder, shop), "openid")
    new = {"oldpassword": PASSWORD, "password1": f"another {PASSWORD}"}
    assert client.post("/security/password/", new).status_code == 302
    assert redeem(shop, code).json() == {"error": "invalid_grant"}
    assert redeem(shop, ask(client, shop, "openid")).status_code == 200


def test_a_code_that_comes_twice_at_once_leaves_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    client, shop = signed_in(customer()), site()
    code, one, made = allow(client, ask(client, shop), "openid"), views.token, []

    def meanwhile(request: Any) -> Any:
        answer = one(request)
        made.append(answer)
        assert redeem(shop, code).status_code == 400
        return answer

    monkeypatch.setattr(views, "token", meanwhile)
    first = redeem(shop, code)
    assert first.json() == {"error": "invalid_grant"}
    token = json.loads(made[0].content)["access_token"]
    assert told_for(token).status_code == 401
