"""Where the policy refuses `unlisted-sharing`, mail goes through whom it names and nobody else."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from troth.accounts.models import Person
from troth.gates.models import Disclosure
from troth.messaging.models import Message
from troth.messaging.send import send
from troth.policy.errors import PolicyError
from troth.testing import make
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NOW = make.NOW
OWN = ("[provider]\n", '[provider]\nmail_server = "own"\n')
SHARE = """
[share.mail]
name = "A company that delivers mail"
role = "processor"
function = "delivers our mail"
country = "IE"
receives = ["contact", "content"]
"""


@pytest.fixture
def person(mailbox: Mailbox, settings: Settings) -> Person:
    settings.MAIL_RELAY = "mail"
    make.in_force("websoft")
    person = make.person()
    send(person, subject="Hello", body="Hello", at=NOW)
    return person


def test_none_goes_through_anybody_else(person: Person, mailbox: Mailbox) -> None:
    assert not mailbox.fetch(at=NOW) and not Disclosure.objects.exists()
    assert Message.objects.get().next_at  # until a rule is published
    make.in_force(make.changed("websoft", rules=SHARE), at=NOW)
    assert mailbox.fetch(at=NOW + timedelta(hours=1))
    assert Disclosure.objects.get().rule == "share.mail"


@pytest.mark.parametrize(
    "rule",
    [
        SHARE.replace(', "content"', ""),
        SHARE + 'when = "consent"\n',
        SHARE + 'never = ["payment"]\nagreed = true\n',
    ],
)
def test_nor_more_than_its_rule_lets(rule: str, person: Person, mailbox: Mailbox) -> None:
    make.in_force(make.changed("websoft", rules=rule), at=NOW)
    assert not mailbox.fetch(at=NOW) and not Disclosure.objects.exists()


def test_a_server_of_ones_own_is_nobody_and_customers_read_that(
    person: Person, mailbox: Mailbox
) -> None:
    said = "by a mail server of our own"
    pages = ("/privacy/", "/privacy-centre/disclosures/")
    assert not any(said in signed_in(person).get(page).text for page in pages)
    make.in_force(make.changed("websoft", OWN), at=NOW)
    assert mailbox.fetch(at=NOW) and not Disclosure.objects.exists()
    assert all(said in signed_in(person).get(page).text for page in pages)


def test_a_policy_says_one_of_both() -> None:
    with pytest.raises(PolicyError, match="share.mail delivers the mail, which by"):
        make.changed("websoft", OWN, rules=SHARE)
