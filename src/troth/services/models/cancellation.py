"""The end of a service that its customer or the provider wants."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Person
from troth.policy.declare import PersonalData
from troth.services.models.service import SERVICE, Service


class Cancellation(models.Model):
    """That a service is cancelled as of a day, the first on which it is there no longer.

    `because` is what the customer said of why, if anything. It stands until it is taken back. That
    unpaid invoices end a service stands beside what its customer said; the earlier one holds.
    A withdrawal has its `statement`, and what is due back by a day, in minor units of the currency
    of the service, until it is paid back.
    """

    class Kind(models.TextChoices):
        CANCELLED = "cancelled", _("Cancelled")
        WITHDRAWN = "withdrawn", _("Withdrawn from the contract")
        UNPAID = "unpaid", _("Ended as invoices were not paid")

    account = models.ForeignKey(
        Account, models.DO_NOTHING, related_name="+", verbose_name=_("Number of the account")
    )
    service = models.ForeignKey(
        Service,
        models.DO_NOTHING,
        related_name="cancellations",
        verbose_name=_("Number of the service"),
    )
    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Number of who cancelled it"),
    )
    asked_at = models.DateTimeField(_("Cancelled"))
    effective_on = models.DateField(_("As of"))
    because = models.TextField(_("Why"), blank=True)
    taken_back_at = models.DateTimeField(_("Taken back"), null=True, blank=True)
    kind = models.CharField(
        _("Kind"), max_length=10, choices=Kind, default=Kind.CANCELLED, db_default=Kind.CANCELLED
    )
    statement = models.TextField(_("Statement of the withdrawal"), blank=True, db_default="")
    refund = models.BigIntegerField(_("To be paid back"), default=0, db_default=0)
    refund_by = models.DateField(_("To be paid back by"), null=True, blank=True)
    refunded_at = models.DateTimeField(_("Paid back"), null=True, blank=True)

    privacy = PersonalData(
        record=SERVICE,
        called=_("Cancellations"),
        subject="account",
        scope="services",
        mentions={"person": []},
        formats={"refund": "amount"},
        content=["because", "statement"],
        plain=[
            "service",
            "person",
            "asked_at",
            "effective_on",
            "taken_back_at",
            "kind",
            "refund",
            "refund_by",
            "refunded_at",
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service"],
                condition=models.Q(taken_back_at__isnull=True) & ~models.Q(kind="unpaid"),
                name="cancellation_once",
            ),
            models.UniqueConstraint(
                fields=["service"],
                condition=models.Q(taken_back_at__isnull=True, kind="unpaid"),
                name="cancellation_once_as_unpaid",
            ),
        ]
        indexes = [
            models.Index(
                fields=["effective_on"],
                condition=models.Q(taken_back_at__isnull=True),
                name="cancellation_due",
            ),
            models.Index(
                fields=["refund_by"],
                condition=models.Q(refund__gt=0, refunded_at__isnull=True),
                name="withdrawal_to_pay_back",
            ),
        ]

    def __str__(self) -> str:
        return f"cancellation {self.pk}"
