"""Where a payment method is lost or has ended, its owner is told, and a new one takes its place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troth.gateways.gateway import Kept
from troth.gateways.installed import gateways
from troth.gateways.keep_way import keep_way
from troth.gateways.lose_way import lose_way
from troth.gateways.models import PaymentMethod
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def kept(reference: str, label: str) -> PaymentMethod:
    account = PaymentMethod.objects.first()
    way = Kept(reference, "cus_1", "card", label)
    of = account.account if account else make.account()
    made = keep_way(of, "pretend", way, gateways()["pretend"], by=None, at=timezone.now())
    assert made
    return made


@pytest.fixture(autouse=True)
def policy(pretend: Counterpart) -> None:
    make.in_force(make.changed("softsys", rules=SHARE))


def test_who_loses_what_is_used_for_what_falls_due_is_told_once() -> None:
    first, other = kept("one", "Visa 4242"), kept("two", "Visa 1111")
    for way in (other, first, first):
        lose_way("pretend", way.reference, at=timezone.now())
    (told,) = Message.objects.filter(subject__contains="can no longer be used")
    assert "Visa 4242" in told.subject and "/ways-to-pay/" in told.body


def test_a_new_card_takes_the_place_of_one_that_has_ended() -> None:
    old = kept("one", "Visa 4242")
    PaymentMethod.objects.update(ends_on=timezone.now().date() - timedelta(days=2))
    page = signed_in(make.owner(old.account)).get(f"/account/{old.account_id}/ways-to-pay/")
    assert "Nothing is charged automatically at present" in page.content.decode()
    new = kept("two", "Visa 1111")
    old.refresh_from_db()
    assert new.default_since and not old.default_since


def test_who_removes_what_is_used_reads_that_nothing_is_taken() -> None:
    way, other = kept("one", "Visa 4242"), kept("two", "Visa 1111")
    client, base = signed_in(make.owner(way.account)), f"/account/{way.account_id}/ways-to-pay/"
    page = client.post(f"{base}{other.pk}/remove/", follow=True).content.decode()
    assert "Nothing is charged automatically" not in page
    page = client.post(f"{base}{way.pk}/remove/", follow=True).content.decode()
    assert "Nothing is charged automatically any more" in page
