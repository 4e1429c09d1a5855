"""What gateways pay out to the bank, and of what each is made."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.policy.declare import NoPersonalData


class Payout(models.Model):
    """Money that a gateway sends to our bank, in minor units; see `gateway.Payout`.

    bank_line: none until the statement has it; the room above (`bank`) writes which line that is.
    lost_at: since when it is known that it does not arrive, so that it is at the gateway again.
    by_hand: whether it was ordered at the gateway, which says of none such what it is of.
    """

    gateway = models.CharField(_("Gateway"), max_length=40)
    reference = models.CharField(_("ID at the gateway"), max_length=200)
    arrives_on = models.DateField(_("Arrives"))
    amount = models.BigIntegerField(_("Amount"))
    currency = models.CharField(_("Currency"), max_length=3)
    descriptor = models.CharField(_("What the statement says"), max_length=140, blank=True)
    told_at = models.DateTimeField(_("Told"))
    bank_line = models.BigIntegerField(_("Line of a bank statement"), null=True, unique=True)
    lost_at = models.DateTimeField(_("Does not arrive, known since"), null=True, blank=True)
    by_hand = models.BooleanField(_("Ordered by hand"), default=False, db_default=False)

    privacy = NoPersonalData(
        *("gateway", "reference", "arrives_on", "amount", "currency", "descriptor", "told_at"),
        *("bank_line", "lost_at", "by_hand"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "reference"], name="one_payout"),
        ]

    def __str__(self) -> str:
        return f"payout {self.pk}"


class PayoutPart(models.Model):
    """What a payout has of one payment, refund, dispute or fee, in minor units.

    key: of the payment in our books, as `Payment.key` has it, whenever that gets there; blank for
    what is of none. fee is negative where the gateway keeps something. foreign: whether it is of
    another system that uses the same account.
    """

    payout = models.ForeignKey(
        Payout, models.DO_NOTHING, related_name="parts", verbose_name=_("Payout")
    )
    key = models.CharField(_("Key of the payment"), max_length=120, blank=True)
    amount = models.BigIntegerField(_("Amount"))
    fee = models.BigIntegerField(_("Fee"))
    foreign = models.BooleanField(_("Of another system"), default=False, db_default=False)

    privacy = NoPersonalData("payout", "key", "amount", "fee", "foreign")

    class Meta:
        indexes = [models.Index(fields=["key"], name="payout_part_key")]

    def __str__(self) -> str:
        return f"part {self.pk} of a payout"
