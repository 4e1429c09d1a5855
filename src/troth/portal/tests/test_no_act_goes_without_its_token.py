from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from troth.portal.tests.addresses import routes
from troth.testing import make
from troth.testing.browser import customer

# By whom they are sent.
TAKEN = {
    "identity/token/": "a site with its secret",
    "identity/revoke/": "a site with its secret",
    "identity/userinfo/": "a site with its token",
    "identity/authorize/": "a site's form, which asks; allauth looks at the answer's token itself",
    "identity/sign-out/": "a site's form, which asks; allauth looks at the answer's token itself",
    "unsubscribe/<str:token>/": "a mail program (RFC 8058)",
    "gateways/<slug:gateway>/events/": "a gateway, which has signed it",
    "witness/add-checkpoint": "another installation, whose journal's key signed it",
}


def is_exempt(view: Any) -> bool:
    return bool(getattr(view, "csrf_exempt", False))


def test_but_where_others_send_it() -> None:
    every = dict(routes(get_resolver("troth.urls")))
    assert {route for route, view in every.items() if is_exempt(view)} == set(TAKEN)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/identity/authorize/", {"request": "made up", "action": "grant"}),
        ("/identity/sign-out/", {"action": "logout"}),
        ("/privacy-centre/object/", {}),
        ("/sign-in/", {}),
    ],
)
def test_an_answer_from_another_site_is_not_taken(path: str, answer: dict[str, str]) -> None:
    make.in_force("ispsystem")
    client = Client(enforce_csrf_checks=True)
    client.force_login(customer())
    assert client.post(path, answer).status_code in (200, 403)  # a page that asks again, at most
    assert client.get("/security/").status_code == 200
