"""Every page but the policy, people's rights and the ways in and out waits until it is accepted."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person
from troth.gates.models import Acceptance
from troth.journal.models import Entry
from troth.publishing.publish import publish
from troth.publishing.tests.unread import FORGOTTEN, stored, text
from troth.testing import make
from troth.testing.browser import customer
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    """A customer from before the policy had to be accepted."""
    person = customer(make.account())
    make.in_force("soffront")
    return person


def led_to(client: Client, path: str) -> str:
    return str(client.get(path).headers.get("Location", ""))


@pytest.mark.parametrize("path", ["/account/", "/security/", "/about-you/"])
def test_pages_of_the_services_lead_to_it_and_back(person: Person, path: str) -> None:
    client = signed_in(person)
    to = led_to(client, path)
    assert to.startswith("/accept/?next=")
    digest = client.get(to).context["policy"].digest
    assert client.post(to, {"policy": digest}).status_code == 200
    assert client.post(to, {"policy": "another", "accept": "yes"}).status_code == 200
    assert not Acceptance.objects.exists()
    for _twice in range(2):
        assert client.post(to, {"policy": digest, "accept": "yes"})["Location"] == path
    assert not led_to(client, path).startswith("/accept/")
    entry = Entry.objects.get(event="policy.accepted")
    assert (entry.policy, entry.counts) == (digest, {"way": "tick"})


@pytest.mark.parametrize(
    "path",
    [
        "/profile/",
        "/security/check/",
        "/security/email/",
        "/security/password/",
        "/security/sites/",
        "/privacy-centre/erase/",
        "/identity/sign-out/",
    ],
)
def test_who_refuses_keeps_their_rights_and_others_out(person: Person, path: str) -> None:
    assert not led_to(signed_in(person), path).startswith("/accept/")


@pytest.mark.parametrize("path", ["/security/email/works/", "/security/sessions/end-others/"])
def test_so_do_their_forms(person: Person, path: str) -> None:
    assert not signed_in(person).post(path)["Location"].startswith("/accept/")


def test_it_leads_on_to_this_site_only(person: Person) -> None:
    client = signed_in(person)
    to = "/accept/?next=https://elsewhere.example/"
    digest = client.get(to).context["policy"].digest
    assert client.post(to, {"policy": digest, "accept": "yes"})["Location"] == "/account/"


def test_a_change_that_nobody_is_told_of_asks_nobody_anew(person: Person) -> None:
    client = signed_in(person)
    digest = client.get("/accept/").context["policy"].digest
    client.post("/accept/", {"policy": digest, "accept": "yes"})
    make.in_force(make.changed("soffront", ('version = "2019-06-01"', 'version = "2019-06-02"')))
    assert not led_to(client, "/account/").startswith("/accept/")
    make.in_force(make.changed("soffront", ("Physical, electronic", "Physical, logical")))
    assert led_to(client, "/account/").startswith("/accept/")


def test_a_text_in_between_that_does_not_run_here_asks_nobody_anew(person: Person) -> None:
    client = signed_in(person)
    digest = client.get("/accept/").context["policy"].digest
    client.post("/accept/", {"policy": digest, "accept": "yes"})
    stored(text("soffront", FORGOTTEN), start=timezone.now().date() - timedelta(days=2))
    change = ('version = "2019-06-01"', 'version = "2019-06-02"')
    publish(make.changed("soffront", change), at=timezone.now() - timedelta(days=1))
    shown = client.get("/account/")
    assert shown.status_code < 500 and not shown.headers.get("Location", "").startswith("/accept/")


def test_staff_are_not_asked() -> None:
    make.in_force("soffront")
    assert not led_to(signed_in(make.staff()), "/account/").startswith("/accept/")
