"""What is done every night for many at once, by its kind and day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.policy.declare import NoPersonalData


class NightRun(models.Model):
    """A run of a day. One that does much waits from `asked_at` until staff agree.

    `count` is of how many invoices, steps of dunning or charges that was asked, and the yes is to
    no more than these; who said it, the journal knows.
    """

    class Kind(models.TextChoices):
        BILL = "bill", _("Invoicing")
        DUN = "dun", _("Dunning")
        CHARGE = "charge", _("Charging")

    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    on = models.DateField(_("Day"))
    count = models.PositiveIntegerField(_("Of how many"), default=0)
    asked_at = models.DateTimeField(_("Asked"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("Agreed to"), null=True, blank=True)
    done_at = models.DateTimeField(_("Done"), null=True, blank=True)

    privacy = NoPersonalData(
        "kind", "on", "count", "asked_at", "agreed_at", "done_at", customers=()
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "on"], name="night_run_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.on}"
