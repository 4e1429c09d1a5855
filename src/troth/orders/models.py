"""Orders and quotes: what was agreed, as it was agreed.

An order is a copy of all that somebody agreed to, so that it can be read after products, prices and
texts have changed. What became of it are its services and its invoice.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Person
from troth.catalog.copied import CopiedOptions
from troth.catalog.models import Product
from troth.catalog.said import Spoken
from troth.policy.declare import Format, NoPersonalData, PersonalData, Record
from troth.policy.words import gettext_noop
from troth.services.models import Service

ORDER = Record(
    "order",
    gettext_noop("orders, with all that was agreed"),
    word=gettext_noop("order"),
)
QUOTE = Record(
    "quote",
    gettext_noop("quotes that we made to a customer"),
    word=gettext_noop("quote"),
)


class Terms(Spoken):
    """The terms of business that hold from a day on, in Markdown. Nobody changes them."""

    TEXTS = ("text",)

    version = models.CharField(_("Version"), max_length=40, unique=True)
    text = models.TextField(_("Text"))
    starts = models.DateField(_("From"))

    privacy = NoPersonalData("version", "text", "starts", "words")

    def __str__(self) -> str:
        return self.version


class ReviewRule(models.Model):
    """Which orders staff look at before they hold.

    `amount` is in minor units of `currency`, for orders above it, also in a currency of which there
    is no such rule.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("The first order of an account")
        AMOUNT = "amount", _("An order above an amount")
        COUNTRY = "country", _("An order from another country than the account's")
        NUMBER = "number", _("The first order that a VAT number spares the tax")

    kind = models.CharField(_("Orders"), max_length=10, choices=Kind)
    amount = models.PositiveBigIntegerField(_("Amount"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True)

    privacy = NoPersonalData("kind", "amount", "currency", customers=())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "currency"], name="review_rule_once")
        ]

    def __str__(self) -> str:
        return self.kind


