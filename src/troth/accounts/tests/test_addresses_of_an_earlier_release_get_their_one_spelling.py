"""What an earlier release has stored as it was typed, until the migrations have run."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps

from troth.accounts.models import Person
from troth.accounts.verified import has_verified_email
from troth.cli import main
from troth.messaging.models import Message
from troth.requests.models import RightsRequest
from troth.support.models import Inquiry
from troth.testing import make

pytestmark = pytest.mark.django_db
STEPS = [
    "accounts.migrations.0017_addresses_in_one_spelling",
    "messaging.migrations.0010_addresses_in_one_spelling",
    "requests.migrations.0013_addresses_in_one_spelling",
    "support.migrations.0008_addresses_in_one_spelling",
]


def migrate() -> None:
    for step in STEPS:
        for operation in import_module(f"troth.{step}").Migration.operations:
            operation.code(apps, None)


def registered(email: str) -> Person:
    """Somebody who confirmed this address under the earlier release."""
    person = make.verified(make.person())
    EmailAddress.objects.filter(user=person).update(email=email)
    Person.objects.filter(pk=person.pk).update(email=email)
    return person


@pytest.mark.parametrize(
    ("before", "after", "confirmed"),
    [
        ("info@xn--mnchen-3ya.example", "info@münchen.example", True),
        ("info@münchen.example", "info@münchen.example", True),
        ("info@xn--strae-oqa.example", "info@straße.example", True),
        # The link went to strasse.example.
        ("info@straße.example", "info@straße.example", False),
        ("ada@customer.example", "ada@customer.example", True),
    ],
)
def test_a_person_keeps_what_is_confirmed(before: str, after: str, confirmed: bool) -> None:
    person = registered(before)
    migrate()
    person.refresh_from_db()
    assert (person.email, has_verified_email(person)) == (after, confirmed)


def test_two_people_stay_two_and_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    one, two = registered("info@münchen.example"), registered("info@xn--mnchen-3ya.example")
    migrate()
    assert Person.objects.get(pk=two.pk).email == "info@xn--mnchen-3ya.example"
    assert main(["addresses"]) == 1
    assert f"Person {two.pk} has the address of person {one.pk}" in capsys.readouterr().out


@pytest.mark.parametrize("sender", ["Info@xn--mnchen-3ya.example", "+49 30 1234567 EXT 8"])
def test_what_names_them_by_it_does_so_as_well(sender: str) -> None:
    before, after = "info@xn--mnchen-3ya.example", "info@münchen.example"
    make.message(make.person())
    make.inquiry()
    RightsRequest.objects.create(right="erase", sender=sender, asked_at=make.NOW)
    Message.objects.update(address=before)
    Inquiry.objects.update(email=before)
    migrate()
    assert (Message.objects.get().address, Inquiry.objects.get().email) == (after, after)
    assert RightsRequest.objects.get().sender == (after if "@" in sender else sender)
