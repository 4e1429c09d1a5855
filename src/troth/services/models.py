"""What a customer has: services, what is agreed for each, and what was charged.

The state of a service follows from rows: it is ordered until `activated_at`, suspended while a
`Suspension` goes on, to be cancelled while a `Cancellation` stands, ended from `ended_at` on.
"""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Person
from troth.billing.models import InvoiceLine
from troth.catalog.copied import Copied, CopiedOptions
from troth.catalog.models import Product
from troth.core.percent import WHOLE
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


class Suspension(models.Model):
    """A time in which a service does not run, and why. `until` is empty while it goes on."""

    class Reason(models.TextChoices):
        OVERDUE = "overdue", _("An invoice is overdue")
        STAFF = "staff", _("Paused by us")
        ABUSE = "abuse", _("Abuse")

    account = models.ForeignKey(
        Account, models.DO_NOTHING, related_name="+", verbose_name=_("Number of the account")
    )
    service = models.ForeignKey(
        Service,
        models.DO_NOTHING,
        related_name="suspensions",
        verbose_name=_("Number of the service"),
    )
    reason = models.CharField(_("Reason"), max_length=10, choices=Reason)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    since = models.DateTimeField(_("From"))
    until = models.DateTimeField(_("Until"), null=True, blank=True)

    privacy = PersonalData(
        record=SERVICE,
        called=_("Suspensions"),
        subject="account",
        scope="services",
        staff_only=["note"],
        service=["note"],
        plain=["service", "reason", "since", "until"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "reason"],
                condition=models.Q(until__isnull=True),
                name="suspension_once",
            ),
        ]

    def __str__(self) -> str:
        return f"suspension {self.pk}"


class Cancellation(models.Model):
    """That a service is cancelled as of a day, the first on which it is there no longer.

    `because` is what the customer said of why, if anything. It stands until it is taken back. That
    unpaid invoices end a service stands beside what its customer said; the earlier one holds.
    A withdrawal has its `statement`, and what is due back by a day, in minor units of the currency
    of the service, until it is paid back.
    """

    class Kind(models.TextChoices):
        CANCELLED = "cancelled", _("Cancelled")
        WITHDRAWN = "withdrawn", _("Withdrawn from the contract")
        UNPAID = "unpaid", _("Ended as invoices were not paid")

    account = models.ForeignKey(
        Account, models.DO_NOTHING, related_name="+", verbose_name=_("Number of the account")
    )
    service = models.ForeignKey(
        Service,
        models.DO_NOTHING,
        related_name="cancellations",
        verbose_name=_("Number of the service"),
    )
    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Number of who cancelled it"),
    )
    asked_at = models.DateTimeField(_("Cancelled"))
    effective_on = models.DateField(_("As of"))
    because = models.TextField(_("Why"), blank=True)
    taken_back_at = models.DateTimeField(_("Taken back"), null=True, blank=True)
    kind = models.CharField(
        _("Kind"), max_length=10, choices=Kind, default=Kind.CANCELLED, db_default=Kind.CANCELLED
    )
    statement = models.TextField(_("Statement of the withdrawal"), blank=True, db_default="")
    refund = models.BigIntegerField(_("To be paid back"), default=0, db_default=0)
    refund_by = models.DateField(_("To be paid back by"), null=True, blank=True)
    refunded_at = models.DateTimeField(_("Paid back"), null=True, blank=True)

    privacy = PersonalData(
        record=SERVICE,
        called=_("Cancellations"),
        subject="account",
        scope="services",
        mentions={"person": []},
        formats={"refund": "amount"},
        content=["because", "statement"],
        plain=[
            "service",
            "person",
            "asked_at",
            "effective_on",
            "taken_back_at",
            "kind",
            "refund",
            "refund_by",
            "refunded_at",
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service"],
                condition=models.Q(taken_back_at__isnull=True) & ~models.Q(kind="unpaid"),
                name="cancellation_once",
            ),
            models.UniqueConstraint(
                fields=["service"],
                condition=models.Q(taken_back_at__isnull=True, kind="unpaid"),
                name="cancellation_once_as_unpaid",
            ),
        ]
        indexes = [
            models.Index(
                fields=["effective_on"],
                condition=models.Q(taken_back_at__isnull=True),
                name="cancellation_due",
            ),
            models.Index(
                fields=["refund_by"],
                condition=models.Q(refund__gt=0, refunded_at__isnull=True),
                name="withdrawal_to_pay_back",
            ),
        ]

    def __str__(self) -> str:
        return f"cancellation {self.pk}"
