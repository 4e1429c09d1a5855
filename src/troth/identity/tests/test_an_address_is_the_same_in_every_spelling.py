"""Of a domain there is one spelling, by which its mailboxes are known and mailed to (IDNA 2008)."""

import json

import pytest
from django.test import Client

from troth.accounts.models import Person
from troth.cli import main
from troth.identity.tests.sign_up_data import post, typed
from troth.messaging.models import Message
from troth.support.models import Inquiry
from troth.support.tests.test_a_public_form_is_taken_in_once import ASKED
from troth.testing import make
from troth.testing.browser import PASSWORD
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db
STORED, MAILED = "info@straße.example", "info@xn--strae-oqa.example"
SPELLINGS = [STORED, MAILED, "INFO@XN--STRAE-OQA.EXAMPLE", "info@STRAẞE.example"]
SPELLINGS += ["\u202ainfo@straße\u3002example\u202c", "info@\uff53traße.example"]


@pytest.fixture(autouse=True)
def policy() -> None:
    make.in_force("softsys")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_whoever_signs_up_is_mailed_there_and_signs_in(spelling: str, mailbox: Mailbox) -> None:
    post(typed(email=spelling))
    assert Person.objects.get().email == STORED
    Client().post(mailbox.link_to(MAILED))
    assert [mail["To"] for mail in mailbox.arrived] == [MAILED]
    for login in (STORED, MAILED):
        answer = Client().post("/sign-in/", {"login": login, "password": PASSWORD})
        assert answer.status_code == 302


def test_another_domain_is_another_persons(mailbox: Mailbox) -> None:
    for email in (STORED, "info@strasse.example", *SPELLINGS):
        post(typed(email=email))
    assert [*Person.objects.order_by("pk").values_list("email", flat=True)] == [
        STORED,
        "info@strasse.example",
    ]


def test_letters_before_the_at_sign_are_composed(mailbox: Mailbox) -> None:
    post(typed(email="Jo\u0308rg@customer.example"))
    assert Person.objects.get().email == "j\u00f6rg@customer.example"


def test_what_is_counted_is_counted_once() -> None:
    answers = [Client().post("/password/", {"email": each}) for each in SPELLINGS[:4]]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    make.in_force("soffront")
    for i, email in enumerate(SPELLINGS):
        Client().post("/contact/", ASKED | {"email": email, "message": f"Question {i}"})
    assert [*Inquiry.objects.values_list("email", flat=True)] == [STORED] * 5


def test_a_command_finds_the_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["staff", "add", MAILED, "--role", "owner"]) == 0
    assert main(["staff", "add", SPELLINGS[2], "--role", "privacy"]) == 1  # the last owner
    capsys.readouterr()
    assert main(["staff", "list", "--json"]) == 0
    assert [row["email"] for row in json.loads(capsys.readouterr().out)] == [STORED]


@pytest.mark.parametrize("email", ["a@b\u202ec.example", "a\u200bb@c.example", "a@xn--a.example"])
def test_what_nobody_sees_or_reads_is_no_address(email: str) -> None:
    assert "Enter a valid email address" in post(typed(email=email)).content.decode()
    assert not Person.objects.exists() and not Message.objects.exists()
