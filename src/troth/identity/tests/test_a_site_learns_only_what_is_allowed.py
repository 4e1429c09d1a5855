"""Another site of the provider's, played by this test, signs people in through Troth."""

import base64
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.idp.oidc.models import Client as Site
from django.test import Client
from pytest_django import Settings

from troth.erasure.erase import erase
from troth.gates.models import SiteConsent
from troth.identity.sites import SCOPES
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

BACK = "https://shop.example/callback"
SECRET = "only for tests"
VERIFIER = "a-verifier-of-at-least-forty-three-characters"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


@pytest.fixture(autouse=True)
def policy() -> None:
    make.in_force("ispsystem")


def site(name: str = "Shop") -> Site:
    made = Site(name=name, redirect_uris=BACK, scopes="\n".join(SCOPES))
    made.set_secret(SECRET)
    made.save()
    return made


def ask(client: Client, site: Site, scope: str = "openid profile email", **more: str) -> Any:
    """The visitor comes from the site."""
    query = {"client_id": site.pk, "redirect_uri": BACK, "response_type": "code", "scope": scope}
    query |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    return client.get(f"/identity/authorize/?{urlencode(query | {'state': 's'} | more)}")


def allow(client: Client, page: Any, *scopes: str) -> Any:
    """The visitor answers."""
    request = page.context["form"]["request"].value()
    data = {"request": request, "scopes": list(scopes), "action": "grant"}
    return client.post("/identity/authorize/", data)


def redeem(site: Site, answer: Any, **more: str) -> Any:
    """The site shows the code that it received."""
    [code] = parse_qs(urlsplit(answer["Location"]).query)["code"]
    basic = base64.b64encode(f"{site.pk}:{SECRET}".encode()).decode()
    typed = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    typed |= {"code_verifier": VERIFIER}
    return Client().post(
        "/identity/token/", typed | more, headers={"Authorization": f"Basic {basic}"}
    )


def told_for(token: str) -> Any:
    """What is answered to whoever has the token."""
    return Client().get("/identity/userinfo/", headers={"Authorization": f"Bearer {token}"})


def claims(site: Site, answer: Any) -> dict[str, Any]:
    """What the site learns with the code that it received."""
    token = redeem(site, answer)
    assert token.status_code == 200, token.content
    told: dict[str, Any] = told_for(token.json()["access_token"]).json()
    with_token = jwt.decode(token.json()["id_token"], options={"verify_signature": False})
    assert told.items() <= with_token.items()
    return told


def test_each_item_is_asked_for_by_itself() -> None:
    page = ask(signed_in(customer()), site()).content.decode()
    for scope in ("openid", "profile", "email"):
        assert str(SCOPES[scope]) in page
    assert str(SCOPES["phone"]) not in page


@pytest.mark.parametrize(
    ("allowed", "told"),
    [
        (("openid",), {"sub"}),
        (("openid", "profile"), {"sub", "name"}),
        (("openid", "email"), {"sub", "email", "email_verified"}),
    ],
)
def test_it_learns_no_more_than_that(allowed: tuple[str, ...], told: set[str]) -> None:
    person, shop = customer(), site()
    client = signed_in(person)
    answer = allow(client, ask(client, shop), *allowed)
    assert answer["Location"].startswith(BACK)
    assert claims(shop, answer).keys() == told


def test_an_answer_is_remembered_with_what_was_declined() -> None:
    person, shop = customer(), site()
    client = signed_in(person)
    allow(client, ask(client, shop), "openid", "profile")
    again = ask(client, shop)
    assert again.status_code == 302 and claims(shop, again).keys() == {"sub", "name"}


def test_what_is_new_is_asked_anew() -> None:
    client, shop = signed_in(customer()), site()
    allow(client, ask(client, shop, "openid profile"), "openid")
    assert ask(client, shop, "openid profile email").status_code == 200
    assert ask(client, shop, "openid profile", prompt="consent").status_code == 200


