"""The provider's own bank accounts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.policy.declare import NoPersonalData


class BankAccount(models.Model):
    """Where customers transfer money to. `iban` has no spaces (ISO 13616), nor has `bic`.

    Invoices name the open account of their currency (ISO 4217) that was chosen for it last; before
    any was, the one that was entered first.
    """

    holder = models.CharField(_("Holder"), max_length=70)
    iban = models.CharField(_("IBAN"), max_length=34, unique=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    currency = models.CharField(_("Currency"), max_length=3)
    chosen_at = models.DateTimeField(_("Named on invoices since"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Used no longer"), null=True, blank=True)

    privacy = NoPersonalData("holder", "iban", "bic", "currency", "chosen_at", "closed_at")

    def __str__(self) -> str:
        return f"bank account {self.pk}"


def account_for(currency: str) -> BankAccount | None:
    """The bank account that invoices in a currency name; None where there is none."""
    open = BankAccount.objects.filter(currency=currency, closed_at=None)
    return open.order_by(models.F("chosen_at").desc(nulls_last=True), "pk").first()
