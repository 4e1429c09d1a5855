"""An erasure that staff decide on is no sweep's, and every erasure ends with a mailed receipt."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.accounts.models import Person
from troth.erasure.erase import erase
from troth.erasure.hold import hold, release
from troth.erasure.keep import keep
from troth.erasure.models import Hold
from troth.journal.models import Entry
from troth.messaging.deliver import deliver_waiting
from troth.messaging.models import Message
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.browser import PASSWORD
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

LATER = make.NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_else_is_waited_for(settings: Settings) -> None:
    settings.ERASURE_WAIT = 0


def customer() -> Person:
    person = make.owner(make.full_account())
    person.set_password(PASSWORD)
    person.save()
    return make.verified(person)


def asked(person: Person) -> RightsRequest:
    page = signed_in(person).post("/privacy-centre/erase/", {"confirmation": PASSWORD}, follow=True)
    assert "nothing is erased before then" in page.text
    return RightsRequest.objects.get(person=person)


def mailed_to(address: str, *, at: datetime | None = None) -> str:
    """What was mailed there; of the mail itself nothing stays."""
    deliver_waiting(at=at or timezone.now())
    assert not Message.objects.filter(address=address, person=None).exists()
    return "\n".join(str(each.body) for each in mail.outbox if each.to == [address])


def held(person: Person) -> Hold:
    review = make.NOW.date().replace(year=2030)
    return hold(person, records=["*"], reason="r", owner="o", review_on=review, at=make.NOW)


@pytest.mark.parametrize("name", ["softsys", "websoft", "websoftmaster"])
def test_the_sweep_leaves_it_to_staff_who_mail_the_receipt(name: str) -> None:
    make.in_force(name)
    person = customer()
    request = asked(person)
    keep(on=LATER.date(), at=LATER)
    request.refresh_from_db()
    assert request.state == "open" and Person.objects.filter(pk=person.pk).exists()

    privacy = signed_in(make.staff("privacy"))
    if not request.verified_at:
        privacy.post(f"/desk/requests/{request.pk}/verify/", {"by": "registered-email"})
    privacy.post(f"/desk/requests/{request.pk}/carry-out/", {"text": "It is done: {link}"})

    receipt = Entry.objects.get(event="person.erased").receipt
    assert f"/receipts/{receipt}/" in mailed_to(person.email)
    by_number = Client().get(f"/receipts/{person.pseudonym}/")
    assert by_number.headers["Location"] == f"/receipts/{receipt}/"


def test_the_desk_still_finds_it_by_its_number() -> None:
    make.in_force("softsys")
    person = customer()
    request = asked(person)
    erase(person, at=make.NOW)
    page = signed_in(make.staff("billing")).get(f"/desk/requests/{request.pk}/")
    assert "Receipt of the erasure" in page.text and person.email not in page.text
    assert signed_in(make.staff("support")).get(f"/desk/requests/{request.pk}/").status_code == 404
    assert signed_in(make.staff()).get("/desk/requests/4711/").status_code == 404


def test_what_the_night_erases_is_receipted_by_mail() -> None:
    make.in_force("ispsystem")
    person = customer()
    signed_in(person).post("/privacy-centre/erase/", {"confirmation": PASSWORD})
    later = timezone.now() + timedelta(days=3)
    keep(on=later.date(), at=later)
    receipt = Entry.objects.get(event="person.erased").receipt
    assert f"/receipts/{receipt}/" in mailed_to(person.email, at=later)


def test_what_a_hold_left_goes_by_night_and_both_times_there_is_a_receipt() -> None:
    make.in_force("softsys")
    person = customer()
    request, placed = asked(person), held(person)
    first = erase(person, at=make.NOW)
    assert str(first.receipt) in mailed_to(person.email)
    client = signed_in(person)
    assert "is erased automatically, in the night" in client.get("/privacy-centre/erase/").text
    shown = client.get(f"/privacy-centre/requests/{request.pk}/").text
    assert f"/receipts/{first.receipt}/" in shown

    release(placed, at=make.NOW)
    keep(on=LATER.date(), at=LATER)

    second = Entry.objects.get(event="person.erased").receipt
    assert second != first.receipt and str(second) in mailed_to(person.email)


def test_the_number_of_one_that_was_refused_says_so() -> None:
    make.in_force("softsys")
    person = customer()
    request = asked(person)
    signed_in(make.staff("privacy")).post(
        f"/desk/requests/{request.pk}/refuse/", {"reason": "There is an open invoice."}
    )
    _head, page = Client().get(f"/receipts/{person.pseudonym}/").text.split("<main")
    assert "nothing was erased" in page and "invoice" not in page
