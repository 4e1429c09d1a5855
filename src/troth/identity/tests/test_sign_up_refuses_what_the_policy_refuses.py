from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from troth.accounts.models import Account, Person
from troth.identity.tests.sign_up_data import post, typed
from troth.journal.models import Entry
from troth.policy.vocabulary import FIELDS
from troth.testing import make

pytestmark = pytest.mark.django_db


def refused(data: dict[str, Any], why: str) -> None:
    """Posting `data` says `why` and stores nothing."""
    before = Entry.objects.count()
    answer = post(data)
    assert answer.status_code == 200
    assert why in answer.content.decode()
    assert not Person.objects.exists() and not Account.objects.exists()
    assert Entry.objects.count() == before


@pytest.mark.parametrize("field", ["date_of_birth", "is_staff", "title", "card"])
def test_a_field_that_the_policy_does_not_list(field: str) -> None:
    make.in_force("softsys")
    refused(typed(**{field: "x"}), f"This form does not accept “{field}”")


@pytest.mark.parametrize("kind", ["biometrics", "politics", "religion", "convictions", "health"])
def test_special_data(kind: str) -> None:
    make.in_force("ispsystem")
    policy = make.policy("ispsystem").tables
    assert kind in policy.refuse.special and kind not in FIELDS
    refused(typed("ispsystem", **{kind: "x"}), f"This form does not accept “{kind}”")


def test_a_file_that_nobody_asked_for() -> None:
    make.in_force("softsys")
    refused(typed(id_document=SimpleUploadedFile("id.png", b"x")), "does not accept “id_document”")


def test_the_name_of_an_unknown_field_is_shown_as_text() -> None:
    make.in_force("softsys")
    refused(typed(**{"<script>alert(1)</script>": "x"}), "&lt;script&gt;")


def test_whoever_is_too_young() -> None:
    make.in_force("ispsystem")
    refused(typed("ispsystem", accept="on"), "before you are 18 years old")


def test_whoever_does_not_accept_the_policy() -> None:
    make.in_force("soffront")
    refused(typed("soffront"), "You need to accept the policy")


@pytest.mark.parametrize("number", ["4111 1111 1111 1111", "5555-5555-5555-4444"])
def test_a_card_number(number: str) -> None:
    make.in_force("soffront")
    refused(typed("soffront", accept="on", company=f"Shop {number}"), "looks like a card number")


def test_a_form_of_an_older_policy() -> None:
    make.in_force("softsys")
    refused(typed(edition="0" * 64), "Our policy changed")


def test_a_weak_password() -> None:
    make.in_force("softsys")
    refused(typed(password="password"), "too common")
