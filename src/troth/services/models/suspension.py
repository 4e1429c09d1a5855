"""When a service was held back, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.policy.declare import PersonalData
from troth.services.models.service import SERVICE, Service


class Suspension(models.Model):
    """A time in which a service does not run, and why. `until` is empty while it goes on."""

    class Reason(models.TextChoices):
        OVERDUE = "overdue", _("An invoice is overdue")
        STAFF = "staff", _("Paused by us")
        ABUSE = "abuse", _("Abuse")

    account = models.ForeignKey(
        Account, models.DO_NOTHING, related_name="+", verbose_name=_("Number of the account")
    )
    service = models.ForeignKey(
        Service,
        models.DO_NOTHING,
        related_name="suspensions",
        verbose_name=_("Number of the service"),
    )
    reason = models.CharField(_("Reason"), max_length=10, choices=Reason)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    since = models.DateTimeField(_("From"))
    until = models.DateTimeField(_("Until"), null=True, blank=True)

    privacy = PersonalData(
        record=SERVICE,
        called=_("Suspensions"),
        subject="account",
        scope="services",
        staff_only=["note"],
        service=["note"],
        plain=["service", "reason", "since", "until"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "reason"],
                condition=models.Q(until__isnull=True),
                name="suspension_once",
            ),
        ]

    def __str__(self) -> str:
        return f"suspension {self.pk}"
