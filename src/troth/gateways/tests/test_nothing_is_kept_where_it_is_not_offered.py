"""The box by which a payment method is kept counts for gateways that keep one, and for no other."""

import pytest
from pytest_django import Settings

from troth.gateways.installed import made
from troth.gateways.models import PaymentAttempt
from troth.testing import make
from troth.testing.paypal import counterpart as paypal
from troth.testing.paypal.counterpart import stand_in  # noqa: F401  (a fixture)
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("way", "keeps"), [("pretend", True), ("paypal", False)])
def test_whoever_ticks_it_for_another(
    way: str,
    keeps: bool,
    pretend: Counterpart,
    stand_in: paypal.Counterpart,  # noqa: F811
    settings: Settings,
) -> None:
    backend = "troth.gateways.paypal.gateway.PayPal"
    options = {**stand_in.options, "keeps": False}
    settings.GATEWAYS |= {"paypal": {"BACKEND": backend, "OPTIONS": options}}
    made.cache_clear()
    make.in_force(make.changed("softsys", rules=SHARE + paypal.SHARE))
    account = make.account()
    invoice = make.invoice(account, paid=False)
    page = f"/account/{account.pk}/invoices/{invoice.pk}/pay/"
    answer = signed_in(make.owner(account)).post(page, {"way": way, "keep": "on"})
    assert answer.status_code == 302, answer.content.decode()
    assert PaymentAttempt.objects.get().keeps is keeps
