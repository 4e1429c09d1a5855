"""What is known of payments by gateways: attempts, payment methods, events, payouts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Person
from troth.billing.models import Invoice, Payment
from troth.gateways.gateway import Again, Outcome, What
from troth.policy.declare import NoPersonalData, PersonalData, Record, until_emptied
from troth.policy.words import gettext_noop

PAYMENT_METHOD = Record(
    "payment-method",
    gettext_noop("payment methods that a gateway keeps"),
    word=gettext_noop("payment method"),
)
PAYMENT_ATTEMPT = Record(
    "payment-attempt",
    gettext_noop("attempts to pay through a gateway"),
    word=gettext_noop("attempt to pay"),
    keep='from = "creation"\nfor = "2 years"',
)
PAYMENT_EVENT = Record(
    "payment-event",
    gettext_noop("what gateways told about payments, as they sent it"),
    word=gettext_noop("event of a gateway"),
    keep='from = "creation"\nfor = "90 days"',
)


class PaymentMethod(models.Model):
    """A payment method that a gateway keeps for a customer, who let it be kept.

    reference: the gateway's name for it; customer: its name for whose it is. label: how its owner
    knows it again, with nothing that pays. ends_on: the last day on which it can be used. Of those
    of an account that are not removed, one is the default, by which what falls due is taken. The
    gateway is told to forget what is removed: `forgotten_at` is when it has said that it did.
    proved_by: which check of bank accounts has handed it over, which is told as well, and `proof`
    its key to the account.
    """

    class Kind(models.TextChoices):
        CARD = "card", _("Card")
        BANK = "bank", _("Bank account")
        DEBIT = "debit", _("Direct debit")
        WALLET = "wallet", _("Wallet")

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        related_name="payment_methods",
        verbose_name=_("Number of the account"),
    )
    by = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the person who added it"),
    )
    gateway = models.CharField(_("Gateway"), max_length=40)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    reference = models.CharField(_("ID at the gateway"), max_length=200)
    customer = models.CharField(
        _("Name of the customer at the gateway"), max_length=200, blank=True
    )
    label = models.CharField(_("What it is"), max_length=80)
    ends_on = models.DateField(_("Can be used until"), null=True, blank=True)
    added_at = models.DateTimeField(_("Added"))
    default_since = models.DateTimeField(_("Used by default since"), null=True, blank=True)
    removed_at = models.DateTimeField(_("Removed"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("Forgotten by the gateway"), null=True, blank=True)
    end_told_at = models.DateTimeField(_("Told that it ends"), null=True, blank=True)
    proved_by = models.CharField(
        _("Who has checked the account"), max_length=40, blank=True, default="", db_default=""
    )
    proof = models.CharField(
        _("Name at who has checked it"), max_length=200, blank=True, default="", db_default=""
    )

    privacy = PersonalData(
        record=PAYMENT_METHOD,
        called=_("Payment methods"),
        formats={"kind": "word"},
        subject="account",
        scope="billing",
        clocks={"creation": "added_at"},
        mentions={"by": []},
        payment=["reference", "customer", "label", "ends_on", "proof"],
        plain=[
            *("gateway", "kind", "default_since", "removed_at", "forgotten_at", "end_told_at"),
            "proved_by",
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "reference"], name="one_way_to_pay"),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(default_since__isnull=False, removed_at__isnull=True),
                name="one_default_way_to_pay",
            ),
        ]
        indexes = [
            models.Index(fields=["added_at"], name="payment_method_added"),
            models.Index(
                fields=["ends_on"], condition=Q(removed_at__isnull=True), name="payment_method_ends"
            ),
            models.Index(fields=["account"], condition=~Q(proof=""), name="payment_method_checked"),
        ]

    def __str__(self) -> str:
        return f"payment method {self.pk}"


class PaymentAttempts(models.QuerySet["PaymentAttempt"]):
    """Attempts, and those of them that wait for somebody."""

    def to_decide(self) -> "PaymentAttempts":
        """Checks of bank accounts that staff have to decide about."""
        return self.filter(review_since__isnull=False, decided_at=None, ended_at=None)


class PaymentAttempt(models.Model):
    """That something is to be paid through a gateway: it is here before the gateway is asked.

    key: under which the gateway knows it; no number of a row, which a restored database would
    issue again. invoice: none where a balance is topped up, or a payment method is only left.
    method: by which it is taken with the customer away. amount: in minor units, zero where nothing
    is paid. refunds: which payment it pays back in place of that, and `reopens` whether what that
    has paid is owed again. reference: the gateway's name for it. It is open until `ended_at`, and
    then `outcome` is paid or declined (`code`: why, in the gateway's words for programs; `again`:
    what that leaves to hope for), or blank where nobody paid. Before that, the money may be on its
    way (`underway_since`), or the customer has to confirm it (`asked_at`). An invoice has one open
    attempt at most, and so has a payment that is paid back.

    Where a bank account is checked first (`bank_check.py`), gateway names that check. proof: its
    key to the account, and `proof_account` its name for it. score: how well the bank's name of the
    holder is ours, from 0 to 100. review_since: since when staff have to decide, until
    `decided_at`, and decided_why what they say. It ends with the `method` that it brought, by which
    a further attempt takes what is due.
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        related_name="payment_attempts",
        verbose_name=_("Number of the account"),
    )
    by = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("Number of the person who pays"),
    )
    invoice = models.ForeignKey(
        Invoice,
        models.DO_NOTHING,
        null=True,
        related_name="payment_attempts",
        verbose_name=_("Number of the invoice"),
    )
    method = models.ForeignKey(
        PaymentMethod,
        models.DO_NOTHING,
        null=True,
        related_name="attempts",
        verbose_name=_("Number of the payment method"),
    )
    payment = models.OneToOneField(
        Payment,
        models.DO_NOTHING,
        null=True,
        related_name="attempt",
        verbose_name=_("Number of the payment"),
    )
    refunds = models.ForeignKey(
        Payment,
        models.DO_NOTHING,
        null=True,
        related_name="refund_attempts",
        verbose_name=_("Number of the payment that it pays back"),
    )
    reopens = models.BooleanField(_("What was paid is owed again"), default=False)
    gateway = models.CharField(_("Gateway"), max_length=40)
    key = models.CharField(_("Key"), max_length=40, unique=True)
    amount = models.BigIntegerField(_("Amount"))
    currency = models.CharField(_("Currency"), max_length=3)
    keeps = models.BooleanField(_("The payment method is kept"), default=False)
    started_at = models.DateTimeField(_("Started"))
    reference = models.CharField(_("ID at the gateway"), max_length=200, blank=True)
    underway_since = models.DateTimeField(_("On its way since"), null=True, blank=True)
    asked_at = models.DateTimeField(_("Asked to confirm"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True)
    outcome = models.CharField(
        _("Outcome"),
        max_length=10,
        choices=[(each.value, each.value) for each in Outcome],
        blank=True,
    )
    code = models.CharField(_("Why it was declined"), max_length=60, blank=True)
    again = models.CharField(
        _("Whether to try again"),
        max_length=10,
        choices=[(each.value, each.value) for each in Again],
        blank=True,
    )
    proof = models.CharField(
        _("Name at who checks the account"), max_length=200, blank=True, default="", db_default=""
    )
    proof_account = models.CharField(
        _("Account at who checks it"), max_length=200, blank=True, default="", db_default=""
    )
    score = models.PositiveSmallIntegerField(_("How well the holder fits"), null=True, blank=True)
    review_since = models.DateTimeField(_("To be decided by staff since"), null=True, blank=True)
    decided_at = models.DateTimeField(_("Decided by staff"), null=True, blank=True)
    decided_why = models.CharField(
        _("Why they decided so"), max_length=200, blank=True, default="", db_default=""
    )
    depersonalised_at = models.DateTimeField(_("Cleared of personal data"), null=True, blank=True)

    objects = PaymentAttempts.as_manager()

    privacy = PersonalData(
        record=PAYMENT_ATTEMPT,
        called=_("Attempts to pay"),
        formats={"amount": "amount"},
        subject="account",
        scope="billing",
        clocks={"creation": "started_at"},
        depersonalised="depersonalised_at",
        mentions={"by": []},
        payment=["reference", "proof", "proof_account", "decided_why"],
        plain=[
            *("score", "review_since", "decided_at"),
            *("invoice", "method", "payment", "gateway", "key", "amount", "currency", "keeps"),
            *("refunds", "reopens", "underway_since", "asked_at"),
            *("ended_at", "outcome", "code", "again"),
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"],
                condition=Q(ended_at__isnull=True),
                name="one_open_attempt_an_invoice",
            ),
            models.UniqueConstraint(
                fields=["refunds"],
                condition=Q(ended_at__isnull=True),
                name="one_open_attempt_to_refund",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(outcome=""), name="attempt_open_is_open"
            ),
        ]
        indexes = [
            models.Index(fields=["started_at"], name="payment_attempt_started"),
            models.Index(until_emptied("started_at"), name="payment_attempt_left"),
            models.Index(fields=["gateway", "reference"], name="payment_attempt_reference"),
            models.Index(fields=["account"], condition=~Q(proof=""), name="payment_attempt_checks"),
            models.Index(
                fields=["review_since"],
                condition=Q(review_since__isnull=False, decided_at=None, ended_at=None),
                name="payment_attempt_to_decide",
            ),
        ]

    def __str__(self) -> str:
        return f"attempt to pay {self.pk}"


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


class Payout(models.Model):
    """Money that a gateway sends to our bank, in minor units; see `gateway.Payout`.

    bank_line: none until the statement has it; the room above (`bank`) writes which line that is.
    lost_at: since when it is known that it does not arrive, so that it is at the gateway again.
    by_hand: whether it was ordered at the gateway, which says of none such what it is of.
    """

    gateway = models.CharField(_("Gateway"), max_length=40)
    reference = models.CharField(_("ID at the gateway"), max_length=200)
    arrives_on = models.DateField(_("Arrives"))
    amount = models.BigIntegerField(_("Amount"))
    currency = models.CharField(_("Currency"), max_length=3)
    descriptor = models.CharField(_("What the statement says"), max_length=140, blank=True)
    told_at = models.DateTimeField(_("Told"))
    bank_line = models.BigIntegerField(_("Line of a bank statement"), null=True, unique=True)
    lost_at = models.DateTimeField(_("Does not arrive, known since"), null=True, blank=True)
    by_hand = models.BooleanField(_("Ordered by hand"), default=False, db_default=False)

    privacy = NoPersonalData(
        *("gateway", "reference", "arrives_on", "amount", "currency", "descriptor", "told_at"),
        *("bank_line", "lost_at", "by_hand"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "reference"], name="one_payout"),
        ]

    def __str__(self) -> str:
        return f"payout {self.pk}"


class PayoutPart(models.Model):
    """What a payout has of one payment, refund, dispute or fee, in minor units.

    key: of the payment in our books, as `Payment.key` has it, whenever that gets there; blank for
    what is of none. fee is negative where the gateway keeps something. foreign: whether it is of
    another system that uses the same account.
    """

    payout = models.ForeignKey(
        Payout, models.DO_NOTHING, related_name="parts", verbose_name=_("Payout")
    )
    key = models.CharField(_("Key of the payment"), max_length=120, blank=True)
    amount = models.BigIntegerField(_("Amount"))
    fee = models.BigIntegerField(_("Fee"))
    foreign = models.BooleanField(_("Of another system"), default=False, db_default=False)

    privacy = NoPersonalData("payout", "key", "amount", "fee", "foreign")

    class Meta:
        indexes = [models.Index(fields=["key"], name="payout_part_key")]

    def __str__(self) -> str:
        return f"part {self.pk} of a payout"
