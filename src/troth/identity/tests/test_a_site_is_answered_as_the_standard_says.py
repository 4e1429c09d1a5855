"""OpenID Connect Core 1.0 and what it builds on, case by case, as a site would see it."""

import time
from base64 import b64encode
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import pytest
from allauth.idp.oidc.models import Token
from django.test import Client
from pytest_django import Settings

from troth.accounts.models import Person
from troth.identity.tests.test_a_site_learns_only_what_is_allowed import (
    BACK,
    SECRET,
    VERIFIER,
    allow,
    ask,
    redeem,
    site,
    told_for,
)
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.visit import proved, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    make.in_force("ispsystem")
    return customer(make.account())


@pytest.fixture
def client(person: Person) -> Client:
    return signed_in(person)


def said(answer: Any) -> dict[str, str]:
    """What a site is told by where the visitor is sent."""
    assert answer.status_code == 302 and answer["Location"].startswith(BACK), answer
    return dict(parse_qsl(urlsplit(answer["Location"]).query))


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"response_type": ""}, "unsupported_response_type"),
        ({"response_type": "token"}, "unauthorized_client"),
        ({"response_type": "code id_token"}, "unauthorized_client"),
        ({"scope": "profile email"}, "invalid_scope"),
        ({"scope": "openid admin"}, "invalid_scope"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "none"}, "consent_required"),
        ({"max_age": "x"}, "invalid_request"),
        ({"max_age": "9" * 99}, "invalid_request"),
        ({"request": "e30.e30."}, "request_not_supported"),
        ({"request_uri": "https://shop.example/r"}, "request_uri_not_supported"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_at_the_site(
    client: Client, asked: dict[str, str], error: str
) -> None:
    assert said(ask(client, site(), **asked)) == {"error": error, "state": "s"}


def test_a_stranger_who_may_be_asked_nothing_is_sent_back(person: Person) -> None:
    assert said(ask(Client(), site(), prompt="none"))["error"] == "login_required"


def test_who_has_answered_before_is_let_through_unasked(client: Client) -> None:
    shop = site()
    allow(client, ask(client, shop, "openid profile email"), "openid", "profile")
    answer = ask(client, shop, "openid profile email", prompt="none", max_age="300")
    assert said(answer)["state"] == "s"
    assert redeem(shop, answer).json()["scope"] == "openid profile"


@pytest.mark.parametrize("asked", [{"prompt": "login"}, {"max_age": "0"}], ids=str)
def test_who_must_show_anew_that_it_is_them_comes_back_to_the_question(
    client: Client, asked: dict[str, str]
) -> None:
    shop = site()
    to = ask(client, shop, **asked)["Location"]
    assert to.startswith("/security/it-is-me/password/?")
    [back] = parse_qs(urlsplit(to).query)["next"]
    assert "prompt" not in back and "max_age" not in back
    assert "Shop" in client.get(back).content.decode()
    assert said(ask(client, shop, prompt="none", max_age="0"))["error"] == "login_required"
    stranger = ask(Client(), shop, **asked)["Location"]
    assert stranger.startswith("/sign-in/?next=") and "max_age" not in stranger


def test_who_allows_no_number_signs_in_nowhere(client: Client) -> None:
    answer = allow(client, ask(client, site()), "profile", "email")
    assert said(answer) == {"error": "access_denied", "state": "s"}


def test_the_token_says_who_for_whom_and_until_when(person: Person, settings: Settings) -> None:
    since, shop, client = int(time.time()), site(), proved(person)
    answer = allow(client, ask(client, shop, "openid", nonce="n-1"), "openid")
    assert said(answer)["state"] == "s"
    token = redeem(shop, answer)
    assert "no-store" in token["Cache-Control"]
    told = token.json()
    found = Client().get("/.well-known/openid-configuration").json()
    keys = jwt.PyJWKSet.from_dict(Client().get(urlsplit(found["jwks_uri"]).path).json())
    header = jwt.get_unverified_header(told["id_token"])
    claims = jwt.decode(
        told["id_token"],
        keys[header["kid"]],
        algorithms=found["id_token_signing_alg_values_supported"],
        audience=shop.pk,
        issuer=found["issuer"],
        options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce", "auth_time"]},
    )
    assert found["id_token_signing_alg_values_supported"] == ["RS256"] == [header["alg"]]
    assert claims["nonce"] == "n-1" and since <= claims["auth_time"] <= claims["iat"]
    assert 0 < claims["exp"] - claims["iat"] <= 600
    assert claims["sub"] == told_for(told["access_token"]).json()["sub"]
    assert told["token_type"] == "Bearer"


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"code_verifier": ""}, "invalid_grant"),
        ({"code_verifier": "x" * 43}, "invalid_grant"),
        ({"redirect_uri": f"{BACK}/"}, "invalid_request"),
        ({"redirect_uri": ""}, "invalid_request"),
        ({"code": "made-up"}, "invalid_grant"),
        ({"code": "\0"}, "invalid_grant"),
        ({"grant_type": "password"}, "invalid_request"),
        ({"grant_type": "client_credentials"}, "unauthorized_client"),
        ({"grant_type": ""}, "unsupported_grant_type"),
    ],
    ids=str,
)
def test_a_code_is_given_away_for_nothing_less(
    client: Client, typed: dict[str, str], error: str
) -> None:
    shop = site()
    answer = allow(client, ask(client, shop), "openid")
    refused = redeem(shop, answer, **typed)
    assert refused.status_code in (400, 401) and refused.json()["error"] == error, refused.content
    assert not Token.objects.exists()


