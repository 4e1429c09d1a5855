"""Lead a customer to a gateway, to pay there."""

from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.billing.models import Invoice
from troth.billing.owed import owed
from troth.calls.ask import ask_and_wait
from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.calls.models import Call
from troth.calls.work import work_claimed
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.gates.share import UnsignedError
from troth.gateways.events import BEGUN
from troth.gateways.follow_check import KIND
from troth.gateways.gateway import Outcome
from troth.gateways.installed import checks
from troth.gateways.look_up import look_up
from troth.gateways.models import PaymentAttempt
from troth.publishing.evidence import note


class PaidError(TrothError):
    """It is paid already, or the money is on its way."""


class AskingError(TrothError):
    """Nobody knows yet whether it was paid; the gateway is being asked."""


def pay(
    account: Account,
    gateway: str,
    *,
    by: Person,
    at: datetime,
    invoice: Invoice | None = None,
    amount: int = 0,
    currency: str = "",
    keep: bool = False,
) -> str:
    """Where the customer goes on to pay what is owed of an invoice, or an amount to their balance.

    amount: in minor units of `currency`; without it and an invoice, a way to pay is left, to be
    used in the account's currency, and nothing paid. keep: whether the gateway may keep the way for
    us. The attempt is stored before the gateway is asked. One that is open is looked up first: the
    customer goes on with it where it is the same, and else it ends. Not within a transaction.
    Raises PaidError, AskingError, and TrothError with what else stands in the way.
    """
    wanted = _Wanted(account, gateway, by, invoice, amount, currency, keep)
    if url := _go_on(wanted, at=at):
        return url
    return _ask(wanted.begin(at=at), at=at)


class _Wanted:
    """What somebody would pay, and how."""

    def __init__(
        self,
        account: Account,
        gateway: str,
        by: Person,
        invoice: Invoice | None,
        amount: int,
        currency: str,
        keep: bool,
    ) -> None:
        self.account, self.gateway, self.by, self.keep = account, gateway, by, keep
        self.invoice, self.amount, self.currency = invoice, amount, currency
        if not self.amount:
            self.currency = currency or account.currency or provider().taxes.currency
        if invoice:
            self.amount, self.currency = owed(invoice), invoice.currency
            if self.amount <= 0:
                raise PaidError(_("Nothing is owed of this invoice any more."))

    def is_same(self, attempt: PaymentAttempt) -> bool:
        """Whether an attempt is for the same amount, in the same way."""
        return (attempt.gateway, attempt.amount, attempt.currency, attempt.keeps) == (
            *(self.gateway, self.amount, self.currency, self.keep),
        )

    def begin(self, *, at: datetime) -> Call:
        """The attempt, and the call that asks the gateway for a page."""
        return _begin(self, at=at)


def confirm(attempt: PaymentAttempt, *, at: datetime) -> str:
    """Where a customer enters the code of small amounts that their bank account has got.

    Not within a transaction. Raises AskingError, and TrothError with what else stands in the way.
    """
    return _ask(_call(attempt, at), at=at)


def _go_on(wanted: _Wanted, *, at: datetime) -> str:
    """Where to go on with what is open of the invoice; blank where nothing is."""
    if wanted.invoice is None:
        return ""
    open_ = PaymentAttempt.objects.filter(invoice=wanted.invoice, ended_at=None)
    attempt = open_.select_related("account", "by", "invoice").first()
    if attempt is None:
        return ""
    try:
        standing = look_up(attempt, at=at)
    except Refused:
        standing = None  # that gateway is switched off
    except (Unavailable, InDoubt, OSError) as error:
        raise AskingError(
            _("We are asking the gateway whether this was paid. Please look again in a minute.")
        ) from error
    if standing and standing.outcome == Outcome.ASKED and standing.url:
        return standing.url
    if attempt.outcome == Outcome.PAID:
        raise PaidError(_("This has just been paid. Thank you."))
    if attempt.underway_since and not attempt.ended_at:
        raise PaidError(_("Your payment is on its way to us. There is nothing to do."))
    if attempt.ended_at:
        # By an account whose check has just ended well, it may be being taken.
        return _go_on(wanted, at=at) if attempt.gateway in checks() else ""
    if attempt.proof and not attempt.asked_at and wanted.is_same(attempt):
        raise PaidError(_("We are looking at your bank account, and say here what came of it."))
    if attempt.method_id is None and wanted.is_same(attempt):
        return _ask(_call(attempt, at), at=at)
    if attempt.method_id and standing is None:
        raise AskingError(_("This is just being taken by the way to pay that you chose."))
    open_.filter(pk=attempt.pk).update(ended_at=at)
    return ""


@act
def _begin(wanted: _Wanted, *, at: datetime) -> Call:
    account = lock_or_refuse(wanted.account)
    attempt = PaymentAttempt.objects.create(
        account=account,
        by=wanted.by,
        invoice=wanted.invoice,
        gateway=wanted.gateway,
        key=uuid4().hex,
        amount=wanted.amount,
        currency=wanted.currency,
        keeps=wanted.keep,
        started_at=at,
    )
    note(BEGUN, "keep.payment-attempt", at=at, subject=account.pseudonym)
    return _call(attempt, at)


def _call(attempt: PaymentAttempt, at: datetime) -> Call:
    """A call for the page of an attempt. Asked again, the gateway shows the same one."""
    key = f"pay {uuid4()}"
    if attempt.gateway in checks():
        return ask_and_wait(KIND, attempt.gateway, "begin", attempt, key=key, at=at)
    return ask_and_wait("gateway", attempt.gateway, "pay", attempt, key=key, at=at)


def _ask(call: Call, *, at: datetime) -> str:
    try:
        return work_claimed(call, at=at).told
    except (Unavailable, UnsignedError) as error:
        raise TrothError(
            _("The gateway does not answer at the moment, and nothing was paid. Try again later.")
        ) from error
    except TrothError as refusal:
        if isinstance(refusal, InDoubt):
            raise _asking() from refusal
        raise
    except Exception as error:
        raise _asking() from error


def _asking() -> AskingError:
    return AskingError(_("The gateway did not answer. Nothing was paid; please try again."))
