"""What waits for its money is set up the moment that it is there, or given up in the end."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from troth.accounts.models import Account
from troth.billing.dunning.set_step import Action, set_step
from troth.billing.models import Invoice, Posting
from troth.billing.owed import balances, owed_in_all
from troth.billing.receive import receive
from troth.catalog.models import Product, Promotion
from troth.cli import main
from troth.core.day import day_at
from troth.erasure.close_account import close_account
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.orders.close_unpaid import close_unpaid
from troth.orders.models import Order
from troth.orders.tests.selling import ORDER, client_of, customer, form_of, put_in, shop
from troth.services.by_night import by_night
from troth.services.end_due import end_due
from troth.services.models import Service
from troth.services.state import state
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def ordered(account: Account, product: Product, **told: Any) -> Service:
    """A service that was ordered in the shop."""
    client = client_of(account)
    put_in(client, product, **told)
    client.post(ORDER, form_of(client))
    return Service.objects.get(account=account)


def page(service: Service) -> str:
    client = client_of(service.account)
    answer = client.get(f"/account/{service.account_id}/services/{service.pk}/")
    return str(answer.content.decode())


def queue() -> str:
    return str(signed_in(make.staff("support")).get("/desk/services/").content.decode())


def test_it_is_set_up_the_moment_it_is_paid() -> None:
    account = customer()
    service = ordered(account, shop(waits_for_payment=True, welcome="Well met."))
    assert service.activated_at is None
    assert "waiting for its payment" in page(service)
    assert "not paid yet" in queue()
    invoice, client = Invoice.objects.get(), client_of(account)
    overview = client.get(f"/account/{account.pk}/").content.decode()
    assert "waiting for its payment" in overview
    order = f"/account/{account.pk}/orders/{Order.objects.get().pk}/"
    waits = "It will be set up once its invoice is paid."
    assert waits in client.get(order).content.decode()
    assert waits in Message.objects.get(subject__contains="accepted").body

    receive(account, invoice.total - 1, "EUR", at=timezone.now(), method="transfer")
    service.refresh_from_db()
    assert service.activated_at is None
    receive(account, 1, "EUR", at=timezone.now(), method="transfer")

    service.refresh_from_db()
    assert service.activated_at and waits not in client.get(order).content.decode()
    assert Message.objects.filter(body__contains="Well met.").count() == 1
    assert "not paid yet" not in queue()


def test_what_is_paid_from_the_balance_or_costs_nothing_does_not_wait() -> None:
    product = shop(waits_for_payment=True)
    account = customer()
    receive(account, 500_00, "EUR", at=timezone.now(), method="transfer")
    assert ordered(account, product).activated_at
    free = customer()
    Promotion.objects.create(code="FREE", percent=100_0000)
    assert ordered(free, product, code="FREE").activated_at


def test_what_somebody_sets_up_waits_for_them_once_it_is_paid() -> None:
    account = customer()
    service = ordered(account, shop(waits_for_payment=True, provisioner="hand"))
    receive(account, Invoice.objects.get().total, "EUR", at=timezone.now(), method="transfer")
    service.refresh_from_db()
    assert service.activated_at is None
    assert "not paid yet" not in queue() and ">paid<" in queue()
    assert "yet to be set up" in page(service)


def test_what_is_never_paid_is_closed_and_given_back() -> None:
    now = timezone.now()
    product = shop(waits_for_payment=True, stock=5)
    promotion = Promotion.objects.create(code="TEN", percent=10_0000)
    account = customer()
    service = ordered(account, product, code="TEN")
    set_step(1, Action.FEE, fee=5_00, currency="EUR", by=make.staff(), at=now)
    by_night(at=now + timedelta(days=20))
    assert Posting.objects.filter(ledger="late fees").exists()
    assert close_unpaid(at=now + timedelta(days=29)) == 0

    assert [close_unpaid(at=now + timedelta(days=31)) for _twice in range(2)] == [1, 0]

    service.refresh_from_db()
    product.refresh_from_db()
    promotion.refresh_from_db()
    assert "before it was set up" in state(service, at=now + timedelta(days=31)).words
    assert (product.stock, promotion.used) == (5, 0)
    assert not owed_in_all(account) and not balances(account)
    assert Invoice.objects.filter(kind="credit note").count() == 1
    assert Message.objects.filter(subject__contains="is closed").count() == 1
    assert Entry.objects.get(event="order.closed").subject == account.pseudonym
    order = Order.objects.get()
    told = client_of(account).get(f"/account/{account.pk}/orders/{order.pk}/").content.decode()
    assert "because it was not paid" in told
    by_night(at=now + timedelta(days=40))
    assert not owed_in_all(account)


def test_of_what_something_was_paid_nothing_is_closed() -> None:
    account = customer()
    ordered(account, shop(waits_for_payment=True))
    receive(account, 1, "EUR", at=timezone.now(), method="transfer")
    assert close_unpaid(at=timezone.now() + timedelta(days=60)) == 0


def test_what_does_not_wait_is_not_closed(settings: Any) -> None:
    settings.UNPAID_ORDER_DAYS = 0
    service = ordered(customer(), shop())
    assert service.activated_at
    assert main(["night"]) == 0
    assert Order.objects.get().closed_at is None


def test_a_new_product_waits_for_its_money() -> None:
    group = shop().group.pk
    desk = signed_in(make.staff("billing"))
    form = desk.get(f"/desk/catalogue/products/new/?group={group}").content.decode()
    assert "Set up once its first invoice is paid" in form
    assert 'name="waits_for_payment" id="id_waits_for_payment" checked' in form.replace(
        ' aria-describedby="id_waits_for_payment_helptext"', ""
    )


@pytest.mark.parametrize("paid", [False, True])
def test_in_a_closed_account_nothing_is_set_up_and_all_of_it_is_given_back(paid: bool) -> None:
    now, account = timezone.now(), customer()
    service = ordered(account, shop(waits_for_payment=True, welcome="Well met."))
    total = Invoice.objects.get().total
    close_account(account, by=make.owner(account), at=now)
    if paid:
        receive(account, total, "EUR", at=now, method="transfer")
        desk = signed_in(make.staff("support"))
        said = desk.post(f"/desk/services/{service.pk}/set-up/", follow=True)
        assert "The account is closed." in said.content.decode()
    assert [end_due(on=day_at(now), at=now) for _twice in range(2)] == [1, 0]
    service.refresh_from_db()
    assert service.activated_at is None and service.ended_at
    assert not Message.objects.filter(body__contains="Well met.").exists()
    assert not owed_in_all(account)
    assert balances(account) == ({"EUR": total} if paid else {})
