"""Services that customers have ordered."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.policy.declare import PersonalData, Record, Unfinished
from troth.policy.words import gettext_noop

SERVICE = Record(
    "service",
    gettext_noop("services ordered, and how they are set up"),
    word=gettext_noop("service"),
)


def _running(at: datetime) -> models.Q:
    return models.Q(ended_at=None) | models.Q(ended_at__gt=at)


def _words(service: "Service") -> str:
    return f"{service.label} ({service.product})" if service.label else service.product


class Service(models.Model):
    """A service of an account: active from its start until its end, if it has one."""

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        related_name="services",
        db_index=False,
        verbose_name=_("Number of the account"),
    )
    product = models.CharField(_("Product"), max_length=120)
    label = models.CharField(_("Name"), max_length=253, blank=True)
    started_at = models.DateTimeField(_("Started"))
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("Deleted"), null=True, blank=True)
    kept_since = models.DateTimeField(null=True, blank=True)
    kept_by = models.CharField(max_length=80, blank=True, db_default="")

    privacy = PersonalData(
        record=SERVICE,
        called=_("Services"),
        subject="account",
        scope="services",
        clocks={"creation": "started_at", "cancellation": "ended_at", "deletion": "deleted_at"},
        activity=("started_at", "ended_at"),
        unfinished=Unfinished(
            _("Services that still run, and end with the account"), _running, _words
        ),
        kept=("kept_since", "kept_by"),
        service=["product", "label"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["account", "started_at"], name="service_account_started"),
            models.Index(fields=["account", "ended_at"], name="service_account_ended"),
            models.Index(fields=["started_at"], name="service_started"),
            models.Index(
                fields=["ended_at"],
                condition=models.Q(ended_at__isnull=False),
                name="service_ended",
            ),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="service_deleted",
            ),
            models.Index(
                fields=["kept_since"],
                condition=models.Q(kept_since__isnull=False),
                name="service_kept_since",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deleted_at__isnull=True) | models.Q(ended_at__isnull=False),
                name="service_ended_before_deleted",
            ),
        ]

    def __str__(self) -> str:
        return f"service {self.pk}"
