"""The rows from which numbers of documents are taken, without a gap."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.policy.declare import NoPersonalData


class Series(models.Model):
    """Of one kind of document in one year the number that was taken last.

    Whoever numbers a document locks this row and takes the next number in the transaction that
    issues it, so that none is missing and none is there twice (Directive 2006/112/EC Art. 226(2)).
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoices")
        CREDIT_NOTE = "credit note", _("Credit notes")
        ORDER = "order", _("Orders")
        QUOTE = "quote", _("Quotes")

    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField(_("Year"))
    last = models.PositiveBigIntegerField(_("Last number"), default=0)

    privacy = NoPersonalData("kind", "year", "last", customers=())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"
