"""Browsers follow the answer to a form to another site only where the page's policy says so."""

from urllib.parse import urlencode

import pytest
from allauth.idp.oidc.models import Client as Site
from django.test import Client
from playwright.sync_api import Page

from troth.identity.sites import SCOPES
from troth.identity.tests.test_a_site_learns_only_what_is_allowed import CHALLENGE
from troth.testing import make
from troth.testing.browser import PASSWORD, OpenPage, customer, sign_in
from troth.testing.openid import OpenIdProvider

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def back(openid_provider: OpenIdProvider) -> str:
    """An address of another site, which anything answers."""
    return f"{openid_provider.address}/back"


def site(back: str) -> Site:
    made = Site(name="Shop", redirect_uris=back, scopes="\n".join(SCOPES))
    made.data = {"post_logout_redirect_uris": [back]}
    made.save()
    return made


def asked_by(site: Site, back: str, **more: str) -> str:
    """Where the site sends a visitor."""
    query = {"client_id": site.pk, "redirect_uri": back, "response_type": "code"}
    query |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    return f"/identity/authorize/?{urlencode(query | {'scope': 'openid', 'state': 's'} | more)}"


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def test_to_another_provider_and_back(open_page: OpenPage, openid_provider: OpenIdProvider) -> None:
    make.in_force("ispsystem")
    page = open_page("/sign-in/with/elsewhere/")
    press(page, "Go to Elsewhere")
    page.wait_for_url("**/sign-in/finish/")


def test_to_a_site_by_each_form_on_the_way(open_page: OpenPage, back: str) -> None:
    make.in_force("ispsystem")
    person, shop = customer(), site(back)
    page = open_page("/")
    sign_in(page, person)
    page.goto(asked_by(shop, back))
    press(page, "Continue")
    page.wait_for_url(lambda url: url.startswith(f"{back}?code="))

    leaving = {"post_logout_redirect_uri": back, "client_id": shop.pk}
    page.goto(f"/identity/sign-out/?{urlencode(leaving)}")
    press(page, "Sign out")
    page.wait_for_url(f"{back}*")

    # The answer is remembered now, so that signing in leads there at once.
    page.goto(asked_by(shop, back))
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.wait_for_url(lambda url: url.startswith(f"{back}?code="))

    page.goto(asked_by(shop, back, prompt="login"))
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Continue")
    page.wait_for_url(lambda url: url.startswith(f"{back}?code="))


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/", "form-action 'self';"),
        ("/sign-up/", "form-action 'self';"),
        ("/sign-in/", "form-action 'self' http:;"),
        ("/sign-in/second-step/", "form-action 'self' http:;"),
        ("/security/it-is-me/code/", "form-action 'self' http:;"),
        ("/security/it-is-me/passkey/", "form-action 'self' http:;"),
        ("/security/password/", "form-action 'self';"),
    ],
)
def test_no_other_form_leads_away(path: str, to: str) -> None:
    make.in_force("softsys")
    assert to in Client().get(path).headers["Content-Security-Policy"] + ";"
