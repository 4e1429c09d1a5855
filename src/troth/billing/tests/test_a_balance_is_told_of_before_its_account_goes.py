"""Money that a customer keeps with us is named before nobody can pay it back any more."""

import pytest
from django.utils import timezone

from troth.accounts.unfinished import unfinished
from troth.billing.models import Payment
from troth.billing.receive import receive
from troth.billing.refund import refund
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["/privacy-centre/erase/", "/account/{}/close/"])
def test_a_page_that_ends_an_account_names_its_balances(page: str) -> None:
    make.in_force()
    account, now = make.account(at=timezone.now()), timezone.now()
    browser = signed_in(make.owner(account))
    for amount, currency in ((700, "EUR"), (1_234_00, "EUR"), (500, "JPY"), (100, "USD")):
        receive(account, amount, currency, at=now, method="transfer")
    refund(Payment.objects.get(currency="USD"), 100, at=now)
    receive(make.account(at=now), 999, "EUR", at=now, method="transfer")
    html = browser.get(page.format(account.pk)).content.decode()
    assert "which cannot be paid back once the account is gone" in html
    assert "To have one paid back, write to us before" in html
    assert "€1,241.00" in html
    (told,) = unfinished([account.pk], at=now)
    assert sorted(told.rows) == ["¥500", "€1,241.00"]
