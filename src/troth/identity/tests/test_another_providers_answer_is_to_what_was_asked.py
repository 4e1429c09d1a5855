from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from troth.identity.tests.test_a_way_back_from_another_provider_works_once import connected
from troth.identity.tests.test_another_provider_tells_only_what_is_allowed import go
from troth.testing import make
from troth.testing.openid import OpenIdProvider

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "forged",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"sub": "u-2"},
        {"iss": "https://elsewhere.example"},
    ],
)
def test_another_token_signs_nobody_in(
    openid_provider: OpenIdProvider, forged: dict[str, Any]
) -> None:
    make.in_force("ispsystem")
    connected()
    openid_provider.forged = forged
    client = Client()
    assert go(client, allow=[]) in ("/sign-in/failed/", "401")
    assert client.get("/security/").status_code == 302


def test_settings_are_taken_from_the_provider_alone(openid_provider: OpenIdProvider) -> None:
    make.in_force("ispsystem")
    openid_provider.moved = True
    answer = Client().post("/sign-in/with/elsewhere/")
    assert answer["Location"] == "/sign-in/failed/" and openid_provider.asked == []


def test_what_it_tells_each_time_is_not_kept(openid_provider: OpenIdProvider) -> None:
    make.in_force("ispsystem")
    connected()
    assert go(Client(), allow=["name"]) == "/account/"
    assert SocialAccount.objects.get().extra_data == {}
