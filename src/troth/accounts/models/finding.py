"""What was found about people in public sources."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models.person import PERSON, Person
from troth.policy.declare import PersonalData


class Finding(models.Model):
    """What staff found about a person where anybody can read it; where that was, and when.

    rule: of the policy, by which it is used, such as `collect.open-sources`.
    """

    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        related_name="findings",
        verbose_name=_("Number of the person"),
    )
    rule = models.CharField(_("Rule of the policy"), max_length=80)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    company = models.CharField(_("Company"), max_length=200, blank=True)
    source = models.CharField(_("Found at"), max_length=300)
    found_on = models.DateField(_("Found on"))

    privacy = PersonalData(
        record=PERSON,
        called=_("What we found about you in public sources"),
        staff_call_it=_("What was found in public sources"),
        formats={"phone": "phone"},
        subject="person",
        addressed={"email": ["person"]},
        identity=["name", "source"],
        contact=["email", "phone"],
        company=["company"],
        plain=["rule", "found_on"],
    )

    def __str__(self) -> str:
        return f"finding {self.pk}"
