"""Rates of tax, checks of VAT numbers, signs of where consumers live, and who is exempt."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import ACCOUNT, Account
from troth.core.percent import WHOLE, of_hundred
from troth.policy.declare import NoPersonalData, PersonalData, Record
from troth.policy.words import gettext_noop
from troth.tax.exemption import Exemption

CERTIFICATE = Record(
    "certificate",
    gettext_noop("certificates by which a customer is exempt from tax"),
    word=gettext_noop("certificate of exemption"),
)


class Rate(models.Model):
    """A rate of tax in parts per million, from a day on, until the next of its place and kind.

    place: as `places.py` names it. kind: of supply, as in `table.py`; "standard" is the rate of
    every kind that has none of its own. source: where it was found, or that it was entered by hand.
    """

    place = models.CharField(_("Place"), max_length=20)
    kind = models.CharField(_("Kind of supply"), max_length=20)
    rate = models.PositiveIntegerField(_("Rate"))
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
            models.CheckConstraint(condition=models.Q(rate__lte=WHOLE), name="rate_below_all"),
        ]

    def __str__(self) -> str:
        return f"{of_hundred(self.rate)} % in {self.place}"


class VatCheck(models.Model):
    """That a tax authority was asked about an account's VAT number, and what it said.

    valid: null while it has not said, and where it never did. consultation_number: by which it can
    be shown that it was asked. An invoice that rests on this seals its own copy: see `checked.py`.
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        related_name="vat_checks",
        db_index=False,
        verbose_name=_("Number of the account"),
    )
    number = models.CharField(_("VAT number"), max_length=20)
    asked_at = models.DateTimeField(_("Asked"))
    answered_at = models.DateTimeField(_("Answered"), null=True)
    valid = models.BooleanField(_("Valid"), null=True)
    consultation_number = models.CharField(_("Consultation number"), max_length=40, blank=True)

    privacy = PersonalData(
        record=ACCOUNT,
        called=_("Checks of your VAT number"),
        staff_call_it=_("Checks of VAT numbers"),
        subject="account",
        scope="billing",
        company=["number", "consultation_number"],
        plain=["asked_at", "answered_at", "valid"],
    )

    class Meta:
        indexes = [models.Index(fields=["account", "-asked_at"], name="vat_check_latest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid__isnull=True) | models.Q(answered_at__isnull=False),
                name="vat_check_answered",
            ),
            models.UniqueConstraint(
                fields=["account", "number"],
                condition=models.Q(answered_at__isnull=True),
                name="one_vat_check_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.pk} of a VAT number"


class Sign(models.Model):
    """That something names a country as the one where a customer lives: the last of each kind.

    What it was is not kept: no address of a device, and no number of a bank account. The address
    and the telephone number of the account say it by themselves: see `signs.py`.
    """

    class Kind(models.TextChoices):
        IP = "ip", _("Where an order came from")
        BANK = "bank", _("The bank that a payment came from")
        OTHER = "other", _("What was entered at the desk")

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        related_name="signs",
        db_index=False,
        verbose_name=_("Number of the account"),
    )
    kind = models.CharField(_("Sign"), max_length=10, choices=Kind)
    country = models.CharField(_("Country"), max_length=2)
    seen_at = models.DateTimeField(_("Seen"))

    privacy = PersonalData(
        record=ACCOUNT,
        called=_("Signs of where you live"),
        staff_call_it=_("Signs of where customers live"),
        formats={"country": "country"},
        subject="account",
        scope="billing",
        plain=["kind", "country", "seen_at"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "kind"], name="one_sign_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"sign {self.pk}"


class Certificate(models.Model):
    """By what a customer is exempt from the tax of a place, from its first day through its last.

    place: whose tax, a country or a region by ISO 3166. law: the provision, for the invoice. An
    invoice that rests on it seals its own copy, so that this one goes with its account.
    """

    class Kind(models.TextChoices):
        CHARITY = "charity", _("Charity or public body")
        DIPLOMAT = "diplomat", _("Diplomat")
        EMBASSY = "embassy", _("Embassy or consulate")
        RESALE = "resale", _("Resale")

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        related_name="certificates",
        db_index=False,
        verbose_name=_("Number of the account"),
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    place = models.CharField(_("Place"), max_length=6)
    number = models.CharField(_("Number of the certificate"), max_length=40)
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"))
    law = models.CharField(_("Legal ground"), max_length=60)
    entered_at = models.DateTimeField(_("Entered"))

    privacy = PersonalData(
        record=CERTIFICATE,
        called=_("Certificates of exemption from tax"),
        subject="account",
        scope="billing",
        clocks={"creation": "entered_at"},
        billing=["number"],
        plain=["kind", "place", "valid_from", "valid_until", "law"],
    )

    class Meta:
        indexes = [
            models.Index(fields=["entered_at"], name="certificate_entered"),
            models.Index(fields=["valid_until"], name="certificate_ends"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "place", "number", "valid_from"], name="one_certificate_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")),
                name="certificate_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"certificate {self.pk}"

    @property
    def exemption(self) -> Exemption:
        """As `decide` takes it."""
        days = (self.valid_from, self.valid_until)
        return Exemption(self.kind, self.place, self.number, *days, self.law)  # type: ignore[arg-type]  # one of its choices


class LocalTax(models.Model):
    """That a tax engine was asked for the rates of where an account lives, and what it said.

    lines: of each kind of supply what it comes to, in minor units of `currency`, or null. digest:
    of the question, so that the same is asked once. parts: of each line the jurisdictions, each
    with its rate in parts per million; null while nobody has said, and where nobody ever will.
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        related_name="local_taxes",
        db_index=False,
        verbose_name=_("Number of the account"),
    )
    day = models.DateField(_("Supplied"))
    currency = models.CharField(_("Currency"), max_length=3)
    lines = models.JSONField(_("What was supplied"))
    digest = models.CharField(_("Fingerprint of the question"), max_length=64)
    asked_at = models.DateTimeField(_("Asked"))
    answered_at = models.DateTimeField(_("Answered"), null=True)
    parts = models.JSONField(_("Tax by jurisdiction"), null=True)

    privacy = PersonalData(
        record=ACCOUNT,
        called=_("Questions about the tax of where you live"),
        staff_call_it=_("Questions about the tax of where customers live"),
        subject="account",
        scope="billing",
        contact=["digest", "parts"],
        plain=["day", "currency", "lines", "asked_at", "answered_at"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "digest"], name="one_local_tax_asked_once"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} to a tax engine"


class ExchangeRate(models.Model):
    """How much of a currency (ISO 4217) one euro was on a day, by the European Central Bank."""

    currency = models.CharField(_("Currency"), max_length=3)
    day = models.DateField(_("Day"))
    rate = models.DecimalField(_("Exchange rate"), max_digits=18, decimal_places=8)

    privacy = NoPersonalData("currency", "day", "rate")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "currency"], name="one_exchange_rate_a_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="exchange_rate_of_worth"),
        ]

    def __str__(self) -> str:
        return f"{self.rate} {self.currency} on {self.day}"
