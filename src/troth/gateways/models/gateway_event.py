"""What gateways told, as they sent it, and what about it waits for a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.gateways.gateway import Again, Outcome, What
from troth.gateways.models.payment_method import PaymentMethod
from troth.policy.declare import PersonalData, Record
from troth.policy.words import gettext_noop

PAYMENT_EVENT = Record(
    "payment-event",
    gettext_noop("what gateways told about payments, as they sent it"),
    word=gettext_noop("event of a gateway"),
    keep='from = "creation"\nfor = "90 days"',
)


class Asks(models.TextChoices):
    """Why an event waits for a person. What to do about each stands in docs/gateways/README.md.

    Of BOOKED, the books have what it tells; of the others nothing was believed. What is FOREIGN
    waits for nobody, and is counted.
    """

    UNREADABLE = (
        "unreadable",
        _("It is signed, and nobody here can read it: see at the gateway what it is about."),
    )
    OFF = "off", _("This gateway is switched off: switch it on, and take the event again.")
    KEY = (
        "key",
        _("Nobody has begun this payment here: find out whose it is, and pay it back there."),
    )
    AMOUNT = (
        "amount",
        _("Another amount was paid than was asked for: pay it back there, and have it paid anew."),
    )
    CURRENCY = (
        "currency",
        _("It was paid in another currency: pay it back there, and have it paid anew."),
    )
    PAYEE = "payee", _("Another account than ours was paid: believe nothing, and ask the gateway.")
    ANOTHERS = (
        "another's",
        _("The invoice belongs to another customer by now: pay it back there, or book it by hand."),
    )
    TWICE = "twice", _("This was paid twice: pay the second payment back there.")
    ERASED = (
        "erased",
        _("The customer has been erased meanwhile: pay it back there."),
    )
    NO_PAYMENT = (
        "no payment",
        _("The gateway does not know the payment that this is about: ask it."),
    )
    PAYOUT = (
        "payout",
        _("This payout does not arrive: see there why. What it was of is at the gateway still."),
    )
    CONTRADICTS = (
        "contradicts",
        _("It was paid and now is not, and the gateway cannot say why: look at it there."),
    )
    DECIDED = "decided", _("The dispute was decided otherwise before: look at it there.")
    FAILED = "failed", _("A refund did not arrive: pay it back in another way.")
    FOREIGN = (
        "foreign",
        _("This is of another system that uses the same account there: there is nothing to do."),
    )
    PART_BACK = (
        "part back",
        _("It was not paid after all, and some of it has gone back: have that paid anew."),
    )
    OWNER = "owner", _("Nobody here has left this payment method: have it removed there.")
    BOOKS = "books", _("The books do not take it as it is: enter it by hand.")
    REOPENED = (
        "reopened",
        _("It was paid back there, so an invoice owes again: credit it, unless it is to be paid."),
    )
    LOST = (
        "lost",
        _("A payment of somebody who was erased is disputed: answer it at the gateway."),
    )


BOOKED = frozenset({Asks.REOPENED, Asks.LOST, Asks.FAILED, Asks.PART_BACK})


class GatewayEvents(models.QuerySet["GatewayEvent"]):
    """Events, and those of them that nobody has dealt with."""

    def still_open(self) -> "GatewayEvents":
        """What the books do not have, and nobody has looked at."""
        return self.filter(handled_at=None, settled_at=None)

    def waiting(self) -> "GatewayEvents":
        """What a person has to look at, the oldest first."""
        asking = self.exclude(asks="").exclude(asks=Asks.FOREIGN)
        return asking.filter(settled_at=None).order_by("received_at", "pk")

    def settled(self) -> "GatewayEvents":
        """What a person has looked at, the latest first."""
        return self.filter(settled_at__isnull=False).order_by("-settled_at", "-pk")


class GatewayEvent(models.Model):
    """What a gateway told, raw as it came: stored before it is believed, once by its name.

    account: whom it turned out to be about. From `reference` to `answer_by` it is what was read in
    it (`gateway.Event`), blank where nobody could: reference is of what it tells of, payment that
    of the payment concerned, and `way` of the payment method that is kept. handled_at: since when
    the books have it. asked_at: since when the gateway is asked more, before which it is not
    handled. asks: why a person has to look at it. settled_at: since when one has, and settled_why
    what they did about it. raw: as it was signed, until its time is over; of whom nobody here
    knows, until it is handled.
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="gateway_events",
        verbose_name=_("Number of the account"),
    )
    gateway = models.CharField(_("Gateway"), max_length=40)
    name = models.CharField(_("ID at the gateway"), max_length=200)
    what = models.CharField(
        _("What it tells of"), max_length=20, choices=[(each.value, each.value) for each in What]
    )
    told_at = models.DateTimeField(_("Told"))
    received_at = models.DateTimeField(_("Received"))
    raw = models.BinaryField(_("As it came"))
    reference = models.CharField(_("What it is about"), max_length=200, blank=True)
    payment = models.CharField(_("Payment at the gateway"), max_length=200, blank=True)
    key = models.CharField(_("Key"), max_length=200, blank=True)
    payee = models.CharField(_("Account that was paid"), max_length=200, blank=True)
    outcome = models.CharField(
        _("Outcome"),
        max_length=10,
        choices=[(each.value, each.value) for each in Outcome],
        blank=True,
    )
    amount = models.BigIntegerField(_("Amount"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True)
    fee = models.BigIntegerField(_("Fee"), null=True, blank=True)
    code = models.CharField(_("Why it was declined"), max_length=60, blank=True)
    again = models.CharField(
        _("Whether to try again"),
        max_length=10,
        choices=[(each.value, each.value) for each in Again],
        blank=True,
    )
    way = models.CharField(_("Payment method"), max_length=200, blank=True)
    way_customer = models.CharField(_("Whose it is at the gateway"), max_length=200, blank=True)
    way_kind = models.CharField(_("Kind"), max_length=10, choices=PaymentMethod.Kind, blank=True)
    way_label = models.CharField(_("What it is"), max_length=80, blank=True)
    way_ends_on = models.DateField(_("Can be used until"), null=True, blank=True)
    answer_by = models.DateTimeField(_("To be answered by"), null=True, blank=True)
    asked_at = models.DateTimeField(_("Gateway asked"), null=True, blank=True)
    handled_at = models.DateTimeField(_("Handled"), null=True, blank=True)
    asks = models.CharField(
        _("Why somebody has to look at it"), max_length=20, choices=Asks, blank=True
    )
    settled_at = models.DateTimeField(_("Looked at"), null=True, blank=True)
    settled_why = models.CharField(_("What was done about it"), max_length=200, blank=True)

    objects = GatewayEvents.as_manager()

    privacy = PersonalData(
        record=PAYMENT_EVENT,
        called=_("What gateways told of payments"),
        formats={"amount": "amount", "fee": "amount", "way_kind": "word"},
        subject="account",
        scope="billing",
        clocks={"creation": "received_at"},
        staff_only=["asks", "settled_why"],
        billing=["settled_why"],
        payment=[
            *("raw", "reference", "payment", "way", "way_customer", "way_label", "way_ends_on"),
        ],
        plain=[
            *("gateway", "name", "what", "told_at", "key", "payee", "outcome", "amount"),
            *("currency", "fee", "code", "again", "way_kind", "answer_by", "asked_at"),
            *("handled_at", "asks", "settled_at"),
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "name"], name="one_event_of_a_gateway"),
        ]
        indexes = [
            models.Index(fields=["received_at"], name="gateway_event_received"),
            # By its key, as they are handled: without it, those are read first that have been.
            models.Index(
                fields=["id"],
                condition=Q(handled_at__isnull=True, settled_at__isnull=True),
                name="gateway_event_next",
            ),
            models.Index(
                fields=["received_at"],
                condition=~Q(asks="") & Q(settled_at__isnull=True),
                name="gateway_event_asks",
            ),
            models.Index(fields=["gateway", "payment"], name="gateway_event_payment"),
        ]

    def __str__(self) -> str:
        return f"event {self.pk} of a gateway"
