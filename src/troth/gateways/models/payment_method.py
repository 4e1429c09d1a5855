"""What of a payment method a gateway keeps, and we know."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Person
from troth.policy.declare import PersonalData, Record
from troth.policy.words import gettext_noop

PAYMENT_METHOD = Record(
    "payment-method",
    gettext_noop("payment methods that a gateway keeps"),
    word=gettext_noop("payment method"),
)


class PaymentMethod(models.Model):
    """A payment method that a gateway keeps for a customer, who let it be kept.

    reference: the gateway's name for it; customer: its name for whose it is. label: how its owner
    knows it again, with nothing that pays. ends_on: the last day on which it can be used. Of those
    of an account that are not removed, one is the default, by which what falls due is taken. The
    gateway is told to forget what is removed: `forgotten_at` is when it has said that it did.
    proved_by: which check of bank accounts has handed it over, which is told as well, and `proof`
    its key to the account.
    """

    class Kind(models.TextChoices):
        CARD = "card", _("Card")
        BANK = "bank", _("Bank account")
        DEBIT = "debit", _("Direct debit")
        WALLET = "wallet", _("Wallet")

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        related_name="payment_methods",
        verbose_name=_("Number of the account"),
    )
    by = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the person who added it"),
    )
    gateway = models.CharField(_("Gateway"), max_length=40)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    reference = models.CharField(_("ID at the gateway"), max_length=200)
    customer = models.CharField(
        _("Name of the customer at the gateway"), max_length=200, blank=True
    )
    label = models.CharField(_("What it is"), max_length=80)
    ends_on = models.DateField(_("Can be used until"), null=True, blank=True)
    added_at = models.DateTimeField(_("Added"))
    default_since = models.DateTimeField(_("Used by default since"), null=True, blank=True)
    removed_at = models.DateTimeField(_("Removed"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("Forgotten by the gateway"), null=True, blank=True)
    end_told_at = models.DateTimeField(_("Told that it ends"), null=True, blank=True)
    proved_by = models.CharField(
        _("Who has checked the account"), max_length=40, blank=True, default="", db_default=""
    )
    proof = models.CharField(
        _("Name at who has checked it"), max_length=200, blank=True, default="", db_default=""
    )

    privacy = PersonalData(
        record=PAYMENT_METHOD,
        called=_("Payment methods"),
        formats={"kind": "word"},
        subject="account",
        scope="billing",
        clocks={"creation": "added_at"},
        mentions={"by": []},
        payment=["reference", "customer", "label", "ends_on", "proof"],
        plain=[
            *("gateway", "kind", "default_since", "removed_at", "forgotten_at", "end_told_at"),
            "proved_by",
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "reference"], name="one_way_to_pay"),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(default_since__isnull=False, removed_at__isnull=True),
                name="one_default_way_to_pay",
            ),
        ]
        indexes = [
            models.Index(fields=["added_at"], name="payment_method_added"),
            models.Index(
                fields=["ends_on"], condition=Q(removed_at__isnull=True), name="payment_method_ends"
            ),
            models.Index(fields=["account"], condition=~Q(proof=""), name="payment_method_checked"),
        ]

    def __str__(self) -> str:
        return f"payment method {self.pk}"
