"""Direct debits: what customers have signed, what is collected by it, and files for the bank."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Person
from troth.billing.models import INVOICE, BankAccount, Invoice
from troth.gateways.models import PAYMENT_METHOD, PaymentAttempt, PaymentMethod
from troth.policy.declare import NoPersonalData, PersonalData


class Mandate(models.Model):
    """That a customer lets us collect from a bank account (EPC016-06, the SDD Core Rulebook).

    It is the part of a payment method that no gateway keeps, but we: `method` says whether it still
    holds, and until when. reference: ours, up to 35 signs, never used twice. notice: how many days
    before a collection the customer is told of it at least, as was agreed. wording: what was read
    and signed, in the language of who signed. used_on: the day of the last collection.
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        related_name="mandates",
        verbose_name=_("Number of the account"),
    )
    by = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the person who signed it"),
    )
    method = models.OneToOneField(
        PaymentMethod,
        models.DO_NOTHING,
        related_name="mandate",
        verbose_name=_("Number of the payment method"),
    )
    reference = models.CharField(_("Reference of the mandate"), max_length=35, unique=True)
    creditor = models.CharField(_("Creditor identifier"), max_length=35)
    holder = models.CharField(_("Holder"), max_length=70)
    iban = models.CharField(_("IBAN"), max_length=34)
    notice = models.PositiveSmallIntegerField(_("Days of notice"))
    wording = models.TextField(_("What was signed"))
    signed_at = models.DateTimeField(_("Signed"))
    used_on = models.DateField(_("Last collection"), null=True, blank=True)

    privacy = PersonalData(
        record=PAYMENT_METHOD,
        called=_("Mandates for direct debits"),
        subject="account",
        scope="billing",
        clocks={"creation": "signed_at"},
        mentions={"by": []},
        payment=["holder", "iban"],
        plain=[
            *("method", "reference", "creditor", "notice", "wording", "signed_at", "used_on"),
        ],
    )

    class Meta:
        indexes = [models.Index(fields=["signed_at"], name="mandate_signed")]

    def __str__(self) -> str:
        return f"mandate {self.pk}"


class CollectionFile(models.Model):
    """A file of collections for one day, which the bank gets once; it is made anew from its rows.

    name: by which the bank tells of it (message and payment information of pain.008).
    """

    bank_account = models.ForeignKey(
        BankAccount,
        models.DO_NOTHING,
        related_name="collection_files",
        verbose_name=_("Bank account"),
    )
    name = models.CharField(_("Name of the file"), max_length=35, unique=True)
    format = models.CharField(_("Format"), max_length=20)
    collect_on = models.DateField(_("Day of collection"))
    made_at = models.DateTimeField(_("Created"))

    privacy = NoPersonalData("bank_account", "name", "format", "collect_on", "made_at")

    def __str__(self) -> str:
        return f"file of collections {self.pk}"


class Collection(models.Model):
    """A direct debit: how much of an invoice is collected when, and in which file it went.

    It is kept as its invoice is, so that the bank's word on it is understood when the customer has
    been erased. key: the end-to-end reference, by which the bank tells of it, and the key of the
    attempt to pay. amount: in cents, as the file has it. It is open until `ended_at`: till it is
    paid, sent back, or not collected after all.
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="collections",
        verbose_name=_("Number of the account"),
    )
    attempt = models.OneToOneField(
        PaymentAttempt,
        models.DO_NOTHING,
        null=True,
        related_name="collection",
        verbose_name=_("Number of the attempt to pay"),
    )
    invoice = models.ForeignKey(
        Invoice,
        models.DO_NOTHING,
        related_name="collections",
        verbose_name=_("Number of the invoice"),
    )
    mandate = models.ForeignKey(
        Mandate,
        models.DO_NOTHING,
        null=True,
        related_name="collections",
        verbose_name=_("Number of the mandate"),
    )
    file = models.ForeignKey(
        CollectionFile,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="collections",
        verbose_name=_("File for the bank"),
    )
    key = models.CharField(_("End-to-end reference"), max_length=35, unique=True)
    amount = models.BigIntegerField(_("Amount"))
    collect_on = models.DateField(_("Day of collection"))
    announced_at = models.DateTimeField(_("Announced"))
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True)

    privacy = PersonalData(
        record=INVOICE,
        called=_("Direct debits"),
        formats={"amount": "amount"},
        subject="account",
        scope="billing",
        plain=[
            *("attempt", "invoice", "mandate", "file", "key", "amount", "collect_on"),
            *("announced_at", "ended_at"),
        ],
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["collect_on"],
                condition=Q(file__isnull=True, ended_at__isnull=True),
                name="collection_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"collection {self.pk}"
