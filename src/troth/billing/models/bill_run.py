"""Runs that invoice what is due, by their day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.policy.declare import NoPersonalData


class BillRun(models.Model):
    """The run of a day. One of many invoices waits from `asked_at` until staff agree.

    `invoices` is how many were due when it was asked, and the yes is to no more than these; who
    said it, the journal knows.
    """

    on = models.DateField(_("Day"), unique=True)
    invoices = models.PositiveIntegerField(_("Invoices"), default=0)
    asked_at = models.DateTimeField(_("Asked"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("Agreed to"), null=True, blank=True)
    done_at = models.DateTimeField(_("Done"), null=True, blank=True)

    privacy = NoPersonalData("on", "invoices", "asked_at", "agreed_at", "done_at", customers=())

    def __str__(self) -> str:
        return f"run of {self.on}"
