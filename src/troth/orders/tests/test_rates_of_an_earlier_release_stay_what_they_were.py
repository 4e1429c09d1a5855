"""Rates and percentages that are stored in hundredths of a percent are told to the millionth."""

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, models
from django.db.migrations import RunSQL

from troth.billing.document import document
from troth.billing.models import Invoice, InvoiceLine, InvoiceTax
from troth.catalog.models import Promotion
from troth.einvoice.cii import cii
from troth.orders.models import OrderLine
from troth.services.models import OwnPrice
from troth.tax.models import LocalTax, Rate
from troth.testing import make

pytestmark = pytest.mark.django_db
STEPS = [
    "billing.migrations.0029_rates_are_told_to_the_millionth",
    "catalog.migrations.0007_percentages_are_told_to_the_millionth",
    "orders.migrations.0014_rates_are_told_to_the_millionth",
    "services.migrations.0017_percentages_are_told_to_the_millionth",
    "tax.migrations.0007_rates_are_told_to_the_millionth",
]
PARTS = [[["Texas", 6_2500], ["Austin", 2_0000]], [], [["Texas", 6_2500]]]


def migrate(*, back: bool = False) -> None:
    """As a command does, in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for step in STEPS:
            for operation in import_module(f"troth.{step}").Migration.operations:
                if isinstance(operation, RunSQL):
                    cursor.execute(str(operation.reverse_sql if back else operation.sql))


@pytest.fixture
def invoice() -> Invoice:
    """One of everything that has a rate."""
    make.in_force()
    account = make.account()
    made = make.invoice(account)
    order = make.order(account)
    OrderLine.objects.filter(order=order).update(rate=19_0000)
    OwnPrice.objects.create(
        account=account,
        service=make.service(account),
        percent=12_5000,
        currency="EUR",
        starts=make.NOW.date(),
        agreed_at=make.NOW,
    )
    Promotion.objects.create(code="ALL", percent=100_0000)
    Promotion.objects.create(code="FIVE", amount=500, currency="EUR")
    Rate.objects.create(
        place="DE", kind="standard", rate=19_0000, valid_from=date(2026, 1, 1), source="a test"
    )
    asked: dict[str, Any] = {"account": account, "day": make.NOW.date(), "currency": "USD"}
    asked |= {"lines": [], "asked_at": make.NOW}
    LocalTax.objects.create(**asked, digest="a", parts=PARTS, answered_at=make.NOW)
    LocalTax.objects.create(**asked, digest="b")
    return made


def stored() -> dict[str, list[Any]]:
    columns: dict[type[models.Model], str] = {
        InvoiceLine: "rate",
        InvoiceTax: "rate",
        LocalTax: "parts",
        OrderLine: "rate",
        OwnPrice: "percent",
        Promotion: "percent",
        Rate: "rate",
    }
    return {
        model.__name__: list(model._default_manager.order_by("pk").values_list(column, flat=True))
        for model, column in columns.items()
    }


def test_they_are_the_same_percentages(invoice: Invoice) -> None:
    since, told = stored(), cii(document(invoice))
    migrate(back=True)
    assert stored() == {
        "InvoiceLine": [1900],
        "InvoiceTax": [1900],
        "LocalTax": [[[["Texas", 625], ["Austin", 200]], [], [["Texas", 625]]], None],
        "OrderLine": [1900],
        "OwnPrice": [1250],
        "Promotion": [10000, None],
        "Rate": [1900],
    }
    migrate()
    assert stored() == since
    assert cii(document(invoice)) == told


@pytest.mark.parametrize("model", [InvoiceLine, InvoiceTax])
def test_what_was_issued_stays_from_then_on(invoice: Invoice, model: type[models.Model]) -> None:
    migrate(back=True)
    migrate()
    with pytest.raises(IntegrityError):
        model._default_manager.update(rate=7_0000)
