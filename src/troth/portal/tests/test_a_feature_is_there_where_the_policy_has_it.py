"""What `[feature.X]` offers has its pages under a policy that names it, and under no other."""

import pytest
from django.test import Client

from troth.publishing.models import PublishedPolicy
from troth.publishing.running import _policies
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.openid import OpenIdProvider
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

# A page of each feature, under a policy that has it.
PAGES = {
    "identity-recovery": "/password/",
    "single-sign-on": "/.well-known/openid-configuration",
    "social-consent": "/sign-in/with/elsewhere/",
    "trusted-people": "/account/{account}/people/invite/",
}


def answers(feature: str) -> int:
    """What the page answers to the owner of an account, or to a visitor."""
    account = make.account()
    visitor = signed_in(customer(account)) if "account" in PAGES[feature] else Client()
    return visitor.get(PAGES[feature].format(account=account.pk)).status_code


@pytest.mark.parametrize("feature", PAGES)
def test_a_page_comes_and_goes_with_its_feature(
    feature: str, openid_provider: OpenIdProvider
) -> None:
    make.in_force("ispsystem")
    assert answers(feature) == 200
    make.in_force(make.changed("ispsystem", (f"[feature.{feature}]", "[feature.whois]")))
    assert answers(feature) == 404


@pytest.mark.parametrize("feature", PAGES)
def test_a_text_of_the_first_version_has_it_unnamed(
    feature: str, openid_provider: OpenIdProvider
) -> None:
    make.in_force(make.changed("ispsystem", (f"[feature.{feature}]", "[feature.whois]")))
    PublishedPolicy.objects.update(language=1)
    _policies.clear()  # as a process of the next release starts
    assert answers(feature) == 200
    _policies.clear()
