"""What the owner is mailed outlives the invited person: it does not name them."""

import pytest
from django.utils import timezone

from troth.accounts.models import Person
from troth.erasure.erase import erase
from troth.erasure.tests import canary
from troth.messaging.models import Message
from troth.people.invite import invite
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Ottokar Qcanary"


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_name_does_not_stay_in_another_owners_message(language: str) -> None:
    make.in_force("ispsystem")
    account = make.account()
    owner = make.owner(account)
    Person.objects.filter(pk=owner.pk).update(language=language)
    friend = make.verified(make.person(NAME))
    _made, secret = invite(account, friend.email, ["support"], by=owner, at=timezone.now())
    signed_in(friend).post(f"/invitations/{secret}/")
    assert Message.objects.filter(person=owner, account=account).exists()
    erase(friend, at=make.NOW)
    assert NAME not in canary.dump()
