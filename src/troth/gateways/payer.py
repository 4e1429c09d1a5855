"""Who pays, as a gateway is told: the gate leaves out what the policy does not let go."""

from typing import Any

from django.db.models import QuerySet

from troth.accounts.models import Account, Person
from troth.billing.models import Invoice, InvoiceLine
from troth.core.written_once import Given, written_once
from troth.gates.share import Told, of
from troth.gateways.models import PaymentMethod


def told_of(account: Account, person: Person | None) -> dict[str, Any]:
    """All that there is for `gateway.Payer`, each with its category; see `gates.share`.

    The language is that of what the gateway writes to them.
    """
    columns = ("name", "company", "street", "postcode", "city", "country")
    told: dict[str, Any] = {column: of(account, column) for column in columns}
    if person:
        told |= {column: of(person, column) for column in ("email", "phone", "language")}
    return told


def wanted(invoice: Invoice | None) -> Told:
    """What is paid for in words, where a policy lets a gateway know what was ordered."""
    return Told("service", "; ".join(_lines(invoice=invoice.pk) if invoice else ()))


def customer_at(gateway: str, account: Account) -> str:
    """The gateway's own name for a customer of whom it keeps a payment method; blank for others."""
    return next(iter(_customers(gateway=gateway, account=account.pk)), "")


@written_once
def _lines() -> QuerySet[InvoiceLine, str]:
    lines = InvoiceLine.objects.filter(invoice=Given("invoice")).order_by("position")
    return lines.values_list("description", flat=True)


@written_once
def _customers() -> QuerySet[PaymentMethod, str]:
    mine = PaymentMethod.objects.filter(gateway=Given("gateway"), account=Given("account"))
    named = mine.filter(removed_at=None).exclude(customer="").order_by("-pk")
    return named.values_list("customer", flat=True)[:1]
