"""No program answers it (RFC 3834), and whoever does answers somebody."""

import pytest
from pytest_django import Settings

from troth.messaging.send import send
from troth.testing import make
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db


def test_and_answers_reach_whoever_answers_for_privacy(
    mailbox: Mailbox, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Söft <noreply@straße.example>"
    make.in_force("softsys")
    send(make.person(), subject="Hello", body="Hello", at=make.NOW)
    [mail] = mailbox.fetch(at=make.NOW)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == make.policy("softsys").tables.provider.privacy_contact
    assert mail["From"] == "Söft <noreply@xn--strae-oqa.example>"


def test_it_is_from_the_provider_by_name(mailbox: Mailbox, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "mail@provider.example"
    make.in_force(make.changed("softsys", ('name = "Softsys Hosting"', 'name = "Söft, \\"Inc\\""')))
    send(make.person(), subject="Hello", body="Hello", at=make.NOW)
    [mail] = mailbox.fetch(at=make.NOW)
    (sender,) = mail["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ('Söft, "Inc"', "mail@provider.example")
