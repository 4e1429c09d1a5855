"""Every address that a customer can open, opened by another one."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from troth.accounts.models import Person
from troth.privacy.ask_erasure import ask_erasure
from troth.privacy.models import ConsentEvent
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.urls import urlpatterns

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def addresses() -> list[str]:
    """Every address, with a number or name wherever it takes one."""
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        needs = pattern.pattern.converters
        values = {key: {"number": 1, "name": "marketing"}[key] for key in needs}
        if pattern.name in ("receipt", "proof"):
            values = {"number": "00000000-0000-4000-8000-000000000000"}
        found.append(reverse(pattern.name or "", kwargs=values))
    return found


def test_no_page_shows_another_customer() -> None:
    make.in_force("softsys")
    other, me = customer(), customer()
    Person.objects.filter(pk=other.pk).update(name="Somebody Else", email="else@other.example")
    client = signed_in(me)
    for address in addresses():
        page = client.get(address)
        text = b"".join(page) if page.streaming else page.content
        assert b"Somebody Else" not in text and b"else@other.example" not in text, address


def test_no_post_changes_another_customer() -> None:
    make.in_force("softsys")
    other, me = customer(), customer()
    ask_erasure(other, at=make.NOW)
    before = other_rows(other)
    for address in addresses():
        if address != reverse("account_logout"):
            signed_in(me).post(address, {"choice": "give", "confirmation": PASSWORD})
    asked = other.requests.get()
    for address in (reverse("desk_act", args=[asked.pk, "carry-out"]), reverse("told", args=[1])):
        assert signed_in(me).post(address).status_code == 403
    assert other_rows(other) == before


def test_the_desk_is_for_staff_and_asks_visitors_to_sign_in() -> None:
    make.in_force("softsys")
    me, staff = customer(), make.staff()
    assert signed_in(me).get("/desk/").status_code == 403
    assert signed_in(staff).get("/desk/").status_code == 200
    visitor = Client().get("/desk/")
    assert visitor.status_code == 302 and visitor["Location"].startswith("/sign-in/")


def test_a_copy_holds_ones_own_data_only() -> None:
    make.in_force("soffront")
    other, me = customer(), customer()
    answer = signed_in(make.verified(me)).post("/privacy-centre/download/", {"format": "json"})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert me.email.encode() in everything
    assert other.email.encode() not in everything


def other_rows(person: Person) -> object:
    return (
        Person.objects.filter(pk=person.pk).values().get(),
        list(ConsentEvent.objects.filter(person=person).order_by("pk").values()),
        person.signins.count(),
    )
