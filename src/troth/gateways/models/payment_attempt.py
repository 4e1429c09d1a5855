"""Attempts to pay through a gateway."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account, Person
from troth.billing.models import Invoice, Payment
from troth.gateways.gateway import Again, Outcome
from troth.gateways.models.payment_method import PaymentMethod
from troth.policy.declare import PersonalData, Record, until_emptied
from troth.policy.words import gettext_noop

PAYMENT_ATTEMPT = Record(
    "payment-attempt",
    gettext_noop("attempts to pay through a gateway"),
    word=gettext_noop("attempt to pay"),
    keep='from = "creation"\nfor = "2 years"',
)


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
