"""Money received from customers, and paid back to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.policy.declare import PersonalData, Record, until_emptied
from troth.policy.words import gettext_noop

PAYMENT = Record(
    "payment",
    gettext_noop("payments received"),
    word=gettext_noop("payment"),
    keep='from = "creation"\nfor = "10 years"\nbasis = "legal-obligation"\nthen = "depersonalise"',
)


class Payment(models.Model):
    """Money received from a customer. `amount` is in minor units of `currency` (ISO 4217).

    What it pays for, the ledger says. Money paid back is a payment of its own with a negative
    amount, which names the one that it pays back. `key` names a payment wherever it came from, such
    as `bank 17`, so that none is taken in twice. `sent_at` is when money that is paid back was
    sent; a transfer without it waits to be made, by `send_by` at the latest where the law says so.
    One that was entered by mistake is `taken_back_at`, before it is sent: it never was.
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="payments",
        verbose_name=_("Number of the account"),
    )
    received_at = models.DateTimeField(_("Received"))
    currency = models.CharField(_("Currency"), max_length=3)
    amount = models.BigIntegerField(_("Amount"))
    method = models.CharField(_("Method"), max_length=40)
    payer = models.CharField(_("Payer"), max_length=200, blank=True)
    reference = models.CharField(_("Reference"), max_length=140, blank=True)
    key = models.CharField(_("Origin"), max_length=120, null=True, blank=True, unique=True)
    refunds = models.ForeignKey(
        "self",
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="refunded",
        verbose_name=_("Number of the payment that it pays back"),
    )
    sent_at = models.DateTimeField(_("Sent"), null=True, blank=True)
    send_by = models.DateField(_("To be sent by"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("Taken back"), null=True, blank=True)
    depersonalised_at = models.DateTimeField(_("Cleared of personal data"), null=True, blank=True)

    privacy = PersonalData(
        record=PAYMENT,
        called=_("Payments"),
        formats={"amount": "amount"},
        subject="account",
        scope="billing",
        clocks={"creation": "received_at"},
        depersonalised="depersonalised_at",
        payment=["payer", "reference"],
        plain=[
            "currency",
            "amount",
            "method",
            "key",
            "refunds",
            "sent_at",
            "send_by",
            "taken_back_at",
        ],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(refunds__isnull=True) | models.Q(amount__lt=0),
                name="payment_refund_is_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None) | models.Q(amount__lt=0, sent_at=None),
                name="payment_is_taken_back_before_it_is_sent",
            ),
        ]
        indexes = [
            models.Index(fields=["received_at"], name="payment_received_ever"),
            models.Index(until_emptied("received_at"), name="payment_received_left"),
            models.Index(
                fields=["received_at"],
                condition=models.Q(amount__lt=0, sent_at=None),
                name="payment_waits_to_be_sent",
            ),
            models.Index(fields=["amount"], name="payment_amount"),
            models.Index(fields=["reference"], name="payment_reference"),
        ]

    def __str__(self) -> str:
        return f"payment {self.pk}"

    @property
    def called(self) -> str:
        """What pages call it."""
        words = _("Payment %(number)s") if self.amount > 0 else _("Refund %(number)s")
        return str(words) % {"number": self.pk}
