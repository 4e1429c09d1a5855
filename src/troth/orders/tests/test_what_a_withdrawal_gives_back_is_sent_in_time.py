"""What goes back after a withdrawal has its last day until it is sent (2011/83/EU Art. 13)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from troth.accounts.models import Account
from troth.billing.models import Payment
from troth.billing.receive import receive
from troth.billing.refund import refund
from troth.core.day import day
from troth.orders.tests.test_a_consumer_withdraws_from_a_contract import MONDAY, ordered, withdrawn
from troth.services.models import Cancellation
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

_LIST = "/desk/bank/transfers/"


@pytest.mark.parametrize("entered", ["on the page of the service", "with the customer's money"])
def test_it_is_first_on_the_list_and_late_in_the_inbox(entered: str) -> None:
    with time_machine.travel(MONDAY, tick=False):
        _client, service = ordered()
        other = receive(make.account(), 500, "EUR", at=timezone.now(), method="transfer")
        refund(other, 500, at=timezone.now())
    withdrawn(service)
    due = Cancellation.objects.get()
    with time_machine.travel(MONDAY + timedelta(9), tick=False):
        desk = signed_in(make.staff("billing"))
        if entered == "with the customer's money":
            account = Account.objects.get(pk=service.account_id)
            refund(account.payments.get(), due.refund, at=timezone.now())
        desk.post(f"/desk/services/{service.pk}/pay-back/")
        listed = desk.get(_LIST).content.decode()
        first, second = Payment.objects.filter(amount__lt=0).order_by("send_by")
        assert (first.send_by, second.send_by) == (due.refund_by, None)
        assert listed.index(f'value="{first.pk}"') < listed.index(f'value="{second.pk}"')
        assert f"by {day(date(2027, 2, 22))}" in listed
        inbox = desk.get("/desk/").content.decode()
        assert "2 refunds are waiting to be sent" in inbox and "is late" not in inbox
    with time_machine.travel(MONDAY + timedelta(22), tick=False):
        desk = signed_in(make.staff("billing"))
        assert "1 refund after a withdrawal is late" in desk.get("/desk/").content.decode()
        sent = Payment.objects.get(send_by=due.refund_by)
        desk.post(_LIST, {"sent": sent.pk})
        assert "is late" not in desk.get("/desk/").content.decode()
        # It was not, after all.
        assert f"{_LIST}{sent.pk}/not-sent/" in desk.get(_LIST).content.decode()
        desk.post(f"{_LIST}{sent.pk}/not-sent/")
        assert "1 refund after a withdrawal is late" in desk.get("/desk/").content.decode()


def test_a_withdrawal_of_which_nothing_is_entered_is_late_as_well() -> None:
    with time_machine.travel(MONDAY, tick=False):
        _client, service = ordered()
    withdrawn(service)
    for days, late in ((21, False), (22, True)):
        with time_machine.travel(MONDAY + timedelta(days), tick=False):
            inbox = signed_in(make.staff("billing")).get("/desk/").content.decode()
            assert ("1 refund after a withdrawal is late" in inbox) is late


def test_what_was_paid_in_another_way_waits_as_well() -> None:
    with time_machine.travel(MONDAY, tick=False):
        _client, service = ordered(paid=False)
        account = Account.objects.get(pk=service.account_id)
        total = account.invoices.get().total
        receive(account, total, "EUR", at=timezone.now(), method="card")
    withdrawn(service)
    with time_machine.travel(MONDAY + timedelta(22), tick=False):
        desk = signed_in(make.staff("billing"))
        desk.post(f"/desk/services/{service.pk}/pay-back/")
        assert "1 refund after a withdrawal is late" in desk.get("/desk/").content.decode()
        page = desk.get(_LIST).content.decode()
        assert "Card: send it back the way the payment came." in page and 'value="csv"' not in page
        desk.post(_LIST, {"sent": Payment.objects.get(amount__lt=0).pk})
        assert "is late" not in desk.get("/desk/").content.decode()
