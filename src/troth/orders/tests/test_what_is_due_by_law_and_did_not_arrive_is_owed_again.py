"""What is due to a consumer who has withdrawn, and the gateway cannot bring, is owed again."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from troth.billing.mark_sent import to_send
from troth.billing.models import Payment
from troth.billing.owed import aside, balance
from troth.calls.give_up import give_up
from troth.calls.models import Call
from troth.gateways.handle_open import handle_open
from troth.gateways.keys import payment_key
from troth.gateways.models import GatewayEvent, PaymentAttempt
from troth.gateways.tests.telling import install, signed
from troth.orders.tests.test_a_consumer_withdraws_from_a_contract import MONDAY, ordered, withdrawn
from troth.services.models import Cancellation
from troth.services.pay_back import to_pay_back
from troth.testing import make
from troth.testing.pretend.counterpart import NAME, tell
from troth.testing.visit import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("in_utc")]
DAY_8, DAY_30 = MONDAY + timedelta(8), MONDAY + timedelta(30)


@pytest.fixture
def withdrawal(settings: Settings) -> Cancellation:
    """Of what was paid through a gateway, which is asked to pay it back."""
    with time_machine.travel(MONDAY, tick=False):
        _client, service = ordered()
    withdrawn(service)
    install(settings)
    Payment.objects.update(method=NAME, reference="pay_1", key=payment_key(NAME, "pay_1"))
    found = Cancellation.objects.get()
    with time_machine.travel(DAY_8, tick=False):
        desk_post(found)
    assert not to_pay_back().exists()
    return found


def desk_post(withdrawal: Cancellation, **typed: str) -> None:
    desk = signed_in(make.staff("billing"))
    desk.post(f"/desk/services/{withdrawal.service_id}/pay-back/", typed)


def told(attempt: PaymentAttempt, *outcomes: str, reference: str = "re_1") -> None:
    with time_machine.travel(DAY_8, tick=False):
        for outcome in outcomes:
            said = {
                **{"outcome": outcome, "reference": reference, "of": "pay_1", "key": attempt.key},
                **{"payee": "ours", "amount": attempt.amount, "currency": "EUR"},
            }
            assert tell(signed("refund", standing=said)) == 204
        handle_open(at=timezone.now())


def owed_again(withdrawal: Cancellation) -> None:
    """It is in the list and the inbox by its day, and all of it is set aside."""
    assert [*to_pay_back()] == [withdrawal]
    assert aside(withdrawal.account, "EUR") == withdrawal.refund
    with time_machine.travel(DAY_30, tick=False):
        desk = signed_in(make.staff("billing"))
        assert "1 refund after a withdrawal is late" in desk.get("/desk/").text
        page = desk.get(f"/desk/services/{withdrawal.service_id}/").content.decode()
    assert "could not bring it" in page and "by transfer" in page


def test_where_the_gateway_says_that_it_failed(withdrawal: Cancellation) -> None:
    told(PaymentAttempt.objects.get(), "declined")
    owed_again(withdrawal)


def test_where_it_says_so_after_it_had_said_that_it_went(withdrawal: Cancellation) -> None:
    told(PaymentAttempt.objects.get(), "paid")
    assert balance(withdrawal.account, "EUR") == 0
    told(PaymentAttempt.objects.get(), "declined")
    owed_again(withdrawal)


def test_where_both_are_read_at_once(withdrawal: Cancellation) -> None:
    told(PaymentAttempt.objects.get(), "paid", "declined")
    owed_again(withdrawal)
    asked = GatewayEvent.objects.waiting().values_list("asks", flat=True)
    assert [*asked] == ["failed"]
    assert PaymentAttempt.objects.get().outcome == "declined"


def test_where_nobody_knows_and_staff_give_it_up(withdrawal: Cancellation) -> None:
    Call.objects.update(next_at=None)
    give_up(Call.objects.get().pk, at=timezone.now())
    owed_again(withdrawal)


def test_then_it_goes_by_the_gateway_once_more(withdrawal: Cancellation) -> None:
    told(PaymentAttempt.objects.get(), "declined")
    with time_machine.travel(DAY_8, tick=False):
        desk_post(withdrawal)
    told(PaymentAttempt.objects.get(ended_at=None), "paid", reference="re_2")
    assert not to_pay_back().exists() and balance(withdrawal.account, "EUR") == 0


def test_or_by_a_transfer_that_is_due_by_the_same_day(withdrawal: Cancellation) -> None:
    told(PaymentAttempt.objects.get(), "declined")
    with time_machine.travel(DAY_8, tick=False):
        desk_post(withdrawal, **{"pay-back-by_transfer": "on"})
    sent = to_send().get()
    assert (sent.method, sent.amount) == ("transfer", -withdrawal.refund)
    assert sent.send_by == withdrawal.refund_by
    assert not PaymentAttempt.objects.filter(ended_at=None).exists()
    assert not to_pay_back().exists() and balance(withdrawal.account, "EUR") == 0
