"""Sign-ins, and attempts at them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models.person import Person
from troth.policy.declare import ADD, PersonalData, Record
from troth.policy.words import gettext_noop

SIGNIN = Record(
    "signin",
    gettext_noop("sign-ins and attempted sign-ins"),
    word=gettext_noop("sign-in"),
    keep='from = "creation"\nfor = "1 year"',
)


class Signin(models.Model):
    """A sign-in, or an attempt at one. An attempt with an unknown address is not recorded."""

    person = models.ForeignKey(
        Person, models.DO_NOTHING, related_name="signins", verbose_name=_("Number of the person")
    )
    at = models.DateTimeField(_("When"))
    succeeded = models.BooleanField(_("Succeeded"))
    ip = models.GenericIPAddressField(_("Internet address"), null=True)
    user_agent = models.CharField(_("Browser"), max_length=300, blank=True)
    deleted_at = models.DateTimeField(_("Deleted"), null=True, blank=True)
    kept_since = models.DateTimeField(null=True, blank=True)
    kept_by = models.CharField(max_length=80, blank=True, db_default="")

    privacy = PersonalData(
        record=SIGNIN,
        called=_("Sign-ins"),
        formats={"user_agent": "device"},
        subject="person",
        customers=ADD,
        clocks={"creation": "at", "deletion": "deleted_at"},
        kept=("kept_since", "kept_by"),
        device=["ip", "user_agent"],
        usage=["at", "succeeded"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"], name="signin_person_at"),
            models.Index(fields=["at"], name="signin_at"),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="signin_deleted",
            ),
            models.Index(
                fields=["kept_since"],
                condition=models.Q(kept_since__isnull=False),
                name="signin_kept_since",
            ),
        ]
        verbose_name = "sign-in"

    def __str__(self) -> str:
        return f"sign-in {self.pk}"
