"""The wait and the mail that stops it begin with the asking here; no older request has run it out.

A letter proves nothing of who sits in the account area now.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Person, Session
from troth.core.day import day_at
from troth.erasure.keep import keep
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.browser import PASSWORD, customer
from troth.testing.mail import Mailbox
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def noted(person: Person, *, proof: str, days: int) -> None:
    """A request that staff note, which came so many days ago."""
    came = day_at(timezone.now()) - timedelta(days=days)
    form = {"rule": "right.erase", "about": "own", "channel": "email", "text": "Erase me."}
    form |= {"customer": person.email, "proof": proof, "came_on": came.isoformat()}
    answer = signed_in(make.staff("privacy")).post("/desk/requests/new/", form)
    assert answer.headers.get("Location"), answer.content.decode()


@pytest.mark.parametrize(
    ("policy", "proof", "days", "hours"),
    [
        ("ispsystem", "", 40, 48),
        ("ispsystem", "sign-in", 5, 48),
        ("ispsystem", "sign-in", 40, 24),
        ("soffront", "sign-in", 40, 24),
        ("softsys", "sign-in", 40, 24),
    ],
)
def test_an_older_request_takes_no_wait_away(
    policy: str, proof: str, days: int, hours: int, mailbox: Mailbox
) -> None:
    make.in_force(policy)
    account = make.account()
    person, friend = customer(account), make.trusted(account, make.person()).person
    noted(person, proof=proof, days=days)
    asked = timezone.now()
    for _twice in range(2):
        answer = signed_in(person).post("/privacy-centre/erase/", {"confirmation": PASSWORD})
        assert answer["Location"] == "/privacy-centre/erase/"
    person.refresh_from_db()
    assert person.erasure_waits_until
    least = timedelta(hours=hours)
    assert least <= person.erasure_waits_until - asked < least + timedelta(minutes=1)
    told = Message.objects.filter(person=friend).exists()
    assert told == (policy != "softsys")  # where a sweep does it
    keep(on=day_at(asked), at=asked)
    assert Person.objects.filter(pk=person.pk).exists()
    assert Message.objects.filter(person=person, body__contains="/stop-erasure/").count() == 1
    assert "It has been stopped" in Client().post(mailbox.link_to(person.email)).content.decode()
    assert not Session.objects.filter(person=person).exists()
    keep(on=day_at(asked) + timedelta(days=9), at=asked + timedelta(days=9))
    assert Person.objects.filter(pk=person.pk, erasure_waits_until=None).exists()
