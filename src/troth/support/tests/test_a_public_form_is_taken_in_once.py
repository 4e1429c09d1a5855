import pytest
from django.core.cache import cache
from django.test import Client

from troth.journal.models import Entry
from troth.policy.shipped import shipped
from troth.support.models import Inquiry
from troth.testing import make
from troth.testing.at_once import at_once
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

ASKED = {"email": "Asker@Visitor.example", "message": "Do you have a plan\r\nfor schools?"}
OF_AGE = ASKED | {"of_age": "on"}


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    cache.clear()


def test_interest_may_tell_who_asks() -> None:
    make.in_force("soffront")
    told = {"title": "Dr", "name": "Ada", "company": "A Company", "phone": "+49 30 1234567"}
    assert Client().post("/contact/", ASKED | told)["Location"] == "/contact/sent/"
    found = Inquiry.objects.get()
    assert (found.form, found.rule, found.person) == ("inquiry", "collect.inquiry", None)
    assert (found.title, found.company, found.phone) == ("Dr", "A Company", "+49301234567")
    assert found.email == "asker@visitor.example"
    Client().post("/contact/support/", ASKED)
    assert Inquiry.objects.filter(form="support").exists()


def test_a_request_for_product_information_is_recorded() -> None:
    make.in_force("websoft")
    page = Client().get("/contact/").content.decode()
    purpose = make.policy("websoft").tables.purpose["inquiry"].description
    assert purpose.capitalize() in page
    Client().post("/contact/", ASKED | {"interest": "mail hosting"})
    asked = Inquiry.objects.get()
    assert (asked.interest, asked.message) == ("mail hosting", "Do you have a plan\nfor schools?")
    entry = Entry.objects.get(event="inquiry.asked")
    assert (entry.rule, entry.subject, entry.counts) == (
        "collect.inquiry",
        None,
        {"inquiry": asked.pk},
    )


def test_a_visitor_asks_to_be_called_back() -> None:
    make.in_force("websoft")
    page = Client().get("/contact/call-back/").content.decode()
    assert "Tell us what your business needs" in page
    told = {"name": "Ada", "phone": "(301) 555-0123", "message": "Forty mailboxes"}
    refused = Client().post("/contact/call-back/", told | {"name": ""})
    assert 'role="alert"' in refused.content.decode() and "Forty mailboxes" in str(refused.content)
    assert Client().post("/contact/call-back/", told)["Location"] == "/contact/sent/"
    assert Inquiry.objects.values_list("form", "phone", "message").get() == (
        "call-back",
        "+13015550123",  # as the provider's country writes it
        "Forty mailboxes",
    )


@pytest.mark.parametrize("name", shipped())
def test_the_forms_are_those_of_the_policy(name: str) -> None:
    make.in_force(name)
    collected = make.policy(name).tables.collect
    forms = [form for form in ("inquiry", "support", "call-back") if form in collected]
    for form in ("inquiry", "support", "call-back", "account", "nothing"):
        assert (Client().get(f"/contact/{form}/").status_code == 200) == (form in forms)
    assert Client().get("/contact/").status_code == (200 if forms else 404)
    assert ('href="/contact/"' in Client().get("/").content.decode()) == bool(forms)


def test_what_the_form_does_not_ask_is_refused() -> None:
    make.in_force("websoftmaster")
    page = Client().post("/contact/", OF_AGE | {"phone": "+49 30 1234567"}).content.decode()
    assert "This form does not accept “phone”" in page
    assert not Inquiry.objects.exists()


def test_the_same_form_twice_is_one_inquiry() -> None:
    make.in_force("websoftmaster")
    for _ in range(2):
        Client().post("/contact/", OF_AGE)
    assert Inquiry.objects.count() == Entry.objects.filter(event="inquiry.asked").count() == 1
    Client().post("/contact/", OF_AGE | {"message": "And for universities?"})
    Inquiry.objects.update(closed_at=make.NOW)
    Client().post("/contact/", OF_AGE)  # it was answered; whoever asks again has a reason
    assert Inquiry.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_inquiry() -> None:
    make.in_force("websoftmaster")
    at_once(*[lambda: Client().post("/contact/", OF_AGE)] * 2)
    assert Inquiry.objects.count() == 1


def test_a_flood_is_held_up() -> None:
    make.in_force("websoftmaster")
    answers = [Client().post("/contact/", OF_AGE | {"message": str(n)}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert Inquiry.objects.count() == 5


def test_it_is_of_whoever_has_confirmed_the_address_or_is_signed_in() -> None:
    make.in_force("websoftmaster")
    known, unconfirmed = make.verified(make.person()), make.person()
    Client().post("/contact/", OF_AGE | {"email": known.email.upper()})
    Client().post("/contact/", OF_AGE | {"email": unconfirmed.email})
    assert Inquiry.objects.get(email=known.email).person == known
    assert Inquiry.objects.get(email=unconfirmed.email).person is None
    client = signed_in(unconfirmed)
    assert unconfirmed.email in client.get("/contact/").content.decode()
    client.post("/contact/", ASKED)
    assert Inquiry.objects.get(email="asker@visitor.example").person == unconfirmed
