"""One account opens several sites, and each learns what its visitor allows, and no more."""

import re
from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from django.test import Client

from troth.accounts.models import Person
from troth.cli import main
from troth.identity.social import ITEMS
from troth.proofs.expect import expect
from troth.proofs.visitor import Visitor
from troth.proofs.world import Customer, World
from troth.testing.openid import OpenIdProvider

VERIFIER = "a-verifier-of-at-least-forty-three-characters"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


class Site:
    """Another site of the provider, which signs people in by its authorisation centre."""

    def __init__(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.back = f"https://{name}.example/callback"
        assert main(["site", "add", name, self.back, "--scopes", "profile"]) == 0
        told = re.search(r"id +(\S+)\nsecret +(\S+)", capsys.readouterr().out)
        assert told
        self.id, self.secret = told.groups()

    def sends_to(self, **more: str) -> str:
        """Where it sends its visitors to sign in."""
        asked = {"client_id": self.id, "redirect_uri": self.back, "response_type": "code"}
        asked |= {"scope": "openid profile", "state": "s"}
        asked |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
        return f"/identity/authorize/?{urlencode(asked | more)}"

    def signs_in(self, customer: Customer) -> Any:
        """What the centre answers to the code with which a customer comes back; None without."""
        answer = customer.client.get(self.sends_to(prompt="none"))
        if "code=" not in answer.get("Location", ""):
            return None
        typed = {
            "grant_type": "authorization_code",
            "code": parse_qs(urlsplit(answer["Location"]).query)["code"][0],
            "redirect_uri": self.back,
            "code_verifier": VERIFIER,
        }
        basic = b64encode(f"{self.id}:{self.secret}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}"}
        return Client().post("/identity/token/", typed, headers=headers).json()

    def is_allowed_by(self, customer: Customer) -> None:
        """The customer comes from the site for the first time, and lets it know them."""
        request = customer.open(self.sends_to()).tree.xpath("//input[@name='request']/@value")[0]
        answer = {"request": request, "scopes": ["openid", "profile"], "action": "grant"}
        customer.client.post("/identity/authorize/", answer)


@pytest.mark.proves("IS-06")
def test_one_account_signs_in_at_two_sites_and_leaves_one(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    centre = world.visitor().open("/.well-known/openid-configuration")
    expect(centre.status == 200, "there is an authorisation centre")
    shop, forum = Site("shop", capsys), Site("forum", capsys)
    customer = world.customer()
    for site in (shop, forum):
        assert site.signs_in(customer) is None, "it learns nothing unasked"
        site.is_allowed_by(customer)
        expect("access_token" in (site.signs_in(customer) or {}), "one account opens both")
    customer.post("/security/sites/withdraw/", site=shop.id)
    expect(shop.signs_in(customer) is None, "a site that was taken away gets no token any more")
    expect("access_token" in (forum.signs_in(customer) or {}), "the other one still does")


def comes_back(visitor: Visitor, *allowed: str) -> str:
    """Where signing in through a social network ends for who allows it to tell these."""
    sent = visitor.client.post("/sign-in/with/elsewhere/", {"allow": list(allowed)})
    assert sent.status_code == 302
    back = requests.get(sent["Location"], allow_redirects=False, timeout=10).headers["Location"]
    url = urlsplit(back)
    return visitor.open(f"{url.path}?{url.query}").path


@pytest.mark.proves("IS-11")
def test_a_network_tells_what_was_ticked(world: World, openid_provider: OpenIdProvider) -> None:
    openid_provider.person["birthdate"] = "1990-01-01"
    links = world.visitor().open("/sign-in/").links()
    expect("/sign-in/with/elsewhere/" in links, "one can sign in through a network")
    asked = world.visitor().open("/sign-in/with/elsewhere/")
    assert {*asked.tree.xpath("//input[@name='allow']/@value")} == {*ITEMS}
    newcomer = world.visitor()
    assert comes_back(newcomer, "email") == "/sign-in/finish/"
    assert {*openid_provider.asked[-1].split()} == {"openid", "email"}
    form = newcomer.open("/sign-in/finish/")
    expect("elke@elsewhere.example" in form.html, "what was allowed is filled in")
    expect("Elke" not in form.html and "1990" not in form.html, "nothing else is")
    newcomer.fill("/sign-in/finish/", name="Another", of_age=True, accept=True)
    stored = vars(Person.objects.get(email="elke@elsewhere.example"))
    expect("1990" not in str(stored) and "Elke" not in str(stored), "nothing else is stored")
    openid_provider.refuses = True
    refused = comes_back(world.visitor())
    expect(refused == "/sign-in/cancelled/", "who allows nothing there is not signed in")
