"""Between the page to pay and the gateway something else pays: nothing is taken twice."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from troth.billing.models import Invoice
from troth.billing.receive import receive
from troth.calls.models import Call
from troth.gateways import pay as paying
from troth.gateways.models import PaymentAttempt
from troth.gateways.tests.test_a_customer_pays_at_a_gateway import (
    Customer,
    invoice,  # noqa: F401  (a fixture)
)
from troth.testing.pretend.counterpart import Counterpart

pytestmark = pytest.mark.django_db(transaction=True)


def is_paid_meanwhile(invoice: Invoice, amount: int) -> None:  # noqa: F811
    receive(
        *(invoice.account, amount, invoice.currency),
        at=timezone.now(),
        method="cash",
        allocate={invoice: amount},
    )


def is_begun_in_another_window(invoice: Invoice) -> None:  # noqa: F811
    is_begun(invoice, "other", "pretend")


def is_begun(invoice: Invoice, key: str, gateway: str) -> None:  # noqa: F811
    PaymentAttempt.objects.create(
        **{"account": invoice.account, "invoice": invoice, "gateway": gateway, "key": key},
        **{"amount": invoice.total, "currency": invoice.currency, "started_at": timezone.now()},
    )


@pytest.mark.parametrize(
    ("meanwhile", "says", "attempts"),
    [
        (lambda of: is_paid_meanwhile(of, 500), "The amount due has just changed", 0),
        (lambda of: is_paid_meanwhile(of, of.total), "This has just been paid", 0),
        (is_begun_in_another_window, "being paid in another window", 1),
    ],
)
def test_with_the_account_locked_one_looks_again(
    invoice: Invoice,  # noqa: F811
    pretend: Counterpart,
    monkeypatch: pytest.MonkeyPatch,
    meanwhile: Callable[[Invoice], None],
    says: str,
    attempts: int,
) -> None:
    customer, look = Customer(invoice), paying._go_on
    is_begun(invoice, "first", "gone")  # what is open is looked at before anything is begun

    def looked(*args: object, **named: object) -> str:
        url: str = look(*args, **named)  # type: ignore[arg-type]
        meanwhile(invoice)
        return url

    monkeypatch.setattr(paying, "_go_on", looked)
    answer = customer.client.post(customer.page, {"way": "pretend"}, follow=True)
    assert says in answer.content.decode()
    assert PaymentAttempt.objects.filter(ended_at=None).count() == attempts
    assert not Call.objects.exists(), "nobody was asked"
