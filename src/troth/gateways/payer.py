"""Who pays, as a gateway is told: the gate leaves out what the policy does not let go."""

from typing import Any

from troth.accounts.models import Account, Person
from troth.billing.models import Invoice, InvoiceLine
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
    lines = invoice.lines.order_by("position") if invoice else InvoiceLine.objects.none()
    return Told("service", "; ".join(lines.values_list("description", flat=True)))


def customer_at(gateway: str, account: Account) -> str:
    """The gateway's own name for a customer of whom it keeps a way to pay; blank for others."""
    kept = PaymentMethod.objects.filter(gateway=gateway, account=account, removed_at=None)
    found = kept.exclude(customer="").order_by("-pk").values_list("customer", flat=True)
    return found.first() or ""