def post(to: str, site_id: str, secret: str, **typed: str) -> Any:
    basic = b64encode(f"{site_id}:{secret}".encode()).decode()
    return Client().post(to, typed, headers={"Authorization": f"Basic {basic}"})


def test_a_code_is_its_sites_and_takes_its_secret(client: Client) -> None:
    shop, forum = site(), site("Forum")
    for who, secret, status in ((forum, SECRET, 400), (shop, "wrong", 401), (shop, "", 401)):
        code = said(allow(client, ask(client, shop, prompt="consent"), "openid"))["code"]
        typed = {"code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}
        typed["grant_type"] = "authorization_code"
        refused = post("/identity/token/", who.pk, secret, **typed)
        assert refused.status_code == status and "access_token" not in refused.json()


def test_a_code_runs_out(client: Client, settings: Settings) -> None:
    settings.IDP_OIDC_AUTHORIZATION_CODE_EXPIRES_IN = 0
    shop = site()
    refused = redeem(shop, allow(client, ask(client, shop), "openid"))
    assert refused.status_code == 400 and refused.json()["error"] == "invalid_grant"


def test_a_site_gets_no_token_to_have_others_by(client: Client) -> None:
    shop = site()
    told = redeem(shop, allow(client, ask(client, shop), "openid")).json()
    assert "refresh_token" not in told and Token.objects.get().type == Token.Type.ACCESS_TOKEN
    refused = post(
        "/identity/token/", shop.pk, SECRET, grant_type="refresh_token", refresh_token="x"
    )
    assert refused.status_code == 400


def test_a_token_opens_by_header_and_body_until_its_site_ends_it(client: Client) -> None:
    shop, forum = site(), site("Forum")
    token = redeem(shop, allow(client, ask(client, shop), "openid")).json()["access_token"]
    by_body = Client().post("/identity/userinfo/", {"access_token": token})
    assert by_body.json() == told_for(token).json()
    assert Client().get(f"/identity/userinfo/?access_token={token}").status_code == 401
    post("/identity/revoke/", forum.pk, SECRET, token=token)
    assert told_for(token).status_code == 200
    assert post("/identity/revoke/", shop.pk, SECRET, token=token).status_code == 200
    refused = told_for(token)
    assert refused.status_code == 401 and "invalid_token" in refused["WWW-Authenticate"]


def test_a_token_that_nobody_signed_names_nobody(client: Client) -> None:
    shop = site()
    told = redeem(shop, allow(client, ask(client, shop), "openid")).json()
    claims = jwt.decode(told["id_token"], options={"verify_signature": False})
    kid = jwt.get_unverified_header(told["id_token"])["kid"]
    unsigned = jwt.encode(claims, "", algorithm="none", headers={"kid": kid})
    by_secret = jwt.encode(claims, SECRET * 3, algorithm="HS256", headers={"kid": kid})
    for forged in (unsigned, by_secret):
        answer = ask(client, shop, "openid", prompt="none", id_token_hint=forged)
        assert "error" in said(answer)
        assert told_for(forged).status_code == 401
    genuine = ask(client, shop, "openid", prompt="none", id_token_hint=told["id_token"])
    assert "code" in said(genuine)


def test_the_discovery_document_promises_what_is_kept(person: Person) -> None:
    found = Client().get("/.well-known/openid-configuration").json()
    assert found["response_types_supported"] == ["code"]
    assert found["grant_types_supported"] == ["authorization_code"]
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert "none" not in found["token_endpoint_auth_methods_supported"]
    assert found["request_uri_parameter_supported"] is False
    for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"):
        assert Client().get(urlsplit(found[name]).path).status_code != 404
