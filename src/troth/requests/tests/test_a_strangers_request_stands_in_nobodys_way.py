"""What somebody unproved asks in a customer's name leaves the customer's own request alone."""

import pytest

from troth.accounts.models import Person
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def noted(person: Person, **typed: str) -> RightsRequest:
    """What staff note that came by letter, in somebody's name."""
    before = set(RightsRequest.objects.values_list("pk", flat=True))
    form = {"rule": "right.erase", "about": "own", "channel": "letter", "text": "Forged."}
    form |= {"customer": person.email, "proof": "", "came_on": "2026-01-01"}
    signed_in(make.staff("privacy")).post("/desk/requests/new/", form | typed)
    return RightsRequest.objects.exclude(pk__in=before).get()


def test_a_refused_forgery_spares_nobody_who_asked_themselves() -> None:
    make.in_force("ispsystem")
    person = customer(make.account())
    staff, forged = signed_in(make.staff("privacy")), noted(person)
    signed_in(person).post("/privacy-centre/erase/", {"confirmation": PASSWORD})
    own = RightsRequest.objects.exclude(pk=forged.pk).get()
    assert own.verified_by == "sign-in"
    staff.post(f"/desk/requests/{forged.pk}/refuse/", {"reason": "It was forged."})
    forged.refresh_from_db()
    own.refresh_from_db()
    assert (forged.state, own.state) == ("refused", "open")
    assert Person.objects.get(pk=person.pk).erasure_asked_at


def test_the_page_for_an_erasure_is_the_customers_own() -> None:
    make.in_force("ispsystem")
    person = customer(make.account())
    noted(person)
    browser = signed_in(person)
    page = browser.get("/privacy-centre/erase/").content.decode()
    assert 'name="confirmation"' in page and "Your request is waiting" not in page
    browser.post("/privacy-centre/erase/", {"confirmation": PASSWORD})
    assert "Your request is waiting" in browser.get("/privacy-centre/erase/").content.decode()


def test_what_is_asked_beside_their_own_is_not_lost() -> None:
    make.in_force("ispsystem")
    person = customer(make.account())
    browser = signed_in(person)
    browser.post("/privacy-centre/erase/", {"confirmation": PASSWORD})
    own = RightsRequest.objects.get()
    beside = noted(person, text="All of it, by Friday.")
    assert beside.text == "All of it, by Friday." and beside.verified_at is None
    proved = noted(person, proof="government-id", text="Here is my passport.")
    assert proved.verified_by == "government-id" and own.verified_by == "sign-in"


def test_whatever_they_say_besides_is_added_to_their_own() -> None:
    make.in_force("ispsystem")
    browser = signed_in(make.verified(make.person()))
    for text in ("My name is wrong.", "My street is wrong.", "My street is wrong."):
        typed = {"right": "restrict", "about": "own", "text": text}
        browser.post("/privacy-centre/requests/ask/", typed)
    asked = RightsRequest.objects.get().text
    assert asked.startswith("My name is wrong.\n\n") and asked.endswith(":\nMy street is wrong.")
