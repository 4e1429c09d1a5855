"""Dunning: the steps that staff have set, and which of them an invoice has come to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.billing.models.invoice import INVOICE, Invoice
from troth.policy.declare import NoPersonalData, PersonalData


class DunningStep(models.Model):
    """What is done so many days after an invoice is due, or before where `days` is negative.

    `fee` is in minor units of `currency`, for the action that charges one.
    """

    class Action(models.TextChoices):
        REMIND = "remind", _("Remind")
        RETRY = "retry", _("Charge again")
        FEE = "fee", _("Charge a late fee")
        SUSPEND = "suspend", _("Suspend services")
        END = "end", _("End services")

    days = models.SmallIntegerField(_("Days after the invoice is due"))
    action = models.CharField(_("Action"), max_length=10, choices=Action)
    fee = models.PositiveBigIntegerField(_("Fee"), default=0)
    currency = models.CharField(_("Currency"), max_length=3, blank=True)

    privacy = NoPersonalData("days", "action", "fee", "currency", customers=())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["days", "action", "currency"], name="dunning_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.days:+}"


class Reminder(models.Model):
    """A step of dunning that an invoice has come to, at most once."""

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the account"),
    )
    invoice = models.ForeignKey(
        Invoice,
        models.DO_NOTHING,
        related_name="reminders",
        verbose_name=_("Number of the invoice"),
    )
    days = models.SmallIntegerField(_("Days after the invoice was due"))
    action = models.CharField(_("Action"), max_length=10, choices=DunningStep.Action)
    at = models.DateTimeField(_("At"))

    privacy = PersonalData(
        record=INVOICE,
        called=_("Reminders"),
        subject="account",
        scope="billing",
        plain=["invoice", "days", "action", "at"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "action", "days"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"
