"""What does not add up in an account, and holds its data until it does."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import ACCOUNT, Account
from troth.billing.models.payment import Payment
from troth.erasure.models import Hold
from troth.policy.declare import PersonalData


class Irregularity(models.Model):
    """A dispute, a mismatch or money that nobody can explain, until staff have resolved it.

    While it is open, `hold` keeps the account's contact and billing data. `payment` is what it is
    about; of a dispute, the one by which the bank took the money back. `bank_line` is the number of
    the line of a statement that it is about, of which there is one at most.
    """

    class Kind(models.TextChoices):
        DISPUTE = "dispute", _("A payment is disputed")
        MISMATCH = "mismatch", _("An amount does not match")
        UNEXPLAINED = "unexplained", _("Unexplained money")

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        related_name="irregularities",
        verbose_name=_("Number of the account"),
    )
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    hold = models.OneToOneField(
        Hold,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the hold"),
    )
    payment = models.ForeignKey(
        Payment,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="irregularities",
        verbose_name=_("Number of the payment"),
    )
    bank_line = models.PositiveBigIntegerField(
        _("Number of the line of the bank"), null=True, blank=True, unique=True
    )
    found_at = models.DateTimeField(_("Found"))
    resolved_at = models.DateTimeField(_("Resolved"), null=True, blank=True)

    privacy = PersonalData(
        record=ACCOUNT,
        called=_("Irregularities"),
        subject="account",
        staff_only=["note"],
        billing=["note"],
        plain=["kind", "hold", "payment", "bank_line", "found_at", "resolved_at"],
    )

    def __str__(self) -> str:
        return f"irregularity {self.pk}"
