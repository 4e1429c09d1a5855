"""Whoever confirms an address sees, takes along and has erased what was asked from it before."""

import io
import json
import zipfile

import pytest
from django.test import Client

from troth.copies.export import export
from troth.erasure.carry_out_erasure import carry_out_erasure
from troth.erasure.erase import erase
from troth.requests.ask import ask
from troth.support.inquiries.claim import claim
from troth.support.models import Inquiry
from troth.testing import make
from troth.testing.browser import PASSWORD, with_password
from troth.testing.mail import Mailbox

pytestmark = pytest.mark.django_db


def test_signing_in_with_a_confirmed_address_finds_them() -> None:
    make.in_force("websoftmaster")
    person = with_password(make.verified(make.owner(make.account())))
    mine, other = make.inquiry(person.email), make.inquiry()
    client = Client()
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    page = client.get("/privacy-centre/held/inquiry/").content.decode()
    assert mine.message in page and other.message not in page
    output = io.BytesIO()
    export(person, output, format="json", at=make.NOW)
    (row,) = json.loads(zipfile.ZipFile(output).read("inquiries.json"))
    assert row["message"] == mine.message
    erase(person, at=make.NOW)
    assert list(Inquiry.objects.all()) == [other]


def test_confirming_the_address_finds_them(mailbox: Mailbox) -> None:
    make.in_force("websoftmaster")
    person = make.owner(make.account())
    mine = make.inquiry(person.email)
    client = Client()
    client.force_login(person)
    client.post("/security/email/send-again/")
    client.post(mailbox.link_to(person.email))
    mine.refresh_from_db()
    assert mine.person == person


def test_an_address_that_was_never_confirmed_finds_none() -> None:
    person = make.person()
    make.inquiry(person.email)
    assert claim(person) == 0
    make.verified(person)
    assert (claim(person), claim(person)) == (1, 0)


def test_an_erasure_at_the_desk_takes_them_too() -> None:
    make.in_force("websoftmaster")
    person = make.verified(make.owner(make.account()))
    make.inquiry(person.email)
    asked = ask(person, "erase", at=make.NOW)
    carry_out_erasure(asked, "Done: {link}", at=make.NOW)
    assert not Inquiry.objects.exists()
