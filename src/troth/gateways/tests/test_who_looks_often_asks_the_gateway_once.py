"""The page after paying asks the gateway once in some seconds, however often it is loaded."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django import Settings

from troth.billing.models import Invoice
from troth.gateways import ask_lately
from troth.gateways.handle_open import handle_open
from troth.gateways.models import PaymentAttempt
from troth.gateways.tests import test_a_customer_pays_at_a_gateway as pays
from troth.gateways.tests.telling import install
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import Pretend

pytestmark = pytest.mark.django_db(transaction=True)
invoice = pays.invoice


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each question that goes to the gateway."""
    monkeypatch.setattr(ask_lately, "HELD_FOR", 60)
    found: list[str] = []
    asks = Pretend.look_up

    def look_up(self: Pretend, key: str, reference: str = "") -> object:
        found.append(key)
        return asks(self, key, reference)

    monkeypatch.setattr(Pretend, "look_up", look_up)
    return found


def test_who_loads_it_again_reads_the_same(
    invoice: Invoice, pretend: Counterpart, asked: list[str]
) -> None:
    customer = pays.Customer(invoice)
    pretend.do("pay", session=customer.goes_on())
    for _ in range(5):
        assert "has been paid. Thank you" in customer.reads()
    assert len(asked) == 1


def test_where_it_does_not_answer_nobody_asks_again_at_once(
    invoice: Invoice, pretend: Counterpart, asked: list[str], settings: Settings
) -> None:
    customer = pays.Customer(invoice)
    customer.goes_on()
    install(settings)  # at an address where nobody listens
    for _ in range(3):
        assert "do not pay a second time" in customer.reads()
    assert len(asked) == 1


def test_what_is_in_the_books_meanwhile_is_read_at_once(
    invoice: Invoice, pretend: Counterpart, asked: list[str]
) -> None:
    customer = pays.Customer(invoice)
    session = customer.goes_on()
    assert "Nothing has been paid yet" in customer.reads()
    pretend.do("pay", session=session)
    pretend.deliver()
    handle_open(at=timezone.now())
    assert "has been paid. Thank you" in customer.reads()
    assert len(asked) == 1 and PaymentAttempt.objects.get().outcome == "paid"


def test_after_that_it_is_asked_anew(
    invoice: Invoice, pretend: Counterpart, asked: list[str]
) -> None:
    customer = pays.Customer(invoice)
    session = customer.goes_on()
    customer.reads()
    pretend.do("pay", session=session)
    cache.clear()
    assert "has been paid. Thank you" in customer.reads()
    assert len(asked) == 2