class Order(models.Model):
    """An order. Amounts are in minor units of `currency` (ISO 4217).

    `key` is the form's that it was sent by: the same form sent twice is one order. `terms` is the
    version that was agreed to, `policy` the digest of the policy in force, and `documents` are what
    that names to be agreed to besides. `begin_words` and `delivery_words` are what a consumer
    who may withdraw has agreed to besides. `from_country` is where it came from, as a country alone
    (ISO 3166). It holds from `accepted_at` on, unless it was refused, until `closed_at`, as nothing
    was paid of it; one that its customer took back was refused without a reason. `review` are the
    words of the rules that have staff look at it first.
    """

    account = models.ForeignKey(
        Account, models.DO_NOTHING, related_name="orders", verbose_name=_("Number of the account")
    )
    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Number of who ordered"),
    )
    number = models.CharField(_("Number"), max_length=40, unique=True)
    key = models.UUIDField(_("Number of the form"), default=uuid.uuid4, unique=True)
    placed_at = models.DateTimeField(_("Ordered"))
    currency = models.CharField(_("Currency"), max_length=3)
    net = models.BigIntegerField(_("Net"))
    tax = models.BigIntegerField(_("Tax"))
    total = models.BigIntegerField(_("Total"))
    promotion = models.CharField(_("Promotion"), max_length=40, blank=True)
    terms = models.ForeignKey(
        Terms,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Terms of business"),
    )
    policy = models.CharField(_("Policy"), max_length=64, blank=True)
    documents = models.TextField(_("Agreed to besides"), blank=True)
    from_country = models.CharField(_("Ordered from"), max_length=2, blank=True)
    note = models.TextField(_("Note"), blank=True)
    begin_words = models.TextField(_("Asked to begin at once"), blank=True, db_default="")
    delivery_words = models.TextField(
        _("Agreed to lose the right to withdraw"), blank=True, db_default=""
    )
    review = models.CharField(_("Looked at because of"), max_length=60, blank=True)
    accepted_at = models.DateTimeField(_("Accepted"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Closed as it was not paid"), null=True, blank=True)
    refused_at = models.DateTimeField(_("Refused"), null=True, blank=True)
    refused_because = models.CharField(_("Refused because"), max_length=300, blank=True)
    handled_by = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Number of who looked at it"),
    )

    privacy = PersonalData(
        record=ORDER,
        called=_("Orders"),
        formats={
            "net": "amount",
            "tax": "amount",
            "total": "amount",
            "from_country": "country",
        },
        subject="account",
        scope="billing",
        clocks={"creation": "placed_at"},
        mentions={"person": [], "handled_by": []},
        staff_only=["review", "handled_by"],
        content=["note"],
        plain=[
            "person",
            "number",
            "key",
            "currency",
            "net",
            "tax",
            "total",
            "promotion",
            "terms",
            "policy",
            "documents",
            "begin_words",
            "delivery_words",
            "from_country",
            "review",
            "accepted_at",
            "closed_at",
            "refused_at",
            "refused_because",
            "handled_by",
        ],
    )

    class Meta:
        indexes = [
            models.Index(fields=["account", "placed_at"], name="order_account_placed"),
            models.Index(fields=["placed_at"], name="order_placed"),
            models.Index(
                fields=["placed_at"],
                condition=models.Q(accepted_at__isnull=True, refused_at__isnull=True),
                name="order_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(refused_at__isnull=True),
                name="order_accepted_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"order {self.pk}"


class AgreedLine(CopiedOptions, models.Model):
    """A line of an order or a quote: what the catalogue said on that day, in the words that its
    customer read.

    `price` and `setup` are for one; `amount` is for the first period of all of them with the
    set-up, less `discount`: in minor units, net of tax. `recurring` is each later period.
    `options` and `choices` are as in `Term`. `list_price` is what the catalogue said of one where
    `price` is one of its own.
    """

    account = models.ForeignKey(
        Account, models.DO_NOTHING, related_name="+", verbose_name=_("Number of the account")
    )
    offer = models.ForeignKey(
        Product,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Number of the product"),
    )
    position = models.PositiveIntegerField(_("Position"))
    product = models.CharField(_("Product"), max_length=120)
    about = models.TextField(_("About"), blank=True)
    options = models.TextField(_("Options"), blank=True)
    choices = models.JSONField(_("Numbers of the options"), default=dict, db_default={}, blank=True)
    label = models.CharField(_("Name"), max_length=253, blank=True)
    supply = models.CharField(_("Kind of supply"), max_length=20)
    quantity = models.PositiveIntegerField(_("Quantity"), default=1)
    months = models.PositiveSmallIntegerField(_("Months of a period"))
    currency = models.CharField(_("Currency"), max_length=3)
    price = models.BigIntegerField(_("Price"))
    list_price = models.BigIntegerField(_("Price of the catalogue"), null=True, blank=True)
    setup = models.BigIntegerField(_("Set-up fee"), default=0)
    discount = models.BigIntegerField(_("Discount"), default=0)
    discounts = models.PositiveSmallIntegerField(
        _("Periods with a discount"), null=True, blank=True
    )
    amount = models.BigIntegerField(_("Amount"))
    recurring = models.BigIntegerField(_("Each later period"), default=0)

    class Meta:
        abstract = True


_FORMATS: dict[str, Format] = {
    "price": "amount",
    "list_price": "amount",
    "setup": "amount",
    "discount": "amount",
    "amount": "amount",
    "recurring": "amount",
    "supply": "supply",
}
_SERVICE = ("product", "about", "options", "label")
_PLAIN = (
    "offer",
    "choices",
    "position",
    "supply",
    "quantity",
    "months",
    "currency",
    "price",
    "list_price",
    "setup",
    "discount",
    "discounts",
    "amount",
    "recurring",
)


class OrderLine(AgreedLine):
    """A line of an order, with the service that came of it.

    `rate` is that of the tax with which its prices were shown, in parts per million; 0 where
    they were shown net, and of older orders.
    """

    order = models.ForeignKey(
        Order, models.DO_NOTHING, related_name="lines", verbose_name=_("Number of the order")
    )
    service = models.OneToOneField(
        Service,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="order_line",
        verbose_name=_("Number of the service"),
    )
    rate = models.PositiveIntegerField(_("Tax rate"), default=0, db_default=0)

    privacy = PersonalData(
        record=ORDER,
        called=_("Lines of orders"),
        formats=_FORMATS | {"rate": "percent"},
        subject="account",
        scope="billing",
        service=_SERVICE,
        plain=["order", "service", "rate", *_PLAIN],
    )

    def __str__(self) -> str:
        return f"order line {self.pk}"


class Quote(models.Model):
    """An offer to a customer that holds until a day, and becomes an order when they accept it.

    We may withdraw it until they have answered. `lapsed_at`: a night found its last day over.
    """

    account = models.ForeignKey(
        Account, models.DO_NOTHING, related_name="quotes", verbose_name=_("Number of the account")
    )
    number = models.CharField(_("Number"), max_length=40, unique=True)
    made_at = models.DateTimeField(_("Created"))
    sent_at = models.DateTimeField(_("Sent"), null=True, blank=True)
    last_day = models.DateField(_("Holds until"))
    currency = models.CharField(_("Currency"), max_length=3)
    promotion = models.CharField(_("Promotion"), max_length=40, blank=True, db_default="")
    words = models.TextField(_("Words"), blank=True)
    declined_at = models.DateTimeField(_("Declined"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True, blank=True)
    lapsed_at = models.DateTimeField(_("Lapsed"), null=True, blank=True)
    order = models.OneToOneField(
        Order,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="quote",
        verbose_name=_("Number of the order"),
    )

    privacy = PersonalData(
        record=QUOTE,
        called=_("Quotes"),
        subject="account",
        scope="billing",
        clocks={"creation": "made_at"},
        content=["words"],
        plain=[
            "number",
            "sent_at",
            "last_day",
            "currency",
            "promotion",
            "declined_at",
            "withdrawn_at",
            "lapsed_at",
            "order",
        ],
    )

    class Meta:
        indexes = [
            models.Index(fields=["account", "made_at"], name="quote_account_made"),
            models.Index(fields=["made_at"], name="quote_made"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(order=None)
                | models.Q(declined_at=None, withdrawn_at=None, lapsed_at=None),
                name="quote_accepted_has_no_other_end",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(declined_at=None),
                name="quote_withdrawn_is_not_declined",
            ),
            models.CheckConstraint(
                condition=models.Q(lapsed_at=None) | models.Q(declined_at=None, withdrawn_at=None),
                name="quote_lapsed_has_no_other_end",
            ),
        ]

    def __str__(self) -> str:
        return f"quote {self.pk}"


# Neither we nor the customer have said anything of it since.
UNANSWERED = models.Q(order=None, declined_at=None, withdrawn_at=None)


class QuoteLine(AgreedLine):
    """A line of a quote."""

    quote = models.ForeignKey(
        Quote, models.DO_NOTHING, related_name="lines", verbose_name=_("Number of the quote")
    )

    privacy = PersonalData(
        record=QUOTE,
        called=_("Lines of quotes"),
        formats=_FORMATS,
        subject="account",
        scope="billing",
        service=_SERVICE,
        plain=["quote", *_PLAIN],
    )

    def __str__(self) -> str:
        return f"quote line {self.pk}"
