"""Whoever has no account finds what they asked from their address, and has it erased."""

import pytest
from django.test import Client

from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.requests.ask import ask
from troth.requests.models import RightsRequest
from troth.support.models import Inquiry
from troth.testing import make

pytestmark = pytest.mark.django_db

ADDRESS = "asker@visitor.example"


def at_desk(role: str = "privacy") -> Client:
    make.in_force("websoftmaster")
    client = Client()
    client.force_login(make.staff(role))
    return client


def test_an_address_leads_to_what_was_asked_from_it() -> None:
    client = at_desk()
    first, latest, other = make.inquiry(), make.inquiry(), make.inquiry("b@visitor.example")
    found = client.post("/desk/customers/", {"customer": ADDRESS.upper()})
    assert found["Location"] == f"/desk/inquiries/{latest.pk}/"
    page = client.get(found["Location"]).content.decode()
    assert f"Inquiry {first.pk}" in page and f"Inquiry {other.pk}" not in page
    assert "Erase all of it" in page


def test_all_of_an_address_goes_and_a_request_for_that_is_answered() -> None:
    client = at_desk()
    asked = ask(None, "erase", at=make.NOW, channel="email", sender=ADDRESS.title())
    mine = [make.inquiry(), make.inquiry(closed=make.NOW)]
    other, nameless = make.inquiry("b@visitor.example"), make.inquiry("")
    page = client.get(f"/desk/requests/{asked.pk}/").content.decode()
    assert f"/desk/inquiries/{mine[1].pk}/" in page

    client.post(f"/desk/inquiries/{mine[0].pk}/erase/")

    assert list(Inquiry.objects.order_by("pk")) == [other, nameless]
    assert RightsRequest.objects.get().state == RightsRequest.State.DONE
    message = Message.objects.get()
    assert message.address == ADDRESS.title() and "is erased" in message.body
    entry = Entry.objects.get(event="inquiry.erased")
    assert entry.counts["erased"] == {"inquiry": 2}
    assert entry.counts["inquiries"] == [inquiry.pk for inquiry in mine]
    client.post(f"/desk/inquiries/{nameless.pk}/erase/")
    assert list(Inquiry.objects.all()) == [other]


def test_a_customers_goes_with_the_customer() -> None:
    client = at_desk()
    person = make.person()
    asked = make.inquiry(person.email, who=person)
    assert "Erase all of it" not in client.get(f"/desk/inquiries/{asked.pk}/").content.decode()
    refused = client.post(f"/desk/inquiries/{asked.pk}/erase/")
    assert refused.status_code == 409 and Inquiry.objects.exists()


def test_only_who_decides_about_requests_erases() -> None:
    client = at_desk("support")
    asked = make.inquiry()
    assert "Erase all of it" not in client.get(f"/desk/inquiries/{asked.pk}/").content.decode()
    assert client.post(f"/desk/inquiries/{asked.pk}/erase/").status_code == 403
    assert Inquiry.objects.exists()
