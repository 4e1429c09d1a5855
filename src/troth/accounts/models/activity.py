"""The log of what was done in an account."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models.account import Account
from troth.accounts.models.person import Person
from troth.policy.declare import ADD, PersonalData, Record
from troth.policy.words import gettext_noop

ACTIVITY = Record(
    "activity",
    gettext_noop("the log of what was done in an account"),
    word=gettext_noop("activity"),
    keep='from = "creation"\nfor = "1 year"',
)


class Activity(models.Model):
    """One line of an account's log: what was done, when and by whom."""

    account = models.ForeignKey(
        Account, models.DO_NOTHING, related_name="activity", verbose_name=_("Number of the account")
    )
    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the person"),
    )
    at = models.DateTimeField(_("When"))
    what = models.CharField(_("What"), max_length=200)
    ip = models.GenericIPAddressField(_("Internet address"), null=True)

    privacy = PersonalData(
        record=ACTIVITY,
        called=_("What was done in your accounts"),
        staff_call_it=_("What was done in accounts"),
        subject="account",
        customers=ADD,
        scope="privacy",
        by="person",
        clocks={"creation": "at"},
        mentions={"person": ["ip"]},
        usage=["what"],
        device=["ip"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="activity_account_at"),
            models.Index(fields=["at"], name="activity_at"),
        ]
        verbose_name_plural = "activity"

    def __str__(self) -> str:
        return f"activity {self.pk}"
