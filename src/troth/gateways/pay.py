"""Lead a customer to a gateway, to pay there, or have it take what is owed by a way it keeps."""

import logging
from datetime import datetime
from uuid import uuid4

from django.db.models import QuerySet
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
from troth.core.written_once import Given, written_once
from troth.gates.share import UnsignedError
from troth.gateways.events import BEGUN
from troth.gateways.follow_check import KIND
from troth.gateways.gateway import Outcome
from troth.gateways.installed import checks
from troth.gateways.keys import DIRECT_DEBIT
from troth.gateways.look_up import look_up
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.sepa.pay_otherwise import pay_otherwise
from troth.gateways.usable_ways import usable_ways
from troth.publishing.evidence import note

logger = logging.getLogger(__name__)


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

    amount: in minor units of `currency`; without it and an invoice, a payment method is left, to be
    used in the account's currency, and nothing paid. keep: whether the gateway may keep the way for
    us. The attempt is stored before the gateway is asked. Where one is open, that is looked up: the
    customer goes on with it where it is the same, and else it ends, as a direct debit does that no
    bank has been told of. Not within a transaction.
    Raises PaidError, AskingError, and TrothError with what else stands in the way.
    """
    wanted = _Wanted(account, gateway, by, invoice, amount, currency, keep)
    call, url = _begin_or_go_on(wanted, at=at)
    return _ask(call, at=at) if call else url


def pay_by_kept(
    account: Account, number: int, *, invoice: Invoice, by: Person, at: datetime, amount: int = 0
) -> tuple[PaymentAttempt | None, str]:
    """Take what is owed of an invoice by a payment method that is kept, as its customer has just
    asked: the attempt, and where they go on to confirm it, blank where they need not.

    number: of the payment method. amount: in minor units, what they were shown; where another is
    owed now, nothing is taken. Where something is open of the invoice that they go on with instead,
    there is no attempt. What the gateway does not answer at once is asked later, once. Not within a
    transaction. Raises as `pay` does.
    """
    method = usable_ways(account, invoice.currency, at=at).filter(pk=number).first()
    if method is None:
        raise TrothError(_("This payment method can no longer be used. Please choose another."))
    wanted = _Wanted(account, method.gateway, by, invoice, amount, "", False, method)
    call, url = _begin_or_go_on(wanted, at=at)
    if call is None:
        return None, url
    try:
        url = work_claimed(call, at=at).told
    except Exception as error:  # the call sees to its end, and the attempt says how it stands
        logger.info("%s did not end at once: %s", call, type(error).__name__)
    return PaymentAttempt.objects.get(pk=call.row), url


class _Wanted:
    """What somebody would pay, and how. Of an invoice, `_is_open` says how much."""

    def __init__(
        self,
        account: Account,
        gateway: str,
        by: Person,
        invoice: Invoice | None,
        amount: int,
        currency: str,
        keep: bool,
        method: PaymentMethod | None = None,
    ) -> None:
        self.account, self.gateway, self.by, self.keep = account, gateway, by, keep
        self.method = method
        self.invoice, self.amount, self.currency = invoice, amount, currency
        if not self.amount:
            self.currency = currency or account.currency or provider().taxes.currency
        if invoice:
            self.currency = invoice.currency

    def is_same(self, attempt: PaymentAttempt) -> bool:
        """Whether an attempt is for the same amount, in the same way."""
        return self.method is None and (
            attempt.gateway,
            attempt.amount,
            attempt.currency,
            attempt.keeps,
        ) == (*(self.gateway, self.amount, self.currency, self.keep),)

    def begin(self, *, at: datetime) -> Call | None:
        """The attempt, and the call that asks the gateway for a page, or to take it; None while
        something is open of the invoice."""
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
    attempt = next(iter(_open(invoice=wanted.invoice.pk)), None)
    if attempt is None:
        return ""
    if attempt.gateway == DIRECT_DEBIT:
        pay_otherwise(attempt, at=at)
        return ""
    try:
        standing = look_up(attempt, at=at)
    except Refused:
        standing = None  # that gateway is switched off
    except (Unavailable, InDoubt, OSError) as error:
        raise AskingError(
            _(
                "We are asking the payment service whether this was paid. Please look again in a "
                "minute."
            )
        ) from error
    if standing and standing.outcome == Outcome.ASKED and standing.url:
        return standing.url
    if attempt.outcome == Outcome.PAID:
        raise PaidError(_("This has just been paid. Thank you."))
    if attempt.underway_since and not attempt.ended_at:
        raise PaidError(_("Your payment is on its way to us. There is nothing you need to do."))
    if attempt.ended_at:
        # By an account whose check has just ended well, it may be being taken.
        return _go_on(wanted, at=at) if attempt.gateway in checks() else ""
    if attempt.proof and not attempt.asked_at and wanted.is_same(attempt):
        raise PaidError(_("We are checking your bank account; you will see the result here."))
    if attempt.method_id is None and wanted.is_same(attempt):
        return _ask(_call(attempt, at), at=at)
    if attempt.method_id and standing is None:
        raise AskingError(_("This is being charged to the payment method you chose."))
    PaymentAttempt.objects.filter(pk=attempt.pk, ended_at=None).update(ended_at=at)
    return ""


@written_once
def _open() -> QuerySet[PaymentAttempt]:
    mine = PaymentAttempt.objects.filter(invoice=Given("invoice"), ended_at=None)
    return mine.select_related("account", "by", "invoice").order_by("pk")[:1]


def _begin_or_go_on(wanted: _Wanted, *, at: datetime) -> tuple[Call | None, str]:
    """The call of what is begun; or where to go on with what is open of the invoice."""
    if call := wanted.begin(at=at):
        return call, ""
    if url := _go_on(wanted, at=at):
        return None, url
    if call := wanted.begin(at=at):
        return call, ""
    raise AskingError(_("This is being paid in another window. Please look again in a minute."))


@act
def _begin(wanted: _Wanted, *, at: datetime) -> Call | None:
    account = lock_or_refuse(wanted.account)
    if wanted.invoice and _is_open(wanted, wanted.invoice):
        return None
    attempt = PaymentAttempt.objects.create(
        account=account,
        by=wanted.by,
        invoice=wanted.invoice,
        method=wanted.method,
        gateway=wanted.gateway,
        key=uuid4().hex,
        amount=wanted.amount,
        currency=wanted.currency,
        keeps=wanted.keep,
        started_at=at,
    )
    note(BEGUN, "keep.payment-attempt", at=at, subject=account.pseudonym)
    call = _call(attempt, at)
    call.stored = attempt
    return call


def _is_open(wanted: _Wanted, invoice: Invoice) -> bool:
    """Whether something is open of the invoice; what is owed of it is wanted.

    With the account locked, what another tab has done meanwhile is seen: nothing is paid twice.
    Raises PaidError, and AskingError where another amount is owed than the first time.
    """
    remains = owed(invoice)
    if remains <= 0 and wanted.amount:
        raise PaidError(_("This has just been paid. Thank you."))
    if remains <= 0:
        raise PaidError(_("This invoice has nothing left to pay."))
    if wanted.amount and remains != wanted.amount:
        raise AskingError(_("The amount due has just changed. Please check it again."))
    wanted.amount = remains
    return bool(_open(invoice=invoice.pk))


def _call(attempt: PaymentAttempt, at: datetime) -> Call:
    """A call for the page of an attempt. Asked again, the gateway shows the same one."""
    if attempt.method_id:
        key = f"charge {attempt.key}"
        return ask_and_wait("gateway", attempt.gateway, "charge here", attempt, key=key, at=at)
    key = f"pay {uuid4()}"
    if attempt.gateway in checks():
        return ask_and_wait(KIND, attempt.gateway, "begin", attempt, key=key, at=at)
    return ask_and_wait("gateway", attempt.gateway, "pay", attempt, key=key, at=at)


def _ask(call: Call, *, at: datetime) -> str:
    try:
        return work_claimed(call, at=at).told
    except (Unavailable, UnsignedError) as error:
        raise TrothError(
            _(
                "The payment service is not answering at the moment. Nothing was paid; please try "
                "again later."
            )
        ) from error
    except TrothError as refusal:
        if isinstance(refusal, InDoubt):
            raise _asking() from refusal
        raise
    except Exception as error:
        raise _asking() from error


def _asking() -> AskingError:
    return AskingError(_("The payment service did not answer. Nothing was paid; please try again."))
