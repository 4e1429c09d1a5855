"""Charge an account for something by hand: on an invoice of its own, or on the next one."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.billing.draft import Draft
from troth.billing.models import Invoice, InvoiceLine
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.publishing import evidence
from troth.services.change import ChangedError
from troth.services.events import CHARGED
from troth.services.log_step import log_step
from troth.services.models import Charge
from troth.services.settle import issue_of, line_of

MOST = 10  # lines
_DOCUMENT = (
    *("due_on", "currency", "net", "tax", "total", "language", "notes", "remark", "party_name"),
    *("party_address", "party_postcode", "party_city", "party_region", "party_country"),
    *("party_tax_id", "party_reference"),
)
_LINE = (
    *("product", "description", "quantity", "price", "discount", "amount", "supply", "category"),
    *("rate", "starts", "ends"),
)


@dataclass(frozen=True)
class ByHand:
    """What is charged: lines that are not stored yet, in one currency, 10 of them at most.

    due_on: another day than the account's own. waits: for the account's next invoice.
    """

    charges: Sequence[Charge]
    due_on: date | None = None
    remark: str = ""
    waits: bool = False


@dataclass(frozen=True)
class Foreseen:
    """The document, and a hash of all that it says: who agrees to it, agrees to this."""

    invoice: Invoice
    lines: Sequence[InvoiceLine]
    seen: str


@act
def foresee_charge(account: Account, asked: ByHand, *, at: datetime) -> Foreseen:
    """The document as it will be: it is issued, and taken back at once. Raises TrothError."""
    made = _issue(lock_or_refuse(account), asked, at=at)
    transaction.set_rollback(True)
    return made


@act
def charge_by_hand(
    account: Account, asked: ByHand, *, seen: str, at: datetime, by: Person
) -> Invoice | None:
    """Issue the invoice; None where it waits.

    seen: the hash of what was foreseen; it holds once. Raises ChangedError where it would be
    something else by now, TaxError where nobody can say how it is taxed.
    """
    account = lock_or_refuse(account)
    if asked.waits:
        foreseen = foresee_charge(account, asked, at=at)
        Charge.objects.bulk_create(_fresh(account, asked, at))
    else:
        foreseen = _issue(account, asked, at=at)
    if foreseen.seen != seen:
        raise ChangedError
    log_step(account, gettext_noop("charged by hand"), at=at, person=by)
    counts = {"lines": len(asked.charges)}
    evidence.note(CHARGED, "keep.service", at=at, subject=account.pseudonym, counts=counts)
    return None if asked.waits else foreseen.invoice


def _issue(account: Account, asked: ByHand, *, at: datetime) -> Foreseen:
    today = day_at(at)
    if not 0 < len(asked.charges) <= MOST:
        raise TrothError(_("Fill in at least one line."))
    if asked.due_on and asked.due_on < today:
        raise TrothError(_("An invoice can be due today at the earliest."))
    before = account.charges.order_by("-pk").values_list("pk", flat=True).first()
    charges = Charge.objects.bulk_create(_fresh(account, asked, at))
    drafts = [
        Draft(
            account,
            each.currency,
            [line_of(each)],
            supplied_on=each.starts or today,
            due_on=asked.due_on,
            remark=asked.remark,
        )
        for each in charges
    ]
    invoice = issue_of(charges, drafts, at=at)
    lines = list(invoice.lines.order_by("position"))
    figures = [
        (before, asked.waits),
        [getattr(invoice, name) for name in _DOCUMENT],
        *([getattr(line, name) for name in _LINE] for line in lines),
    ]
    return Foreseen(invoice, lines, hashlib.sha256(repr(figures).encode()).hexdigest())


def _fresh(account: Account, asked: ByHand, at: datetime) -> list[Charge]:
    """The charges, to be stored: what was foreseen had keys that are gone."""
    for each in asked.charges:
        each.pk, each.line, each.account, each.made_at = None, None, account, at
        each.reason = Charge.Reason.OTHER
        each.amount = each.quantity * each.price - each.discount
    return list(asked.charges)
