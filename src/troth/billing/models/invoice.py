"""Invoices and credit notes with their sealed party. What is issued never changes.

An invoice carries its own copy of whom it was issued to, as the tax law wants it (Directive
2006/112/EC Art. 226), so that the account can go while the books stay. What is paid of it, the
ledger says. There is no draft: what waits to be invoiced are the charges of `services`.
"""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.core.money import money
from troth.policy.declare import PersonalData, Record, Unfinished, until_emptied
from troth.policy.words import gettext_noop

INVOICE = Record(
    "invoice",
    gettext_noop("invoices, their lines and the party they were issued to"),
    word=gettext_noop("invoice"),
    keep='from = "issue"\nfor = "10 years"\nbasis = "legal-obligation"\nthen = "depersonalise"',
)


class Invoices(models.QuerySet["Invoice"]):
    """Invoices, with what the books say of each."""

    def with_owed(self) -> "models.QuerySet[Any]":
        """Each with `owed`, what is still to be paid in minor units."""
        return self.annotate(
            owed=Coalesce(_said(models.Sum("amount"), models.BigIntegerField()), 0)
        )

    def with_standing(self) -> "models.QuerySet[Any]":
        """Each with `owed`; `settled_on`, the last day on which less was owed than before; and
        `settled_by`, the kind of that entry."""
        lessened = _postings().filter(amount__lt=0).order_by("-transaction__on", "-pk")
        found: models.QuerySet[Any] = self.with_owed().annotate(
            settled_on=_said(
                models.Max("transaction__on", filter=models.Q(amount__lt=0)), models.DateField()
            ),
            settled_by=models.Subquery(lessened.values("transaction__kind")[:1]),
        )
        return found


def _said(what: models.Aggregate, kind: "models.Field[Any, Any]") -> models.Subquery:
    """What the postings of an invoice to `receivable` say of it."""
    postings = _postings().order_by().values("invoice")
    return models.Subquery(postings.annotate(said=what).values("said"), output_field=kind)


def _postings() -> "models.QuerySet[Any]":
    """Those of the outer invoice to `receivable`."""
    return apps.get_model("billing", "Posting")._default_manager.filter(
        invoice=models.OuterRef("pk"), ledger="receivable"
    )


def _unpaid(at: datetime) -> models.Q:
    return models.Q(pk__in=Invoice.objects.with_owed().filter(owed__gt=0).values("pk"))


def _words(invoice: "Invoice") -> str:
    owed = sum(invoice.postings.filter(ledger="receivable").values_list("amount", flat=True))
    return f"{invoice.number}: {money(owed, invoice.currency)}"


