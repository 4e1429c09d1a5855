"""A second click on the button that signs a mandate is no mistake, and signs nothing more."""

from typing import Any

import pytest

from troth.gateways.sepa.models import Mandate
from troth.gateways.sepa.tests.debits import THEIRS, ready
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def test_twice_is_once(settings: Any) -> None:
    ready(settings)
    account = make.account()
    browser = signed_in(make.owner(account))
    page = f"/account/{account.pk}/ways-to-pay/direct-debit/"
    form = {"holder": "A Payer", "iban": THEIRS, "agree": "on"}
    answers = [browser.post(page, form) for _ in range(2)]
    assert [each["Location"] for each in answers] == [f"/account/{account.pk}/ways-to-pay/"] * 2
    assert Mandate.objects.count() == 1
    shown = browser.get(f"/account/{account.pk}/ways-to-pay/").content.decode()
    assert "You have already signed a mandate for this bank account." in shown
