"""What people tell of their own accord."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models.person import PERSON, Person
from troth.policy.declare import ALL, PersonalData


class Preferences(models.Model):
    """What a person tells of their own accord, in their own words; all of it may be empty."""

    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        related_name="preferences",
        verbose_name=_("Number of the person"),
    )
    demographics = models.TextField(_("About yourself"), blank=True)
    product_usage = models.TextField(_("How you use our products"), blank=True)
    interest = models.TextField(_("What interests you"), blank=True)
    told_at = models.DateTimeField(_("Told"))

    privacy = PersonalData(
        record=PERSON,
        called=_("What you chose to tell us"),
        staff_call_it=_("What customers chose to tell us"),
        subject="person",
        customers=ALL,
        demographic=["demographics"],
        usage=["product_usage"],
        preference=["interest"],
        plain=["told_at"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], name="one_row_of_preferences"),
        ]
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"preferences {self.pk}"
