from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.testing import make

pytestmark = pytest.mark.django_db


def test_security_txt_is_as_rfc_9116_wants_it() -> None:
    make.in_force("softsys")
    answer = Client().get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"] == "mailto:privacy@softsys.example"
    left = datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert timedelta(days=80) < left < timedelta(days=365)
    assert fields["Canonical"].endswith("/.well-known/security.txt")


def test_password_managers_are_led_to_the_page() -> None:
    make.in_force("softsys")
    answer = Client().get("/.well-known/change-password")
    assert answer["Location"] == "/security/password/"
