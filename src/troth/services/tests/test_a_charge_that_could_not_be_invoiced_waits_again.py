from datetime import date

import pytest
from pytest_django import Settings

from troth.billing.models import Invoice
from troth.services.bill import bill
from troth.services.models import Charge
from troth.services.tests.selling import in_cyprus, paid_until
from troth.testing import make

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 15)


def test_it_is_on_the_next_invoice_that_can_be_made(settings: Settings) -> None:
    in_cyprus()
    number, settings.TAX_NUMBER = settings.TAX_NUMBER, ""
    service = paid_until(ON)
    for _night in range(2):
        assert bill(on=ON, at=make.NOW).untreated
        charge = Charge.objects.get()
        assert charge.line_id is None and not Invoice.objects.exists()
    settings.TAX_NUMBER = number or "CY10259033P"
    assert bill(on=ON, at=make.NOW).invoices == 1
    charge.refresh_from_db()
    assert charge.line and charge.line.invoice == Invoice.objects.get()
    assert charge.service == service and bill(on=ON, at=make.NOW).invoices == 0
