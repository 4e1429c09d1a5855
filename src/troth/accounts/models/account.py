"""The customers of the provider."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from troth.accounts.models.subject import Subject
from troth.policy.declare import CHANGE, MEMBER, OWNER, PersonalData, Record
from troth.policy.words import gettext_noop

ACCOUNT = Record(
    "account",
    gettext_noop("the account and its details"),
    word=gettext_noop("account"),
    keep='from = "inactivity"\nfor = "7 years"',
)

ADDRESS = ("street", "postcode", "city", "region", "country")


class Account(Subject):
    """A customer of the provider. Its people are in Membership.

    came_by: how staff came to its details, where they made it (GDPR Art. 14(2)(f)); blank where
    the customer signed up.
    """

    class CameBy(models.TextChoices):
        PHONE = "phone", _("by telephone")
        LETTER = "letter", _("by letter")
        EMAIL = "email", _("by e-mail")
        IN_PERSON = "in-person", _("in person")
        OTHER_SYSTEM = "other-system", _("from another system")

    subject = models.OneToOneField(
        Subject,
        models.DO_NOTHING,
        parent_link=True,
        primary_key=True,
        db_column="id",
        verbose_name=_("Number"),
    )
    name = models.CharField(_("Name"), max_length=200, blank=True)
    company = models.CharField(_("Company"), max_length=200, blank=True)
    tax_id = models.CharField(_("Tax number"), max_length=40, blank=True)
    # What its invoices are sorted by; of an authority in Germany its Leitweg-ID.
    buyer_reference = models.CharField(
        _("Buyer reference"), max_length=100, blank=True, db_default=""
    )
    street = models.CharField(_("Street and number"), max_length=300, blank=True)
    postcode = models.CharField(_("Postcode"), max_length=20, blank=True)
    city = models.CharField(_("Town or city"), max_length=120, blank=True)
    region = models.CharField(_("State or region"), max_length=120, blank=True)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    # Of its first order (ISO 4217): what it is invoiced in from then on.
    currency = models.CharField(_("Currency"), max_length=3, blank=True, db_default="")
    # In how many days its invoices are to be paid, where that was agreed, and why.
    pay_days = models.PositiveSmallIntegerField(_("Days to pay"), null=True, blank=True)
    pay_days_because = models.CharField(
        _("Reason for its own payment term"), max_length=300, blank=True, db_default=""
    )
    came_by = models.CharField(
        _("How we came to know of it"), max_length=20, choices=CameBy, blank=True, db_default=""
    )
    # What mails about its documents carry beside the link.
    mails_pdf = models.BooleanField(
        _("Documents are mailed as PDF"), default=False, db_default=False
    )
    mails_xml = models.BooleanField(
        _("Documents are mailed as XML for programs"), default=False, db_default=False
    )
    # Sells on to customers of its own, and is the controller of what they entrust to it.
    reseller = models.BooleanField(_("Resells our services"), default=False, db_default=False)
    created_at = models.DateTimeField(_("Created"), db_default=Now())
    # The last time that one of its people signed in or tried to, or that it had a service. It
    # outlives what shows that, so that an account in use never looks inactive.
    active_at = models.DateTimeField(_("Last in use"), db_default=Now())
    # When its people last said that the details are right, or corrected them.
    confirmed_at = models.DateTimeField(_("Last confirmed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("Cancelled"), null=True, blank=True)

    privacy = PersonalData(
        record=ACCOUNT,
        called=_("Accounts"),
        formats={"country": "country"},
        subject="self",
        customers=CHANGE,
        scope="profile",
        read_by={MEMBER: ["name", "company", "active_at", "cancelled_at"]},
        changed_by={
            MEMBER: ["active_at"],
            OWNER: ["cancelled_at", "mails_pdf", "mails_xml"],
            "profile": [*ADDRESS, "name", "company", "tax_id", "buyer_reference", "confirmed_at"],
        },
        clocks={"creation": "created_at", "cancellation": "cancelled_at"},
        activity="active_at",
        identity=["name"],
        company=["company", "tax_id"],
        contact=ADDRESS,
        billing=["buyer_reference", "pay_days_because"],
        plain=[
            *("currency", "pay_days", "came_by", "mails_pdf", "mails_xml"),
            *("reseller", "confirmed_at"),
        ],
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["cancelled_at"],
                condition=models.Q(cancelled_at__isnull=False),
                name="account_cancelled",
            ),
            models.Index(fields=["active_at"], name="account_active"),
            models.Index(fields=["created_at"], name="account_created"),
            models.Index(
                fields=["confirmed_at"],
                condition=~models.Q(tax_id=""),
                name="account_number_typed",
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"
