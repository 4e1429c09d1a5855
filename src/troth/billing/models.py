"""Invoices with their sealed party, and payments.

An invoice carries its own copy of whom it was issued to, as the tax law wants it (Directive
2006/112/EC Art. 226), so that the account can go while the books stay.
"""

from django.db import models

from troth.accounts.models import Account
from troth.policy.declare import PersonalData, Record, until_emptied
from troth.policy.words import gettext_noop as _

INVOICE = Record(
    "invoice",
    _("invoices, their lines and the party they were issued to"),
    keep='from = "issue"\nfor = "10 years"\nbasis = "legal-obligation"\nthen = "depersonalise"',
)
PAYMENT = Record(
    "payment",
    _("payments received"),
    keep='from = "creation"\nfor = "10 years"\nbasis = "legal-obligation"\nthen = "depersonalise"',
)


class Invoice(models.Model):
    """An invoice as issued. `total` is in minor units of `currency` (ISO 4217).

    `paid_at` is when its payments reached the total.
    """

    account = models.ForeignKey(
        Account, models.DO_NOTHING, null=True, related_name="invoices", db_index=False
    )
    number = models.CharField(max_length=40, unique=True)
    issued_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    total = models.BigIntegerField()
    party_name = models.CharField(max_length=200)
    party_address = models.TextField()
    party_country = models.CharField(max_length=2)
    party_tax_id = models.CharField(max_length=40, blank=True)
    depersonalised_at = models.DateTimeField(null=True, blank=True)

    privacy = PersonalData(
        record=INVOICE,
        subject="account",
        clocks={"issue": "issued_at"},
        depersonalised="depersonalised_at",
        billing=["party_name", "party_address", "party_tax_id"],
        plain=["number", "due_on", "paid_at", "currency", "total", "party_country"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["account", "issued_at"], name="invoice_account_issued"),
            models.Index(
                fields=["account", "issued_at"],
                condition=models.Q(paid_at__isnull=True),
                name="invoice_unpaid",
            ),
            models.Index(fields=["issued_at"], name="invoice_issued_ever"),
            models.Index(until_emptied("issued_at"), name="invoice_issued_left"),
        ]

    def __str__(self) -> str:
        return f"invoice {self.pk}"


class InvoiceLine(models.Model):
    """A line of an invoice. `amount` is in minor units of the invoice's currency, net of tax."""

    account = models.ForeignKey(Account, models.DO_NOTHING, null=True, related_name="+")
    invoice = models.ForeignKey(Invoice, models.DO_NOTHING, related_name="lines")
    description = models.CharField(max_length=300)
    quantity = models.PositiveIntegerField(default=1)
    amount = models.BigIntegerField()

    privacy = PersonalData(
        record=INVOICE,
        subject="account",
        billing=["description"],
        plain=["invoice", "quantity", "amount"],
    )

    def __str__(self) -> str:
        return f"invoice line {self.pk}"


class Payment(models.Model):
    """Money received for an invoice. `amount` is in minor units of `currency` (ISO 4217).

    It has an account of its own, since it may be kept for longer than its invoice's party is.
    """

    account = models.ForeignKey(Account, models.DO_NOTHING, null=True, related_name="payments")
    invoice = models.ForeignKey(Invoice, models.DO_NOTHING, related_name="payments")
    received_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    method = models.CharField(max_length=40)
    payer = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    depersonalised_at = models.DateTimeField(null=True, blank=True)

    privacy = PersonalData(
        record=PAYMENT,
        subject="account",
        clocks={"creation": "received_at"},
        depersonalised="depersonalised_at",
        payment=["payer", "reference"],
        plain=["invoice", "currency", "amount", "method"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], name="payment_received_ever"),
            models.Index(until_emptied("received_at"), name="payment_received_left"),
        ]

    def __str__(self) -> str:
        return f"payment {self.pk}"
