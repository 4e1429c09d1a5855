"""What somebody unproved asks in a customer's name leaves the customer's own request alone."""

import pytest

from troth.accounts.models import Person
from troth.requests.models import RightsRequest
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_refused_forgery_spares_nobody_who_asked_themselves() -> None:
    make.in_force("ispsystem")
    person = customer(make.account())
    staff = signed_in(make.staff("privacy"))
    form = {"rule": "right.erase", "about": "own", "channel": "letter", "text": "Forged."}
    form |= {"customer": person.email, "proof": "", "came_on": "2026-01-01"}
    staff.post("/desk/requests/new/", form)
    forged = RightsRequest.objects.get()
    signed_in(person).post("/privacy-centre/erase/", {"confirmation": PASSWORD})
    own = RightsRequest.objects.exclude(pk=forged.pk).get()
    assert own.verified_by == "sign-in"
    staff.post(f"/desk/requests/{forged.pk}/refuse/", {"reason": "It was forged."})
    forged.refresh_from_db()
    own.refresh_from_db()
    assert (forged.state, own.state) == ("refused", "open")
    assert Person.objects.get(pk=person.pk).erasure_asked_at
