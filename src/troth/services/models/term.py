"""What is agreed for a service, and from when on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.catalog.copied import CopiedOptions
from troth.catalog.models import Product
from troth.policy.declare import PersonalData
from troth.services.models.service import SERVICE, Service


class Term(CopiedOptions, models.Model):
    """What is agreed for a service from one day until another: the first day after, if it has one.

    `price` is for one period of `months`, for all of the `quantity`, in minor units of `currency`
    (ISO 4217), net of tax and of `discount`, which is taken off as long as `discounts` says: that
    many periods, or every one where it is empty. `priced_on` is the day of the price where that was
    agreed before the term began, as of a service that goes on elsewhere, or again.

    `options` are the words of what was chosen, in the provider's language, `choices` says how many
    of each choice by its key; what was agreed before these were kept has the words alone.
    """

    account = models.ForeignKey(
        Account, models.DO_NOTHING, related_name="+", verbose_name=_("Number of the account")
    )
    service = models.ForeignKey(
        Service, models.DO_NOTHING, related_name="terms", verbose_name=_("Number of the service")
    )
    offer = models.ForeignKey(
        Product,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Number of the product"),
    )
    product = models.CharField(_("Product"), max_length=120)
    options = models.TextField(_("Options"), blank=True)
    choices = models.JSONField(_("Numbers of the options"), default=dict, db_default={}, blank=True)
    supply = models.CharField(_("Kind of supply"), max_length=20)
    quantity = models.PositiveIntegerField(_("Quantity"), default=1)
    months = models.PositiveSmallIntegerField(_("Months of a period"))
    currency = models.CharField(_("Currency"), max_length=3)
    price = models.BigIntegerField(_("Price"))
    discount = models.BigIntegerField(_("Discount"), default=0)
    discounts = models.PositiveSmallIntegerField(
        _("Periods with a discount"), null=True, blank=True
    )
    starts = models.DateField(_("From"))
    until = models.DateField(_("Until"), null=True, blank=True)
    priced_on = models.DateField(_("Price of"), null=True, blank=True)

    privacy = PersonalData(
        record=SERVICE,
        called=_("Terms of services"),
        formats={"price": "amount", "discount": "amount", "supply": "supply"},
        subject="account",
        scope="services",
        service=["product", "options"],
        plain=[
            "service",
            "offer",
            "choices",
            "supply",
            "quantity",
            "months",
            "currency",
            "price",
            "discount",
            "discounts",
            "starts",
            "until",
            "priced_on",
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service"],
                condition=models.Q(until__isnull=True),
                name="term_in_force_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("starts")),
                name="term_starts_before_it_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(price__gte=models.F("discount"), discount__gte=0),
                name="term_costs_something_or_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"term {self.pk}"
