"""With STAFF_TWO_STEPS a password alone opens nothing of the desk."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings

from troth.testing import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/desk/", "/desk/customers/", "/desk/records/accounts/account/"])
def test_a_second_step_has_to_be_set_up(client: Client, settings: Settings, path: str) -> None:
    make.in_force("softsys")
    staff = make.staff()
    client.force_login(staff)
    assert client.get(path).status_code == 200
    settings.STAFF_TWO_STEPS = True
    answer = client.get(path, follow=True)
    assert answer.redirect_chain[-1][0] == "/security/"
    assert "Set one up to go on" in answer.content.decode()
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={})
    assert client.get(path).status_code == 200
