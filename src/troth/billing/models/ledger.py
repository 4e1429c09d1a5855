"""The ledger: double entry, append-only, a row for each posting.

A transaction is a number of postings that sum to zero in each currency; PostgreSQL refuses another
one, and refuses to change any. An invoice owes what its postings to `receivable` sum to; a customer
has to their credit what theirs to `credit` do. No posting holds a name: with the account's key, it
loses all that led to somebody.
"""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.billing.models.invoice import Invoice
from troth.billing.models.payment import Payment
from troth.core.money import money
from troth.policy.declare import PersonalData, Record, Unfinished, until_emptied
from troth.policy.words import gettext_noop

LEDGER = Record(
    "ledger",
    gettext_noop("entries of the books, which hold amounts and no names"),
    word=gettext_noop("entry of the books"),
    keep='from = "creation"\nfor = "10 years"\nbasis = "legal-obligation"\nthen = "depersonalise"',
)


class Transaction(models.Model):
    """What happened in the books, at a moment: its postings sum to zero in each currency.

    `on` is the day that it counts for, a day of the provider's. `key` names what must happen once
    only, such as `late fee 17 3`.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice issued")
        CREDIT_NOTE = "credit note", _("Credit note issued")
        PAYMENT = "payment", _("Payment received")
        APPLIED = "applied", _("Balance used")
        REFUND = "refund", _("Payment paid back")
        WRITE_OFF = "write-off", _("Written off")
        LATE_FEE = "late fee", _("Late fee")
        CHARGEBACK = "chargeback", _("Payment taken back by the bank")
        CHARGEBACK_WON = "chargeback won", _("Payment given back by the bank")
        CORRECTION = "correction", _("Correction")
        UNCLAIMED = "unclaimed", _("Unclaimed balance")
        FORWARD = "brought forward", _("Balance brought forward")
        SET_ASIDE = "set aside", _("Set aside to be paid back")
        BANK = "bank", _("Interest or a charge of the bank")
        FEE = "fee", _("Fee of a payment provider")
        PAYOUT = "payout", _("Money of a payment provider, sent to our bank")

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="transactions",
        verbose_name=_("Number of the account"),
    )
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    at = models.DateTimeField(_("At"))
    on = models.DateField(_("Day"))
    key = models.CharField(_("Name"), max_length=120, null=True, blank=True, unique=True)
    depersonalised_at = models.DateTimeField(_("Cleared of personal data"), null=True, blank=True)

    privacy = PersonalData(
        record=LEDGER,
        called=_("Entries of the books"),
        subject="account",
        scope="billing",
        clocks={"creation": "at"},
        depersonalised="depersonalised_at",
        plain=["kind", "on", "key"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="transaction_at"),
            models.Index(fields=["on"], name="transaction_on"),
            models.Index(until_emptied("at"), name="transaction_left"),
        ]

    def __str__(self) -> str:
        return f"transaction {self.pk}"


def _to_their_credit(_at: datetime) -> Q:
    """The last posting of each balance of which something is left, that is not paid back anyway."""
    same = Posting.objects.filter(
        account=OuterRef("account"),
        currency=OuterRef("currency"),
        ledger=Posting.Ledger.CREDIT,
        part="",
    )
    left = same.order_by().values("account").annotate(sum=Sum("amount")).filter(sum__lt=0)
    last = ~Exists(same.filter(pk__gt=OuterRef("pk")))
    return Q(ledger=Posting.Ledger.CREDIT, part="") & Q(last) & Q(Exists(left))


def _balance(posting: "Posting") -> str:
    same = Posting.objects.filter(
        account=posting.account_id,
        currency=posting.currency,
        ledger=posting.ledger,
        part=posting.part,
    )
    left = -sum(same.values_list("amount", flat=True))
    return money(left, posting.currency)


class Posting(models.Model):
    """An amount that one ledger account takes, in minor units; debits positive, credits negative.

    `part` says more closely where: the method by which cash came, the country of a tax, what of a
    balance is set aside to be paid back, and what is on its way back. `invoice` is the open item
    that it is about, `payment` the money.
    """

    SET_ASIDE = "set aside"
    GOING_BACK = "going back"

    class Ledger(models.TextChoices):
        RECEIVABLE = "receivable", _("Receivable")
        CREDIT = "credit", _("Balances of customers")
        CASH = "cash", _("Cash")
        UNDERWAY = "underway", _("On its way from payment providers")
        REVENUE = "revenue", _("Revenue")
        TAX = "tax", _("Tax")
        LATE_FEES = "late fees", _("Late fees")
        UNCLAIMED = "unclaimed", _("Unclaimed balances")
        FEES = "fees", _("Fees of banks and payment providers")
        INTEREST = "interest", _("Interest")
        WRITE_OFFS = "write-offs", _("Write-offs")
        DISPUTED = "disputed", _("Disputed")

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("Number of the account"),
    )
    transaction = models.ForeignKey(
        Transaction,
        models.DO_NOTHING,
        related_name="postings",
        verbose_name=_("Number of the entry"),
    )
    invoice = models.ForeignKey(
        Invoice,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="postings",
        db_index=False,
        verbose_name=_("Number of the invoice"),
    )
    payment = models.ForeignKey(
        Payment,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="postings",
        db_index=False,
        verbose_name=_("Number of the payment"),
    )
    ledger = models.CharField(_("Account of the ledger"), max_length=20, choices=Ledger)
    part = models.CharField(_("Part"), max_length=40, blank=True)
    currency = models.CharField(_("Currency"), max_length=3)
    amount = models.BigIntegerField(_("Amount"))

    privacy = PersonalData(
        record=LEDGER,
        called=_("Postings"),
        unfinished=Unfinished(
            _(
                "Balances, which cannot be paid back once the account is gone. To have one paid"
                " back, write to us before"
            ),
            _to_their_credit,
            _balance,
        ),
        formats={"amount": "amount"},
        subject="account",
        scope="billing",
        plain=["transaction", "invoice", "payment", "ledger", "part", "currency", "amount"],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="posting_of_something"),
        ]
        indexes = [
            models.Index(fields=["account", "ledger"], name="posting_account_ledger"),
            models.Index(
                fields=["invoice"],
                condition=models.Q(invoice__isnull=False),
                include=["amount", "ledger"],
                name="posting_invoice",
            ),
            models.Index(
                fields=["payment"],
                condition=models.Q(payment__isnull=False),
                name="posting_payment",
            ),
        ]

    def __str__(self) -> str:
        return f"posting {self.pk}"
