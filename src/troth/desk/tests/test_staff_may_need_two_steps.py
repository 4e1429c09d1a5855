"""Unless STAFF_TWO_STEPS says otherwise, a password alone opens nothing of the desk."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings

from troth.identity.tests.test_a_second_step_by_code import add_app
from troth.people.appoint import appoint
from troth.testing import make
from troth.testing.browser import PASSWORD
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/desk/", "/desk/customers/", "/desk/records/accounts_account/"])
def test_a_second_step_has_to_be_set_up(client: Client, settings: Settings, path: str) -> None:
    make.in_force("softsys")
    staff = make.staff()
    client.force_login(staff)
    assert client.get(path).status_code == 200
    settings.STAFF_TWO_STEPS = True
    answer = client.get(path, follow=True)
    assert answer.redirect_chain[-1][0] == "/security/"
    assert "Set up a second step" in answer.content.decode()
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={})
    assert client.get(path).status_code == 200


def test_the_first_owner_gets_from_nothing_to_the_desk(
    client: Client, settings: Settings, mailbox: Mailbox
) -> None:
    settings.STAFF_TWO_STEPS = True
    make.in_force("softsys")
    owner = appoint("owner@provider.example", "owner", at=datetime.now(UTC))
    client.post("/password/", {"email": owner.email})
    form = client.get(mailbox.link_to(owner.email))["Location"]
    client.post(form, {"password1": PASSWORD})
    typed = {"login": owner.email, "password": PASSWORD}
    assert client.post("/sign-in/", typed)["Location"] == "/desk/"
    assert client.get("/desk/")["Location"] == "/security/"
    client.post("/security/it-is-me/password/", {"password": PASSWORD})
    add_app(client)
    assert client.get("/desk/")["Location"].startswith("/desk/acknowledge/")