def test_two_sites_cannot_compare_whom_they_know() -> None:
    client, shop, forum = signed_in(customer()), site(), site("Forum")
    names = {
        claims(at, allow(client, ask(client, at, "openid"), "openid"))["sub"]
        for at in (shop, forum)
    }
    assert len(names) == 2


def test_one_sites_consent_opens_nothing_at_another() -> None:
    client, shop, forum = signed_in(customer()), site(), site("Forum")
    claims(shop, allow(client, ask(client, shop), "openid", "email"))
    silent = ask(client, forum, "openid email", prompt="none")
    assert "error=consent_required" in silent["Location"]


def test_who_declines_is_sent_back_with_nothing() -> None:
    client, shop = signed_in(customer()), site()
    page = ask(client, shop)
    data = {"request": page.context["form"]["request"].value(), "action": "cancel"}
    answer = client.post("/identity/authorize/", data)
    assert "error=access_denied" in answer["Location"]
    assert not SiteConsent.objects.exists()


def test_a_withdrawal_ends_it() -> None:
    person, shop = customer(), site()
    client = signed_in(person)
    answer = allow(client, ask(client, shop), "openid", "email")
    assert "Shop" in client.get("/security/sites/").content.decode()
    client.post("/security/sites/withdraw/", {"site": shop.pk})
    assert not SiteConsent.objects.exists()
    [code] = parse_qs(urlsplit(answer["Location"]).query)["code"]
    token = Client().post(
        "/identity/token/",
        {"grant_type": "authorization_code", "code": code, "client_id": shop.pk},
    )
    assert token.status_code in (400, 401)


def test_erasure_takes_it_along() -> None:
    person, shop = customer(), site()
    client = signed_in(person)
    claims(shop, allow(client, ask(client, shop), "openid"))
    erase(person, at=make.NOW)
    assert not SiteConsent.objects.exists()


def test_a_stranger_signs_in_first_and_comes_back() -> None:
    answer = ask(Client(), site())
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")


def test_an_address_that_the_site_never_named_is_refused() -> None:
    page = ask(signed_in(customer()), site(), redirect_uri="https://evil.example/")
    assert "This sign-in does not work" in page.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uri": f"{BACK}?more=1"},
        {"redirect_uri": f"{BACK}/"},
        {"redirect_uri": f"{BACK}#part"},
        {"redirect_uri": BACK.replace("shop", "SHOP")},
    ],
)
def test_a_site_asks_as_the_best_practice_wants_it(wrong: dict[str, str]) -> None:
    page = ask(signed_in(customer()), site(), **wrong)
    assert page.status_code == 400 and "This sign-in does not work" in page.content.decode()


def test_a_code_opens_nothing_without_what_it_was_asked_with() -> None:
    client, shop = signed_in(customer()), site()
    answer = allow(client, ask(client, shop), "openid")
    assert redeem(shop, answer, code_verifier="x" * 43).status_code == 400


def test_a_code_that_comes_twice_ends_what_came_of_it() -> None:
    client, shop = signed_in(customer()), site()
    answer = allow(client, ask(client, shop), "openid")
    token = redeem(shop, answer).json()["access_token"]
    assert told_for(token).status_code == 200
    assert redeem(shop, answer).status_code == 400
    assert told_for(token).status_code == 401


def test_the_issuer_is_no_host_that_somebody_made_up(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    found = Client(SERVER_NAME="evil.example").get("/.well-known/openid-configuration").json()
    addresses = [value for name, value in found.items() if isinstance(value, str)]
    assert len(addresses) > 5
    assert all(address.startswith(settings.SITE_URL) for address in addresses)


def test_the_discovery_document_says_what_there_is() -> None:
    found = Client().get("/.well-known/openid-configuration").json()
    assert found["scopes_supported"] == list(SCOPES)
    assert found["subject_types_supported"] == ["pairwise"]
    [key] = Client().get("/.well-known/jwks.json").json()["keys"]
    assert key["kty"] == "RSA"
