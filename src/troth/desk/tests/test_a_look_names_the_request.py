"""Who asked reads, in their own language, for which request staff looked at their data."""

import pytest
from django.test import Client

from troth.accounts.models import Person
from troth.gates.models import StaffRead
from troth.requests.ask import ask
from troth.requests.take_in import take_in
from troth.testing import make

pytestmark = pytest.mark.django_db


def test_the_reason_is_in_the_language_of_whoever_asked(client: Client) -> None:
    make.in_force("ispsystem")
    person = make.verified(make.person())
    Person.objects.filter(pk=person.pk).update(language="de")
    client.force_login(make.staff("privacy"))
    request = ask(person, "access", at=make.NOW)
    assert b"Access to data" in client.get(f"/desk/requests/{request.pk}/").content
    mail = take_in(
        person.email, "Hallo", mail_id="<1@x>", asked_at=make.NOW, at=make.NOW, genuine=True
    )
    assert mail and client.get(f"/desk/requests/{mail.pk}/sort/").status_code == 200
    reasons = StaffRead.objects.order_by("pk").values_list("reason", flat=True)
    assert list(reasons) == [f"Antrag {request.pk}", f"Antrag {mail.pk}"]
