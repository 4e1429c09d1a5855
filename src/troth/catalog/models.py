"""What is sold. Nothing here is about anybody.

A price is a row that holds from a day on, so that what held before can be told; nobody changes one.
`TEXTS` are the columns that are had in several languages, see `said.py`.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.catalog.said import Spoken
from troth.core.percent import WHOLE
from troth.policy.declare import NoPersonalData

PERIODS = (1, 3, 6, 12, 24, 36)  # months


class Group(Spoken):
    """Products that stand together in the shop. `about` is Markdown."""

    TEXTS = ("name", "about")

    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(_("Name in the URL"), max_length=80, unique=True)
    about = models.TextField(_("About"), blank=True)
    position = models.PositiveIntegerField(_("Position"), default=0)
    hidden = models.BooleanField(_("Hidden"), default=False)

    privacy = NoPersonalData("name", "slug", "about", "position", "hidden", "words")

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class Product(Spoken):
    """Something that is sold. `summary` is a sentence, `about` is Markdown, `welcome` as in
    `welcome.py`.

    `waits_for_payment`: a service of it is set up once its first invoice is paid. `stock` is how
    many are left, empty where there is no end of them. Whoever knows the address of one that is
    `unlisted` sees and orders it, of one that is `hidden` nobody. `retired_at` takes it out of the
    shop; what was sold of it goes on.
    """

    TEXTS = ("name", "summary", "about", "welcome", "asks_name")

    class Kind(models.TextChoices):
        HOSTING = "hosting", _("Hosting")
        SERVER = "server", _("Server")
        LICENCE = "licence", _("Licence")
        DOMAIN = "domain", _("Domain")
        CERTIFICATE = "certificate", _("Certificate")
        OTHER = "other", _("Other")

    class Supply(models.TextChoices):
        ELECTRONIC = "electronic", _("Electronic service")
        STANDARD = "standard", _("Other service")
        GOODS = "goods", _("Goods")
        EXEMPT = "exempt", _("Exempt from tax")

    group = models.ForeignKey(
        Group, models.DO_NOTHING, related_name="products", verbose_name=_("Group")
    )
    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(_("Name in the URL"), max_length=80, unique=True)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind, default=Kind.HOSTING)
    supply = models.CharField(
        _("Tax category"), max_length=20, choices=Supply, default=Supply.ELECTRONIC
    )
    summary = models.CharField(_("In one sentence"), max_length=300, blank=True)
    about = models.TextField(_("About"), blank=True)
    welcome = models.TextField(_("Welcome message"), blank=True)
    asks_name = models.CharField(_("Name that is asked for"), max_length=80, blank=True)
    provisioner = models.CharField(_("Provisioner"), max_length=80, blank=True)
    package = models.CharField(_("Package"), max_length=120, blank=True)
    waits_for_payment = models.BooleanField(
        _("Set up once its first invoice is paid"), default=False, db_default=False
    )
    stock = models.PositiveIntegerField(_("Stock"), null=True, blank=True)
    most = models.PositiveIntegerField(_("Most that one order may have"), default=1)
    position = models.PositiveIntegerField(_("Position"), default=0)
    hidden = models.BooleanField(_("Hidden"), default=False)
    unlisted = models.BooleanField(_("Not listed"), default=False, db_default=False)
    retired_at = models.DateTimeField(_("Retired"), null=True, blank=True)

    privacy = NoPersonalData(
        "group",
        "name",
        "slug",
        "kind",
        "supply",
        "summary",
        "about",
        "welcome",
        "asks_name",
        "provisioner",
        "package",
        "waits_for_payment",
        "stock",
        "most",
        "position",
        "hidden",
        "unlisted",
        "retired_at",
        "words",
    )

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """What a product costs from a day on, in minor units of `currency` (ISO 4217), net of tax.

    `months` is the length of a period, 0 for what is paid once. `amount` empty: from that day on it
    is not sold by this period.
    """

    product = models.ForeignKey(
        Product, models.DO_NOTHING, related_name="prices", verbose_name=_("Product")
    )
    currency = models.CharField(_("Currency"), max_length=3)
    months = models.PositiveSmallIntegerField(_("Months of a period"))
    amount = models.PositiveBigIntegerField(_("Price"), null=True, blank=True)
    setup = models.PositiveBigIntegerField(_("Set-up fee"), default=0)
    starts = models.DateField(_("From"))

    privacy = NoPersonalData("product", "currency", "months", "amount", "setup", "starts")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "currency", "months", "starts"], name="price_once"
            )
        ]

    def __str__(self) -> str:
        return f"price {self.pk}"


class PriceChange(models.Model):
    """A new price for services that run already, from their first period after a day on.

    It is of the product's own part of the price, or of what one `choice` of it adds. Their
    customers are told first: `told_at` is when; nothing changes for whom nobody has told.
    """

    product = models.ForeignKey(
        Product, models.DO_NOTHING, related_name="price_changes", verbose_name=_("Product")
    )
    choice = models.ForeignKey(
        "Choice",
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="price_changes",
        verbose_name=_("Choice"),
    )
    currency = models.CharField(_("Currency"), max_length=3)
    months = models.PositiveSmallIntegerField(_("Months of a period"))
    amount = models.PositiveBigIntegerField(_("Price"))
    starts = models.DateField(_("From"))
    made_at = models.DateTimeField(_("Created"))
    told_at = models.DateTimeField(_("Told"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True, blank=True)

    privacy = NoPersonalData(
        "product",
        "choice",
        "currency",
        "months",
        "amount",
        "starts",
        "made_at",
        "told_at",
        "withdrawn_at",
        customers=(),
    )

    def __str__(self) -> str:
        return f"price change {self.pk}"


class Option(Spoken):
    """Something to be chosen of a product: one of some, so many of something, or yes or no."""

    TEXTS = ("name",)

    class Kind(models.TextChoices):
        CHOICE = "choice", _("One of several")
        QUANTITY = "quantity", _("A quantity")
        SWITCH = "switch", _("Yes or no")

    product = models.ForeignKey(
        Product, models.DO_NOTHING, related_name="options", verbose_name=_("Product")
    )
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    least = models.PositiveIntegerField(_("At least"), default=0)
    most = models.PositiveIntegerField(_("At most"), default=1)
    position = models.PositiveIntegerField(_("Position"), default=0)
    retired_at = models.DateTimeField(_("Retired"), null=True, blank=True)

    privacy = NoPersonalData(
        "product", "name", "kind", "least", "most", "position", "retired_at", "words"
    )

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class Choice(Spoken):
    """What may be chosen. An option that is a number, or yes or no, has one, for its price."""

    TEXTS = ("name",)

    option = models.ForeignKey(
        Option, models.DO_NOTHING, related_name="choices", verbose_name=_("Option")
    )
    name = models.CharField(_("Name"), max_length=120)
    position = models.PositiveIntegerField(_("Position"), default=0)
    retired_at = models.DateTimeField(_("Retired"), null=True, blank=True)

    privacy = NoPersonalData("option", "name", "position", "retired_at", "words")

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class ChoicePrice(models.Model):
    """What a choice adds to a product's price from a day on, in minor units; as in `Price`."""

    choice = models.ForeignKey(
        Choice, models.DO_NOTHING, related_name="prices", verbose_name=_("Choice")
    )
    currency = models.CharField(_("Currency"), max_length=3)
    months = models.PositiveSmallIntegerField(_("Months of a period"))
    amount = models.PositiveBigIntegerField(_("Price"))
    setup = models.PositiveBigIntegerField(_("Set-up fee"), default=0)
    starts = models.DateField(_("From"))

    privacy = NoPersonalData("choice", "currency", "months", "amount", "setup", "starts")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["choice", "currency", "months", "starts"], name="choice_price_once"
            )
        ]

    def __str__(self) -> str:
        return f"price of a choice {self.pk}"


