import getpass
from io import StringIO

import pytest
from allauth.idp.oidc.models import Token
from allauth.socialaccount.models import SocialAccount
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from troth.identity.tests.test_a_way_back_from_another_provider_works_once import sign_up
from troth.identity.tests.test_another_provider_tells_only_what_is_allowed import go
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.mail import Mailbox
from troth.testing.openid import OpenIdProvider

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "theirs@customer.example"
CHOSEN = "battery-staple-7-horse"


@pytest.mark.parametrize("confirmed", [True, False])
def test_with_a_new_password(
    openid_provider: OpenIdProvider, mailbox: Mailbox, confirmed: bool
) -> None:
    make.in_force("ispsystem")
    stranger, owner = Client(), Client()
    go(stranger, allow=[])
    sign_up(stranger, EMAIL)
    if confirmed:  # whoever reads the mail follows its link, as one does
        owner.post(mailbox.link_to(EMAIL))
        assert go(Client(), allow=[]) == "/account/"
    owner.post("/password/", {"email": EMAIL})
    form = owner.get(mailbox.link_to(EMAIL))["Location"]
    owner.post(form, {"password1": CHOSEN})
    assert go(Client(), allow=[]) == "/sign-in/finish/"
    entered = Client().post("/sign-in/", {"login": EMAIL, "password": CHOSEN})
    assert entered["Location"] == "/account/"


def test_one_that_was_added_later_stays(openid_provider: OpenIdProvider, mailbox: Mailbox) -> None:
    make.in_force("ispsystem")
    person, owner = customer(make.account()), Client()
    SocialAccount.objects.create(user=person, provider="elsewhere", uid="u-1")
    owner.post("/password/", {"email": person.email})
    form = owner.get(mailbox.link_to(person.email))["Location"]
    owner.post(form, {"password1": CHOSEN})
    assert go(Client(), allow=[]) == "/account/"


def test_a_password_that_is_set_by_command_ends_what_sites_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.in_force("ispsystem")
    person = customer(make.account())
    Token.objects.create(
        user=person, type=Token.Type.ACCESS_TOKEN, hash="h", expires_at=timezone.now()
    )
    monkeypatch.setattr(getpass, "getpass", lambda prompt="": CHOSEN)
    call_command("changepassword", person.email, stdout=StringIO())
    assert not Token.objects.exists()
