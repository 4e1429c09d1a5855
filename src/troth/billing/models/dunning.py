"""Dunning: the steps that staff have set, and which of them an invoice has come to."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import ACCOUNT, Account
from troth.billing.models.invoice import INVOICE, Invoice
from troth.policy.declare import NoPersonalData, PersonalData


class DunningStep(models.Model):
    """What is done so many days after an invoice is due, or before where `days` is negative.

    `fee` is in minor units of `currency`, for the action that charges one.
    """

    class Action(models.TextChoices):
        REMIND = "remind", _("Remind")
        RETRY = "retry", _("Charge the stored payment method")
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


class DunningRests(models.QuerySet["DunningRest"]):
    """What has dunning rest."""

    def resting(self, on: date) -> "DunningRests":
        """Those that hold on a day."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=on), ended_at=None)


class DunningRest(models.Model):
    """That dunning rests for an account, or for one invoice of it, and why.

    It does until a day, where it has one, or until `ended_at`.
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        related_name="dunning_rests",
        verbose_name=_("Number of the account"),
    )
    invoice = models.ForeignKey(
        Invoice,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Number of the invoice"),
    )
    since = models.DateTimeField(_("Since"))
    until = models.DateField(_("Until"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=300)
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True)

    objects = DunningRests.as_manager()

    privacy = PersonalData(
        record=ACCOUNT,
        called=_("Dunning that rests"),
        subject="account",
        staff_only=["reason"],
        billing=["reason"],
        plain=["invoice", "since", "until", "ended_at"],
    )

    def __str__(self) -> str:
        return f"rest of dunning {self.pk}"


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
