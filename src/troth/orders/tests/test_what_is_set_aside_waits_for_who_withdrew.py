from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from troth.billing.models import Invoice, Payment
from troth.billing.owed import aside, balance, owed
from troth.billing.receive import receive
from troth.billing.refund import refund
from troth.billing.reverse import reverse
from troth.billing.write_off import write_off
from troth.catalog.models import Product
from troth.orders.tests.selling import client_of, order, put_in
from troth.orders.tests.test_a_consumer_withdraws_from_a_contract import MONDAY, ordered, withdrawn
from troth.services.models import Cancellation, Service
from troth.services.pay_back import to_pay_back
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def both() -> list[Cancellation]:
    """What is to be paid back for two contracts; a third one, made since, is not paid."""
    with time_machine.travel(MONDAY, tick=False):
        client, service = ordered()
        one_more(client)
        made = Invoice.objects.latest("pk")
        receive(service.account, made.total, "EUR", at=timezone.now(), method="transfer")
    for each in Service.objects.order_by("pk"):
        withdrawn(each)
    with time_machine.travel(MONDAY + timedelta(7), tick=False):
        one_more(client_of(service.account))
    return list(Cancellation.objects.order_by("pk"))


def one_more(client: Client) -> None:
    put_in(client, Product.objects.get())
    order(client, begin_words="on")


def paid_back(desk: Client, withdrawal: Cancellation) -> str:
    answer = desk.post(f"/desk/services/{withdrawal.service_id}/pay-back/", follow=True)
    return answer.content.decode().replace("\xa0", " ")


def test_staff_spend_the_rest_of_a_balance_alone(both: list[Cancellation]) -> None:
    account, waits = both[0].account, sum(each.refund for each in both)
    open_ = Invoice.objects.filter(kind="invoice").latest("pk")
    with time_machine.travel(MONDAY + timedelta(8), tick=False):
        reverse(
            receive(account, 100, "EUR", at=timezone.now(), method="cash"), open_, at=timezone.now()
        )
        desk, page = (
            signed_in(make.staff("billing")),
            f"/desk/customers/account/{account.pk}/money/",
        )
        told = f"€{waits / 100:.2f}"
        for shown in (
            desk.get(page),
            desk.get("/desk/balances/"),
            client_of(account).get(f"/account/{account.pk}/statement/"),
        ):
            text = shown.content.decode().replace("\xa0", " ")
            assert "set aside" in text and told in text
        sent = {"invoice": str(open_.pk), "amount": ""}
        seen = desk.post(f"{page}use-balance/", sent).content.decode()
        assert "€1.00" in seen.replace("\xa0", " ")
        too_much = desk.post(f"{page}use-balance/", sent | {"amount": "1.01"}).content.decode()
        assert "Less than that is left" in too_much
        number = seen.split('name="seen" value="')[1].split('"')[0]
        desk.post(f"{page}use-balance/", sent | {"seen": number})
    assert owed(open_) == open_.total - 100
    assert balance(account, "EUR") == aside(account, "EUR") == waits


def test_each_of_two_is_paid_back_its_own(both: list[Cancellation]) -> None:
    first, second = both
    account = first.account
    open_ = Invoice.objects.filter(kind="invoice").latest("pk")
    with time_machine.travel(MONDAY + timedelta(8), tick=False):
        client_of(account).post(f"/account/{account.pk}/invoices/{open_.pk}/pay-from-balance/")
        left = first.refund + second.refund - open_.total
        desk = signed_in(make.staff("billing"))
        for each in both:
            paid_back(desk, each)
        assert -sum(Payment.objects.filter(amount__lt=0).values_list("amount", flat=True)) == left
    assert balance(account, "EUR") == 0


def test_what_went_back_before_is_not_booked_once_more(both: list[Cancellation]) -> None:
    first, second = both
    account = first.account
    with time_machine.travel(MONDAY + timedelta(8), tick=False):
        payment = account.payments.earliest("pk")
        refund(payment, first.refund, at=timezone.now())
        desk = signed_in(make.staff("billing"))
        page = desk.get(f"/desk/services/{first.service_id}/").content.decode()
        assert "Nothing is left to be paid back" in page
        for each in both:
            paid_back(desk, each)
    went = Payment.objects.filter(amount__lt=0).order_by("pk").values_list("amount", flat=True)
    assert sum(went) == -first.refund - second.refund and went[0] == -first.refund
    assert not Cancellation.objects.filter(refunded_at=None).exists()


def test_it_says_what_is_missing_where_too_little_was_paid() -> None:
    with time_machine.travel(MONDAY, tick=False):
        _client, service = ordered(paid=False)
        write_off(Invoice.objects.get(), at=timezone.now())
    withdrawn(service)
    made = Cancellation.objects.get()
    with time_machine.travel(MONDAY + timedelta(8), tick=False):
        told = paid_back(signed_in(make.staff("billing")), made)
    assert f"has paid is €{made.refund / 100:.2f} less" in told
    assert to_pay_back().count() == 1 and not Payment.objects.exists()
