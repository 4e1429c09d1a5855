"""A price of its own that was quoted, or typed as a service was opened, is paid from then on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troth.catalog.models import PriceChange
from troth.core.day import day_at
from troth.orders.models import Quote
from troth.orders.tests.selling import client_of, customer, option, shop
from troth.orders.tests.test_a_quote_becomes_an_order import accept, told
from troth.services.bill import bill
from troth.services.models import OwnPrice, Service, Term
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def open_it(*, quoted: bool) -> Service:
    """Three, each 8 EUR a month with its disk, where the catalogue says 10 and 2."""
    product, account = shop(most=5), customer()
    disk = option(product, "Disk", "choice", ("small", 200)).choices.get()
    desk = signed_in(make.staff("billing"))
    of_account = f"/desk/customers/account/{account.pk}"
    if quoted:
        line = {"line0-months": 1, "line0-quantity": 3, "line0-amount": "8", "line1-words": ""}
        line |= {f"line0-option-{disk.option_id}": disk.pk}
        desk.post(f"{of_account}/quote/", told(product.pk, **line))
        quote = Quote.objects.get()
        assert "Thank you" in accept(
            client_of(account), f"/account/{account.pk}/quotes/{quote.pk}/"
        )
    else:
        sent = {"offer": product.pk, "currency": "EUR", "months": 1, "quantity": 3, "amount": "8"}
        sent |= {f"option-{disk.option_id}": disk.pk}
        assert desk.post(f"{of_account}/services/new/", sent).status_code == 302
    return Service.objects.get()


@pytest.mark.parametrize("quoted", [True, False])
def test_it_is_paid_whatever_becomes_of_the_catalogue(quoted: bool) -> None:
    service, now = open_it(quoted=quoted), timezone.now()
    assert service.offer
    assert Term.objects.get().price == 3600 and OwnPrice.objects.get().amount == 800
    PriceChange.objects.create(
        product=service.offer,
        currency="EUR",
        months=1,
        amount=1500,
        starts=day_at(now) + timedelta(days=20),
        made_at=now,
        told_at=now,
    )
    later = now + timedelta(days=70)
    bill(on=day_at(later), at=later)
    charged = service.charges.order_by("starts").values_list("quantity", "price", "amount")
    assert len(charged) >= 3 and {*charged} == {(3, 800, 2400)}
    assert Term.objects.get(until=None).price == 3 * 1700


def test_a_typed_amount_is_read_as_any_other() -> None:
    product, account = shop(), customer()
    desk = signed_in(make.staff("billing"))
    sent = {"offer": product.pk, "currency": "EUR", "months": 1, "quantity": 1, "amount": "8e1"}
    page = desk.post(f"/desk/customers/account/{account.pk}/services/new/", sent)
    assert "Enter an amount" in page.content.decode() and not Service.objects.exists()
