"""Rates of tax."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.policy.declare import NoPersonalData


class Rate(models.Model):
    """A rate of tax in basis points, from a day on, until the next of its place and kind.

    place: as `places.py` names it. kind: of supply, as in `table.py`; "standard" is the rate of
    every kind that has none of its own. source: where it was found, or that it was entered by hand.
    """

    place = models.CharField(_("Place"), max_length=20)
    kind = models.CharField(_("Kind of supply"), max_length=20)
    rate = models.PositiveSmallIntegerField(_("Rate"))
    valid_from = models.DateField(_("Valid from"))
    source = models.CharField(_("Source"), max_length=80)

    privacy = NoPersonalData("place", "kind", "rate", "valid_from", "source")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind", "valid_from"], name="one_rate_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["electronic", "standard", "goods"]),
                name="rate_of_a_known_kind",
            ),
            models.CheckConstraint(condition=models.Q(rate__lte=10_000), name="rate_below_all"),
        ]

    def __str__(self) -> str:
        return f"{self.rate / 100:g} % in {self.place}"
