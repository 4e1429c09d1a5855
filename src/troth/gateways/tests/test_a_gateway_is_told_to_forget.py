"""What a gateway keeps for customers is forgotten there: a way that is removed, or all of one."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from troth.calls.carry_out import TRIES
from troth.calls.try_again import try_again
from troth.calls.waiting import waiting
from troth.calls.work import work_due
from troth.erasure.erase import erase
from troth.erasure.forget import tell_recipients
from troth.erasure.models import ForgetRequest
from troth.gateways.gateway import Kept
from troth.gateways.installed import gateways, made
from troth.gateways.keep_way import keep_way
from troth.gateways.models import PaymentMethod
from troth.gateways.remove_way import remove_way
from troth.gateways.tell_ending import tell_ending
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NOW = make.NOW


@pytest.fixture
def way(pretend: Counterpart) -> PaymentMethod:
    make.in_force(make.changed("softsys", rules=SHARE))
    account = make.account(at=NOW)
    kept = Kept(**pretend.do("way"))
    found = keep_way(account, "pretend", kept, gateways()["pretend"], by=None, at=NOW)
    assert found
    return found


def test_an_erasure_has_the_customer_forgotten(way: PaymentMethod, pretend: Counterpart) -> None:
    erase(make.owner(way.account), at=NOW)
    tell_recipients(at=NOW)
    assert pretend.asked("forgotten") == [way.customer]
    assert ForgetRequest.objects.get().state == "done"
    assert not PaymentMethod.objects.exists()


def test_a_way_that_is_removed_is_forgotten_and_shown_so(
    way: PaymentMethod, pretend: Counterpart
) -> None:
    client = signed_in(make.owner(way.account))
    page = f"/account/{way.account_id}/ways-to-pay/"
    assert "Visa 4242" in client.get(page).content.decode()
    client.post(f"{page}{way.pk}/remove/")
    client.post(f"{page}{way.pk}/remove/")
    assert "is being told to forget it" in client.get(page).content.decode()
    work_due(at=timezone.now())
    assert pretend.asked("forgotten") == [way.reference]
    assert "Forgotten by the payment service" in client.get(page).content.decode()


def test_while_its_gateway_is_switched_off_somebody_is_told(
    way: PaymentMethod, pretend: Counterpart, settings: Settings
) -> None:
    switched_on, settings.GATEWAYS = settings.GATEWAYS, {}
    made.cache_clear()
    remove_way(way.account, way.pk, at=NOW)
    for hours in range(TRIES):
        assert work_due(at=NOW + timedelta(hours=10 * hours)) == 1
    assert "switched off" in waiting().get().why
    settings.GATEWAYS = switched_on
    made.cache_clear()
    try_again(waiting().get().pk, at=NOW + timedelta(days=9))
    work_due(at=NOW + timedelta(days=9))
    assert pretend.asked("forgotten") == [way.reference]


def test_a_way_is_chosen_and_unchosen_by_its_owner_alone(way: PaymentMethod) -> None:
    page = f"/account/{way.account_id}/ways-to-pay/"
    signed_in(make.owner(make.account())).post(f"{page}choose/", {"way": ""})
    way.refresh_from_db()
    assert way.default_since
    client = signed_in(make.owner(way.account))
    client.post(f"{page}choose/", {"way": ""})
    assert not PaymentMethod.objects.get().default_since
    client.post(f"{page}choose/", {"way": str(way.pk)})
    assert PaymentMethod.objects.get().default_since


def test_who_uses_a_card_that_ends_is_told_once(way: PaymentMethod) -> None:
    PaymentMethod.objects.update(ends_on=NOW.date() + timedelta(days=30))
    assert (tell_ending(at=NOW), tell_ending(at=NOW)) == (1, 0)
    assert "Visa 4242" in Message.objects.get().body
