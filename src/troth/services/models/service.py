"""What a customer has."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.catalog.copied import Copied
from troth.catalog.models import Product
from troth.policy.declare import PersonalData, Record, Unfinished
from troth.policy.words import gettext_noop

SERVICE = Record(
    "service",
    gettext_noop("services ordered, and how they are set up"),
    word=gettext_noop("service"),
)


def _running(at: datetime) -> models.Q:
    return models.Q(ended_at=None) | models.Q(ended_at__gt=at)


def _words(service: "Service") -> str:
    return f"{service.label} ({service.said})" if service.label else service.said


class Service(Copied, models.Model):
    """A service of an account: active from its start until its end, if it has one.

    `started_at` is when it was ordered, `activated_at` when it was set up. `product` is what it is
    called in the provider's language, `offer` the product of the catalogue. `charged_through` is
    the first day that has not been charged yet; a service without it is not renewed. `anchor` is
    the day of the month on which its periods begin, where the month has it.

    `withdraw_until` is the last day on which a consumer may withdraw from the contract,
    `begin_words` how they asked for its beginning before that. `delivery_ends_right`: they agreed
    to lose the right once it is set up. `promotion` is the code of one that it was opened with.
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        related_name="services",
        db_index=False,
        verbose_name=_("Number of the account"),
    )
    offer = models.ForeignKey(
        Product,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("Number of the product"),
    )
    product = models.CharField(_("Product"), max_length=120)
    label = models.CharField(_("Name"), max_length=253, blank=True)
    started_at = models.DateTimeField(_("Started"))
    activated_at = models.DateTimeField(_("Set up"), null=True, blank=True)
    charged_through = models.DateField(_("Charged until"), null=True, blank=True)
    anchor = models.PositiveSmallIntegerField(_("Day of the month"), null=True, blank=True)
    withdraw_until = models.DateField(_("May be withdrawn from until"), null=True, blank=True)
    begin_words = models.TextField(_("Asked to begin at once"), blank=True, db_default="")
    delivery_ends_right = models.BooleanField(
        _("No withdrawal once it is set up"), default=False, db_default=False
    )
    waits_for_payment = models.BooleanField(
        _("Set up once it is paid"), default=False, db_default=False
    )
    promotion = models.CharField(_("Promotion"), max_length=40, blank=True, db_default="")
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("Deleted"), null=True, blank=True)
    kept_since = models.DateTimeField(null=True, blank=True)
    kept_by = models.CharField(max_length=80, blank=True, db_default="")

    privacy = PersonalData(
        record=SERVICE,
        called=_("Services"),
        subject="account",
        scope="services",
        clocks={"creation": "started_at", "cancellation": "ended_at", "deletion": "deleted_at"},
        activity=("started_at", "ended_at"),
        unfinished=Unfinished(
            _("Services that still run, and end with the account"), _running, _words
        ),
        kept=("kept_since", "kept_by"),
        service=["product", "label"],
        plain=[
            "offer",
            "activated_at",
            "charged_through",
            "anchor",
            "withdraw_until",
            "begin_words",
            "delivery_ends_right",
            "waits_for_payment",
            "promotion",
        ],
    )

    class Meta:
        indexes = [
            models.Index(fields=["account", "started_at"], name="service_account_started"),
            models.Index(fields=["account", "ended_at"], name="service_account_ended"),
            models.Index(fields=["started_at"], name="service_started"),
            models.Index(
                fields=["ended_at"],
                condition=models.Q(ended_at__isnull=False),
                name="service_ended",
            ),
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="service_deleted",
            ),
            models.Index(
                fields=["kept_since"],
                condition=models.Q(kept_since__isnull=False),
                name="service_kept_since",
            ),
            models.Index(
                fields=["charged_through"],
                condition=models.Q(charged_through__isnull=False, ended_at__isnull=True),
                name="service_charged_through",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deleted_at__isnull=True) | models.Q(ended_at__isnull=False),
                name="service_ended_before_deleted",
            ),
        ]

    def __str__(self) -> str:
        return f"service {self.pk}"
