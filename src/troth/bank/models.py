"""Statements of the provider's bank accounts as they were read, and each line of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Account
from troth.billing.models import BankAccount, Payment
from troth.policy.declare import NoPersonalData, PersonalData, Record, until_emptied
from troth.policy.words import gettext_noop

LINE = Record(
    "bank-line",
    gettext_noop("lines of bank statements, and whose payment each of them is"),
    word=gettext_noop("line of a bank statement"),
    keep='from = "creation"\nfor = "10 years"\nbasis = "legal-obligation"\nthen = "depersonalise"',
)


class BankStatement(models.Model):
    """A statement that was read. `digest` is of what it says, whatever file said it.

    Balances are in minor units of the account's currency. `since` is the day of its first line,
    `until` that of its closing balance; where nothing tells one, they are the same.
    """

    bank_account = models.ForeignKey(
        BankAccount, models.DO_NOTHING, related_name="statements", verbose_name=_("Bank account")
    )
    digest = models.CharField(_("Fingerprint of the statement"), max_length=64, unique=True)
    number = models.CharField(_("Number of the statement"), max_length=40)
    opening = models.BigIntegerField(_("Opening balance"))
    closing = models.BigIntegerField(_("Closing balance"))
    since = models.DateField(_("From"))
    until = models.DateField(_("Until"))
    read_at = models.DateTimeField(_("Read"))

    privacy = NoPersonalData(
        *("bank_account", "digest", "number", "opening", "closing", "since", "until", "read_at")
    )

    class Meta:
        indexes = [models.Index(fields=["bank_account", "until"], name="statement_until")]

    def __str__(self) -> str:
        return f"statement {self.number}"


class TransferFile(models.Model):
    """A file of refunds, which the bank gets once; it is made anew from those sent at `made_at`.

    name: by which the bank tells of it (message and payment information of pain.001).
    bank_account: from which they are transferred; with a list as CSV that is told to nobody.
    """

    class Format(models.TextChoices):
        PAIN001 = "pain.001.001.09", "pain.001"
        CSV = "csv", "CSV"

    bank_account = models.ForeignKey(
        BankAccount,
        models.DO_NOTHING,
        null=True,
        related_name="transfer_files",
        verbose_name=_("Bank account"),
    )
    name = models.CharField(_("Name of the file"), max_length=35)
    format = models.CharField(_("Format"), max_length=20, choices=Format)
    made_at = models.DateTimeField(_("Created"), unique=True)

    privacy = NoPersonalData("bank_account", "name", "format", "made_at")

    def __str__(self) -> str:
        return f"file of transfers {self.pk}"


class Why(models.TextChoices):
    """Why a line is no customer's payment."""

    OUTGOING = "outgoing", _("We paid it ourselves")
    OWN = "own", _("Moved between accounts of ours")
    BANK = "bank", _("Interest or a charge of the bank")
    OTHER = "other", _("Came from someone who is not a customer")
    BACK = "back", _("Was sent back by hand")


class BankLines(models.QuerySet["BankLine"]):
    """Lines, and those of them that somebody has to look at."""

    def waiting(self) -> "BankLines":
        return self.filter(settled_at=None, dismissed_at=None)


class BankLine(models.Model):
    """A movement on an account of ours. `amount` is in minor units, positive where money came in.

    digest, nth: what makes it one line however often it is read, and which of several equal ones it
    is. account: whose it is, once that is known. payment: what became of it, a refund where money
    went back. Until it is settled or dismissed, it waits for somebody to look at it.
    """

    account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="bank_lines",
        verbose_name=_("Number of the account"),
    )
    statement = models.ForeignKey(
        BankStatement, models.DO_NOTHING, related_name="lines", verbose_name=_("Statement")
    )
    bank_account = models.ForeignKey(
        BankAccount, models.DO_NOTHING, related_name="lines", verbose_name=_("Bank account")
    )
    digest = models.CharField(_("Fingerprint of the line"), max_length=64)
    nth = models.PositiveIntegerField(_("Which of several equal lines"))
    read_at = models.DateTimeField(_("Read"))
    booked_on = models.DateField(_("Booked"))
    valued_on = models.DateField(_("Value day"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3)
    amount = models.BigIntegerField(_("Amount"))
    reversal = models.BooleanField(_("Reversal"), default=False)
    reason = models.CharField(_("Code of the reason"), max_length=40, blank=True)
    party = models.CharField(_("Payer or payee"), max_length=200, blank=True)
    party_iban = models.CharField(_("IBAN of the payer or payee"), max_length=34, blank=True)
    end_to_end_id = models.CharField(_("End-to-end reference"), max_length=140, blank=True)
    reference = models.CharField(_("Reference"), max_length=140, blank=True)
    text = models.TextField(_("Text of the transfer"), blank=True)
    bank_id = models.CharField(_("The bank’s reference"), max_length=140, blank=True)
    payment = models.ForeignKey(
        Payment,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="bank_lines",
        verbose_name=_("Number of the payment"),
    )
    settled_at = models.DateTimeField(_("Settled"), null=True, blank=True)
    dismissed_at = models.DateTimeField(_("Dismissed"), null=True, blank=True)
    dismissed_why = models.CharField(
        _("Why it was dismissed"), max_length=20, choices=Why, blank=True
    )
    depersonalised_at = models.DateTimeField(_("Cleared of personal data"), null=True, blank=True)

    objects = BankLines.as_manager()

    privacy = PersonalData(
        record=LINE,
        called=_("Lines of bank statements"),
        formats={"amount": "amount"},
        subject="account",
        scope="billing",
        clocks={"creation": "read_at"},
        depersonalised="depersonalised_at",
        payment=["party", "party_iban", "end_to_end_id", "reference", "text", "bank_id"],
        plain=[
            "statement",
            "bank_account",
            "digest",
            "nth",
            "booked_on",
            "valued_on",
            "currency",
            "amount",
            "reversal",
            "reason",
            "payment",
            "settled_at",
            "dismissed_at",
            "dismissed_why",
        ],
        staff_only=["digest", "nth", "dismissed_why"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("bank_account", "digest", "nth", name="a_line_is_read_once"),
            models.UniqueConstraint("payment", name="a_payment_is_one_line"),
            models.CheckConstraint(
                condition=models.Q(settled_at=None) | models.Q(dismissed_at=None),
                name="a_line_is_settled_or_dismissed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["booked_on"],
                condition=models.Q(settled_at=None, dismissed_at=None),
                name="bank_line_waits",
            ),
            models.Index(
                fields=["end_to_end_id"],
                condition=~models.Q(end_to_end_id=""),
                name="bank_line_end_to_end",
            ),
            models.Index(fields=["read_at"], name="bank_line_read_ever"),
            models.Index(until_emptied("read_at"), name="bank_line_read_left"),
        ]

    def __str__(self) -> str:
        return f"line {self.pk}"

    @property
    def came_back(self) -> bool:
        """Whether the bank says that it takes back, or brings back, what went before."""
        return self.reversal or bool(self.reason)
