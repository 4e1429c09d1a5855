"""What is owed for a service, before an invoice says so."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.billing.models import InvoiceLine
from troth.catalog.copied import Copied
from troth.catalog.models import Product
from troth.policy.declare import PersonalData
from troth.services.models.service import SERVICE, Service


class Charge(Copied, models.Model):
    """What is charged to an account, or given back where `amount` is negative: one line to be.

    It waits until an invoice takes it up, and then names its line. Of a service it is a period,
    from `starts` until `ends`, the first day after; the same period is charged for one reason once.
    `amount` is `quantity` times `price` less `discount`, in minor units of `currency`, net of tax.
    One that gives back names the charge whose last days it takes back, which is done once.
    `product` is as in `Service`, `description` in the language of who pays.
    """

    class Reason(models.TextChoices):
        PERIOD = "period", _("A period")
        SETUP = "set-up", _("Set-up")
        CHANGE = "change", _("A change")
        CREDIT = "credit", _("Unused days")
        OTHER = "other", _("Something else")

    account = models.ForeignKey(
        Account, models.DO_NOTHING, related_name="charges", verbose_name=_("Number of the account")
    )
    service = models.ForeignKey(
        Service,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="charges",
        verbose_name=_("Number of the service"),
    )
    reason = models.CharField(_("Reason"), max_length=10, choices=Reason)
    starts = models.DateField(_("From"), null=True, blank=True)
    ends = models.DateField(_("Until"), null=True, blank=True)
    product = models.CharField(_("Product"), max_length=120, blank=True)
    description = models.CharField(_("Description"), max_length=300)
    supply = models.CharField(_("Kind of supply"), max_length=20)
    quantity = models.PositiveIntegerField(_("Quantity"), default=1)
    currency = models.CharField(_("Currency"), max_length=3)
    price = models.BigIntegerField(_("Price"))
    discount = models.BigIntegerField(_("Discount"), default=0)
    amount = models.BigIntegerField(_("Amount"))
    made_at = models.DateTimeField(_("Created"))
    line = models.OneToOneField(
        InvoiceLine,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Number of the line of an invoice"),
    )
    takes_back = models.OneToOneField(
        "self",
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="taken_back_by",
        verbose_name=_("Number of the charge that it takes back"),
    )

    privacy = PersonalData(
        record=SERVICE,
        called=_("Charges"),
        formats={
            "price": "amount",
            "discount": "amount",
            "amount": "amount",
            "supply": "supply",
        },
        subject="account",
        scope="services",
        service=["product", "description"],
        plain=[
            "service",
            "reason",
            "starts",
            "ends",
            "supply",
            "quantity",
            "currency",
            "price",
            "discount",
            "amount",
            "made_at",
            "line",
            "takes_back",
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "reason", "starts"],
                condition=models.Q(reason__in=("period", "set-up")),
                name="charge_of_a_period_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    amount=models.F("quantity") * models.F("price") - models.F("discount")
                ),
                name="charge_adds_up",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account"], condition=models.Q(line__isnull=True), name="charge_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"charge {self.pk}"

    @property
    def offer(self) -> Product | None:
        """The product of its service."""
        return self.service.offer if self.service else None