class Invoice(models.Model):
    """An invoice or a credit note as issued. Amounts are in minor units of `currency` (ISO 4217).

    A credit note has positive amounts, and names the invoice that it takes back. `supplied_on` is
    the day that decides the tax. `evidence` is what the tax rests on: how the place of supply was
    found, as kinds and countries such as `billing address DE`, never an address (Reg. (EU) 282/2011
    Art. 24b), by what it can be shown that a VAT number was checked, or the certificate by which
    the buyer is exempt. `tax_at_home` is the tax in
    the seller's currency, by `home_rate` of the day. `bank_iban` is the seller's own, as the
    document names it. Of what earlier releases issued, `seller_contact` and the bank account are
    NULL: its document names today's.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit note", _("Credit note")

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="invoices",
        db_index=False,
        verbose_name=_("Number of the account"),
    )
    kind = models.CharField(
        _("Kind"), max_length=20, choices=Kind, default=Kind.INVOICE, db_default=Kind.INVOICE
    )
    number = models.CharField(_("Document number"), max_length=40, unique=True)
    issued_at = models.DateTimeField(_("Issued"))
    due_on = models.DateField(_("Due"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3)
    total = models.BigIntegerField(_("Total"))
    supplied_on = models.DateField(_("Supplied"), null=True, blank=True)
    original = models.ForeignKey(
        "self",
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="credit_notes",
        verbose_name=_("Number of the invoice it corrects"),
    )
    net = models.BigIntegerField(_("Net"), db_default=0, default=0)
    tax = models.BigIntegerField(_("Tax"), db_default=0, default=0)
    home_currency = models.CharField(
        _("Currency of the seller"), max_length=3, blank=True, db_default=""
    )
    home_rate = models.DecimalField(
        _("Exchange rate"), max_digits=18, decimal_places=8, null=True, blank=True
    )
    tax_at_home = models.BigIntegerField(
        _("Tax in the currency of the seller"), null=True, blank=True
    )
    payment_reference = models.CharField(
        _("Reference for the payment"), max_length=40, blank=True, db_default=""
    )
    language = models.CharField(_("Language"), max_length=10, blank=True, db_default="")
    notes = models.TextField(_("Wording required by law"), blank=True, db_default="")
    remark = models.CharField(
        _("Message to the customer"), max_length=500, blank=True, db_default=""
    )
    evidence = models.CharField(
        _("Evidence of the place of supply"), max_length=200, blank=True, db_default=""
    )
    party_name = models.CharField(_("Name on the invoice"), max_length=200)
    party_address = models.TextField(_("Address on the invoice"))
    party_postcode = models.CharField(
        _("Postcode on the invoice"), max_length=20, blank=True, db_default=""
    )
    party_city = models.CharField(
        _("Town or city on the invoice"), max_length=120, blank=True, db_default=""
    )
    party_region = models.CharField(
        _("State or region on the invoice"), max_length=120, blank=True, db_default=""
    )
    party_country = models.CharField(_("Country on the invoice"), max_length=2)
    party_tax_id = models.CharField(_("Tax number on the invoice"), max_length=40, blank=True)
    party_reference = models.CharField(
        _("Reference of the buyer"), max_length=100, blank=True, db_default=""
    )
    seller_name = models.CharField(_("Seller"), max_length=200, blank=True, db_default="")
    seller_address = models.TextField(_("Address of the seller"), blank=True, db_default="")
    seller_postcode = models.CharField(
        _("Postcode of the seller"), max_length=20, blank=True, db_default=""
    )
    seller_city = models.CharField(
        _("Town or city of the seller"), max_length=120, blank=True, db_default=""
    )
    seller_country = models.CharField(
        _("Country of the seller"), max_length=2, blank=True, db_default=""
    )
    seller_tax_id = models.CharField(
        _("Tax number of the seller"), max_length=40, blank=True, db_default=""
    )
    seller_contact = models.CharField(
        _("Contact at the seller"), max_length=200, null=True, blank=True
    )
    bank_holder = models.CharField(
        _("Holder of the bank account"), max_length=70, null=True, blank=True
    )
    bank_iban = models.CharField(
        _("IBAN of the bank account"), max_length=34, null=True, blank=True
    )
    bank_bic = models.CharField(_("BIC of the bank account"), max_length=11, null=True, blank=True)
    depersonalised_at = models.DateTimeField(_("Cleared of personal data"), null=True, blank=True)

    objects = Invoices.as_manager()

    privacy = PersonalData(
        record=INVOICE,
        called=_("Invoices"),
        formats={
            "net": "amount",
            "tax": "amount",
            "total": "amount",
            "party_country": "country",
            "seller_country": "country",
        },
        subject="account",
        scope="billing",
        clocks={"issue": "issued_at"},
        unfinished=Unfinished(_("Invoices that are not paid, and stay owed"), _unpaid, _words),
        depersonalised="depersonalised_at",
        billing=[
            "party_name",
            "party_address",
            "party_postcode",
            "party_city",
            "party_region",
            "party_tax_id",
            "party_reference",
            "remark",
            # The proof of a check leads to the number that was checked.
            "evidence",
        ],
        plain=[
            "kind",
            "number",
            "due_on",
            "supplied_on",
            "original",
            "currency",
            "net",
            "tax",
            "total",
            "home_currency",
            "home_rate",
            "tax_at_home",
            "payment_reference",
            "language",
            "notes",
            "party_country",
            "seller_name",
            "seller_address",
            "seller_postcode",
            "seller_city",
            "seller_country",
            "seller_tax_id",
            "seller_contact",
            "bank_holder",
            "bank_iban",
            "bank_bic",
        ],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total=models.F("net") + models.F("tax")),
                name="invoice_adds_up",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="credit note") | models.Q(original__isnull=True),
                name="invoice_takes_nothing_back",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "issued_at"], name="invoice_account_issued"),
            models.Index(fields=["issued_at"], name="invoice_issued_ever"),
            models.Index(until_emptied("issued_at"), name="invoice_issued_left"),
            models.Index(fields=["due_on"], name="invoice_due"),
            models.Index(fields=["payment_reference"], name="invoice_reference"),
            models.Index(fields=["total"], name="invoice_total"),
        ]

    def __str__(self) -> str:
        return f"invoice {self.pk}"


class InvoiceTax(models.Model):
    """The tax of one category and rate on an invoice, once on the document (EN 16931 BG-23).

    `category` is a code of UNCL 5305 (S, Z, E, AE, K, G, O), `rate` in parts per million,
    `base` and `amount` in minor units. `amount` is rounded half away from zero. `country` is where
    the tax is owed (ISO 3166).
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the account"),
    )
    invoice = models.ForeignKey(
        Invoice, models.DO_NOTHING, related_name="taxes", verbose_name=_("Number of the invoice")
    )
    category = models.CharField(_("Category"), max_length=2)
    rate = models.PositiveIntegerField(_("Rate"))
    country = models.CharField(_("Country"), max_length=2)
    base = models.BigIntegerField(_("Taxable amount"))
    amount = models.BigIntegerField(_("Tax"))
    reason = models.CharField(_("Why untaxed"), max_length=300, blank=True)
    reason_code = models.CharField(_("Code for why it is untaxed"), max_length=30, blank=True)

    privacy = PersonalData(
        record=INVOICE,
        called=_("Taxes of invoices"),
        formats={"rate": "percent", "base": "amount", "amount": "amount", "country": "country"},
        subject="account",
        scope="billing",
        plain=["invoice", "category", "rate", "country", "base", "amount", "reason", "reason_code"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "category", "rate", "country"], name="invoice_tax_once"
            ),
        ]

    def __str__(self) -> str:
        return f"tax of an invoice {self.pk}"


