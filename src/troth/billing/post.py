"""Enter something in the books."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.billing.models import Invoice, Payment, Posting, Transaction
from troth.billing.tell_paid import tell_paid
from troth.core.day import day_at
from troth.core.errors import TrothError


@dataclass(frozen=True)
class Leg:
    """A posting to be: an amount in minor units, debits positive."""

    ledger: Posting.Ledger
    amount: int
    part: str = ""
    invoice: Invoice | None = None
    payment: Payment | None = None


def from_balance(amount: int, *, set_aside: int, payment: Payment | None = None) -> list[Leg]:
    """What takes an amount out of a balance, of which so much was set aside to be paid back."""
    credit = Posting.Ledger.CREDIT
    return [
        Leg(credit, amount - set_aside, payment=payment),
        Leg(credit, set_aside, part=Posting.SET_ASIDE, payment=payment),
    ]


def post(
    kind: Transaction.Kind,
    legs: Iterable[Leg],
    *,
    currency: str,
    account: Account | None,
    at: datetime,
    key: str | None = None,
) -> Transaction | None:
    """Enter postings that sum to zero, as one transaction; None when all of them are of nothing.

    key: what this is, where it must happen once only; an IntegrityError says that it happened.
    Raises TrothError when the postings do not sum to zero, as PostgreSQL would.
    """
    legs = [leg for leg in legs if leg.amount]
    if sum(leg.amount for leg in legs):
        raise TrothError(_("What is entered in the books must sum to zero; nothing was entered."))
    if not legs:
        return None
    made = Transaction.objects.create(account=account, kind=kind, at=at, on=day_at(at), key=key)
    Posting.objects.bulk_create(postings(made, legs, currency))
    if account and any(leg.ledger == Posting.Ledger.RECEIVABLE and leg.amount < 0 for leg in legs):
        tell_paid([account.pk], at=at)
    return made


def postings(entry: Transaction, legs: Iterable[Leg], currency: str) -> list[Posting]:
    """The rows of an entry, not stored yet: all of them must come by one statement."""
    return [
        Posting(
            account=entry.account,
            transaction=entry,
            invoice=leg.invoice,
            payment=leg.payment,
            ledger=leg.ledger,
            part=leg.part,
            currency=currency,
            amount=leg.amount,
        )
        for leg in legs
    ]
