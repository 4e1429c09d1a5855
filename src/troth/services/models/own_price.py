"""A price that was agreed with a customer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.core.percent import WHOLE
from troth.policy.declare import PersonalData
from troth.services.models.service import SERVICE, Service


class OwnPrice(models.Model):
    """A price that was agreed with the customer of one service, and why, net of tax.

    Either `amount`, for one of its quantity with its options, in minor units of `currency`; or
    `percent` off what it costs otherwise, in parts per million. It holds for periods that begin
    from `starts` on, until before `until`, if it has an end, in place of a discount of the term. Of
    several the one that was agreed last holds; see `own_price.py`. `end_told_at`: when the customer
    was told of that end.
    """

    account = models.ForeignKey(
        Account, models.DO_NOTHING, related_name="+", verbose_name=_("Number of the account")
    )
    service = models.ForeignKey(
        Service,
        models.DO_NOTHING,
        related_name="own_prices",
        verbose_name=_("Number of the service"),
    )
    amount = models.BigIntegerField(_("Price of one"), null=True, blank=True)
    percent = models.PositiveIntegerField(_("Percent off"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3)
    because = models.CharField(_("Why"), max_length=300, blank=True)
    starts = models.DateField(_("From"))
    until = models.DateField(_("Until"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("Agreed"))
    end_told_at = models.DateTimeField(_("Told of its end"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("Taken back"), null=True, blank=True)

    privacy = PersonalData(
        record=SERVICE,
        called=_("Special prices of services"),
        formats={"amount": "amount", "percent": "percent"},
        subject="account",
        scope="services",
        service=["because"],
        plain=[
            "service",
            "amount",
            "percent",
            "currency",
            "starts",
            "until",
            "agreed_at",
            "end_told_at",
            "taken_back_at",
        ],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True, amount__gte=0)
                | models.Q(amount__isnull=True, percent__gt=0, percent__lte=WHOLE),
                name="own_price_is_an_amount_or_percent_off",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("starts")),
                name="own_price_starts_before_it_ends",
            ),
        ]
        indexes = [
            models.Index(
                fields=["until"],
                condition=models.Q(
                    until__isnull=False, end_told_at__isnull=True, taken_back_at__isnull=True
                ),
                name="own_price_end_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return f"own price {self.pk}"
