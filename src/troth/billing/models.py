"""Invoices with their sealed party, and payments.

An invoice carries its own copy of whom it was issued to, as the tax law wants it (Directive
2006/112/EC Art. 226), so that the account can go while the books stay.
"""

from datetime import datetime

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.core.money import major
from troth.policy.declare import PersonalData, Record, Unfinished, until_emptied
from troth.policy.words import gettext_noop

INVOICE = Record(
    "invoice",
    gettext_noop("invoices, their lines and the party they were issued to"),
    word=gettext_noop("invoice"),
    keep='from = "issue"\nfor = "10 years"\nbasis = "legal-obligation"\nthen = "depersonalise"',
)
PAYMENT = Record(
    "payment",
    gettext_noop("payments received"),
    word=gettext_noop("payment"),
    keep='from = "creation"\nfor = "10 years"\nbasis = "legal-obligation"\nthen = "depersonalise"',
)


def _unpaid(at: datetime) -> models.Q:
    return models.Q(paid_at=None, total__gt=0)


def _words(invoice: "Invoice") -> str:
    paid = sum(invoice.payments.values_list("amount", flat=True))
    remains = number_format(major(invoice.total - paid, invoice.currency), force_grouping=True)
    return f"{invoice.number}: {remains} {invoice.currency}"


class Invoice(models.Model):
    """An invoice as issued. `total` is in minor units of `currency` (ISO 4217).

    `paid_at` is when its payments reached the total.
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="invoices",
        db_index=False,
        verbose_name=_("Number of the account"),
    )
    number = models.CharField(_("Number on the document"), max_length=40, unique=True)
    issued_at = models.DateTimeField(_("Issued"))
    due_on = models.DateField(_("Due"), null=True, blank=True)
    paid_at = models.DateTimeField(_("Paid"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3)
    total = models.BigIntegerField(_("Total"))
    party_name = models.CharField(_("Name on the invoice"), max_length=200)
    party_address = models.TextField(_("Address on the invoice"))
    party_country = models.CharField(_("Country on the invoice"), max_length=2)
    party_tax_id = models.CharField(_("Tax number on the invoice"), max_length=40, blank=True)
    depersonalised_at = models.DateTimeField(_("Emptied of personal data"), null=True, blank=True)

    privacy = PersonalData(
        record=INVOICE,
        called=_("Invoices"),
        formats={"total": "amount", "party_country": "country"},
        subject="account",
        scope="billing",
        clocks={"issue": "issued_at"},
        unfinished=Unfinished(_("Invoices that are not paid, and stay owed"), _unpaid, _words),
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

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the account"),
    )
    invoice = models.ForeignKey(
        Invoice, models.DO_NOTHING, related_name="lines", verbose_name=_("Number of the invoice")
    )
    description = models.CharField(_("Description"), max_length=300)
    quantity = models.PositiveIntegerField(_("Quantity"), default=1)
    amount = models.BigIntegerField(_("Amount"))

    privacy = PersonalData(
        record=INVOICE,
        called=_("Lines of invoices"),
        formats={"amount": "amount"},
        subject="account",
        scope="billing",
        billing=["description"],
        plain=["invoice", "quantity", "amount"],
    )

    def __str__(self) -> str:
        return f"invoice line {self.pk}"


class Payment(models.Model):
    """Money received for an invoice. `amount` is in minor units of `currency` (ISO 4217).

    It has an account of its own, since it may be kept for longer than its invoice's party is, or
    than the invoice itself, which it then names no more.
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="payments",
        verbose_name=_("Number of the account"),
    )
    invoice = models.ForeignKey(
        Invoice,
        models.DO_NOTHING,
        null=True,
        related_name="payments",
        verbose_name=_("Number of the invoice"),
    )
    received_at = models.DateTimeField(_("Received"))
    currency = models.CharField(_("Currency"), max_length=3)
    amount = models.BigIntegerField(_("Amount"))
    method = models.CharField(_("Method"), max_length=40)
    payer = models.CharField(_("Payer"), max_length=200, blank=True)
    reference = models.CharField(_("Reference"), max_length=120, blank=True)
    depersonalised_at = models.DateTimeField(_("Emptied of personal data"), null=True, blank=True)

    privacy = PersonalData(
        record=PAYMENT,
        called=_("Payments"),
        formats={"amount": "amount"},
        subject="account",
        scope="billing",
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