class InvoiceLine(models.Model):
    """A line of an invoice. Amounts are in minor units of the invoice's currency, net of tax.

    `amount` is `quantity` times `price` less `discount`. `starts` and `ends` are the days that it
    is for, `ends` being the first day after. `product` is what was sold as the catalogue calls it,
    and `supply` its tax category there. `rate` is in parts per million. A line of a credit note
    names the one that it takes back.
    """

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
    position = models.PositiveIntegerField(_("Position"), default=1, db_default=1)
    product = models.CharField(_("Product"), max_length=120, blank=True, db_default="")
    description = models.CharField(_("Description"), max_length=300)
    quantity = models.PositiveIntegerField(_("Quantity"), default=1)
    price = models.BigIntegerField(_("Price"), default=0, db_default=0)
    discount = models.BigIntegerField(_("Discount"), default=0, db_default=0)
    amount = models.BigIntegerField(_("Amount"))
    supply = models.CharField(_("Kind of supply"), max_length=20, blank=True, db_default="")
    category = models.CharField(_("Tax category"), max_length=2, blank=True, db_default="")
    rate = models.PositiveIntegerField(_("Tax rate"), default=0, db_default=0)
    starts = models.DateField(_("From"), null=True, blank=True)
    ends = models.DateField(_("Until"), null=True, blank=True)
    original = models.ForeignKey(
        "self",
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="credits",
        verbose_name=_("Number of the line it corrects"),
    )

    privacy = PersonalData(
        record=INVOICE,
        called=_("Lines of invoices"),
        formats={
            "price": "amount",
            "discount": "amount",
            "amount": "amount",
            "supply": "supply",
            "rate": "percent",
        },
        subject="account",
        scope="billing",
        billing=["description"],
        plain=[
            "invoice",
            "position",
            "product",
            "quantity",
            "price",
            "discount",
            "amount",
            "supply",
            "category",
            "rate",
            "starts",
            "ends",
            "original",
        ],
    )

    def __str__(self) -> str:
        return f"invoice line {self.pk}"
