import pytest
from allauth.account import urls as account
from allauth.mfa import urls as mfa
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from troth.testing import make

pytestmark = pytest.mark.django_db

UNWANTED = {"account_confirm_login_code", "account_email_verification_sent", "mfa_trust"} | {
    "mfa_download_recovery_codes",
    "account_signup_by_passkey",
    "account_verify_phone",
    "mfa_signup_webauthn",
}


def names(patterns: list[URLPattern | URLResolver]) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        inner = getattr(pattern, "url_patterns", None)
        found |= names(inner) if inner is not None else {str(getattr(pattern, "name", ""))}
    return found


def test_each_page_of_allauth_is_ours_or_missing() -> None:
    offered = names([*account.urlpatterns, *mfa.urlpatterns])
    reachable = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert offered - reachable == UNWANTED & offered
    for name in UNWANTED:
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/"])
def test_its_usual_addresses_lead_nowhere(path: str) -> None:
    make.in_force("softsys")
    assert Client().get(path).status_code == 404