class Addon(models.Model):
    """That one product can be ordered along with another."""

    product = models.ForeignKey(
        Product, models.DO_NOTHING, related_name="addons", verbose_name=_("Product")
    )
    addon = models.ForeignKey(
        Product, models.DO_NOTHING, related_name="+", verbose_name=_("Can be ordered with it")
    )

    privacy = NoPersonalData("product", "addon")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "addon"], name="addon_once")]

    def __str__(self) -> str:
        return f"addon {self.pk}"


class Upgrade(models.Model):
    """That a service of one product may be changed to another by its customer."""

    product = models.ForeignKey(
        Product, models.DO_NOTHING, related_name="upgrades", verbose_name=_("Product")
    )
    to = models.ForeignKey(
        Product, models.DO_NOTHING, related_name="+", verbose_name=_("Can be changed to")
    )

    privacy = NoPersonalData("product", "to")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "to"], name="upgrade_once")]

    def __str__(self) -> str:
        return f"upgrade {self.pk}"


class Promotion(models.Model):
    """A price off for whoever knows its code.

    `percent` is in parts per million, `amount` in minor units of `currency`; one of them is
    set. `periods` is for how many periods it holds, empty for every one. `used` never comes above
    `limit`, where there is one. Without a product it is for all, without `months` for every length
    of a period. Whoever owns an account is a new customer until one of theirs has a service.
    """

    code = models.CharField(_("Code"), max_length=40, unique=True)
    percent = models.PositiveIntegerField(_("Percent off"), null=True, blank=True)
    amount = models.PositiveBigIntegerField(_("Amount off"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True)
    periods = models.PositiveSmallIntegerField(_("Periods"), null=True, blank=True, default=1)
    starts = models.DateField(_("From"), null=True, blank=True)
    ends = models.DateField(_("Last day"), null=True, blank=True)
    limit = models.PositiveIntegerField(_("At most so many times"), null=True, blank=True)
    used = models.PositiveIntegerField(_("Times used"), default=0)
    months = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("For these periods"),
        default=list,
        db_default=[],
        blank=True,
    )
    new_customers = models.BooleanField(
        _("For new customers only"), default=False, db_default=False
    )
    once = models.BooleanField(_("Once for each account"), default=False, db_default=False)

    privacy = NoPersonalData(
        "code",
        "percent",
        "amount",
        "currency",
        "periods",
        "starts",
        "ends",
        "limit",
        "used",
        "months",
        "new_customers",
        "once",
        customers=(),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True, amount__gt=0)
                | models.Q(amount__isnull=True, percent__gt=0, percent__lte=WHOLE),
                name="promotion_takes_something_off",
            ),
            models.CheckConstraint(
                condition=models.Q(limit__isnull=True) | models.Q(used__lte=models.F("limit")),
                name="promotion_within_limit",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Promoted(models.Model):
    """That a promotion is for a product."""

    promotion = models.ForeignKey(
        Promotion, models.DO_NOTHING, related_name="products", verbose_name=_("Promotion")
    )
    product = models.ForeignKey(
        Product, models.DO_NOTHING, related_name="+", verbose_name=_("Product")
    )

    privacy = NoPersonalData("promotion", "product", customers=())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promotion", "product"], name="promoted_once")
        ]

    def __str__(self) -> str:
        return f"promoted {self.pk}"
