"""Take an invoice back, in whole or in part, by a credit note."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.billing.apply_balances import apply_balances
from troth.billing.events import CREDITED
from troth.billing.left import Left, left_of
from troth.billing.mail_invoices import mail_invoices
from troth.billing.models import (
    Invoice,
    InvoiceLine,
    InvoiceTax,
    Payment,
    Posting,
    Series,
    Transaction,
)
from troth.billing.number import take_numbers
from troth.billing.owed import owed
from troth.billing.post import Leg, post
from troth.billing.refund import refund as pay_back
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.core.percent import quotient, share_of
from troth.core.provider import provider
from troth.publishing.evidence import note

Ledger = Posting.Ledger
# A part of an invoice: net amounts by line, an amount with tax, or None for all that is left.
Part = Mapping[InvoiceLine, int] | int | None


@dataclass(frozen=True)
class Credited:
    """What a credit note would say, in minor units: by line net, by tax its base and its amount."""

    lines: dict[InvoiceLine, int]
    taxes: dict[InvoiceTax, tuple[int, int]]

    @property
    def net(self) -> int:
        return sum(self.lines.values())

    @property
    def tax(self) -> int:
        return sum(amount for _base, amount in self.taxes.values())

    @property
    def total(self) -> int:
        return self.net + self.tax


@act
def credit(
    invoice: Invoice,
    part: Part = None,
    *,
    at: datetime,
    refund: Mapping[Payment, int] | None = None,
) -> Invoice:
    """Issue a credit note for an invoice, with tax by the rates of the invoice, and tell its owner.

    part: what to take back; see `Part`. It goes against what is owed of the invoice. refund: how
    much of which payment is paid back. What remains pays what else the customer owes, and then
    goes to their balance. Raises TrothError for more than is left of the invoice or of a line, and
    for an invoice that belongs to nobody any more.
    """
    if invoice.account is None:
        raise TrothError(_("This invoice no longer belongs to anyone; nothing was credited."))
    account = lock_or_refuse(invoice.account)
    credited = foresee(invoice, part)
    offset = min(owed(invoice), credited.total)
    made = _issue(invoice, credited, at)
    post(
        Transaction.Kind.CREDIT_NOTE,
        [
            Leg(Ledger.REVENUE, credited.net, invoice=made),
            *(
                Leg(Ledger.TAX, amount, part=tax.country, invoice=made)
                for tax, (_base, amount) in credited.taxes.items()
            ),
            Leg(Ledger.RECEIVABLE, -offset, invoice=invoice),
            Leg(Ledger.CREDIT, offset - credited.total, invoice=made),
        ],
        currency=invoice.currency,
        account=account,
        at=at,
        key=f"invoice {made.pk}",
    )
    for payment, amount in (refund or {}).items():
        pay_back(payment, amount, at=at)
    apply_balances([account.pk], at=at)
    note(CREDITED, "keep.invoice", at=at, subject=account.pseudonym, counts={"credit_notes": 1})
    mail_invoices([made.pk], at=at)
    return made


def foresee(invoice: Invoice, part: Part = None) -> Credited:
    """What a credit note for a part of an invoice would say. Raises TrothError as `credit` does."""
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        raise TrothError(_("A credit note takes an invoice back, not another credit note."))
    left = left_of(invoice)
    if isinstance(part, int):
        credited = _spread(part, left)
    else:
        credited = _taxed(left.lines if part is None else part, left)
    if not 0 < credited.total <= left.total:
        raise _too_much()
    return credited


def _taxed(lines: Mapping[InvoiceLine, int], left: Left) -> Credited:
    """Net amounts of lines with their tax. Raises TrothError for more than is left of any."""
    for line, amount in lines.items():
        of_line = left.lines.get(line, 0)
        if not min(of_line, 0) <= amount <= max(of_line, 0):
            raise _too_much()
    chosen = {line: amount for line, amount in lines.items() if amount}
    taxes = {}
    for tax, of_tax in left.taxes.items():
        alike = {line: n for line, n in chosen.items() if _is_taxed(line, tax)}
        base = sum(alike.values())
        amount = share_of(base, tax.rate)
        if abs(amount) > abs(of_tax):
            raise _too_much()
        if alike:
            taxes[tax] = (base, amount)
    return Credited(chosen, taxes)


def _spread(amount: int, left: Left) -> Credited:
    """An amount with tax, over the lines by what is left of each; the most that is not above it.

    Not every amount is a net one with its tax: of two cents next to each other, one may be none.
    """
    if not 0 < amount <= left.total:
        raise _too_much()
    if amount == left.total:
        return _taxed(left.lines, left)
    open = {line: net for line, net in left.lines.items() if net > 0}
    gross = sum(open.values()) + sum(max(tax, 0) for tax in left.taxes.values())
    shares = {line: net * amount // gross for line, net in open.items()}
    # What rounding has left over, a few minor units, goes to the lines in their order.
    for line, net in open.items():
        while shares[line] < net and _total({**shares, line: shares[line] + 1}, left) <= amount:
            shares[line] += 1
        while shares[line] and _total(shares, left) > amount:
            shares[line] -= 1
    return _taxed(shares, left)


def _total(lines: Mapping[InvoiceLine, int], left: Left) -> int:
    taxes = (
        share_of(sum(n for line, n in lines.items() if _is_taxed(line, tax)), tax.rate)
        for tax in left.taxes
    )
    return sum(lines.values()) + sum(taxes)


def _is_taxed(line: InvoiceLine, tax: InvoiceTax) -> bool:
    return (line.category, line.rate) == (tax.category, tax.rate)


def _too_much() -> TrothError:
    return TrothError(_("Credit more than zero and no more than is left of the invoice."))


def _issue(invoice: Invoice, credited: Credited, at: datetime) -> Invoice:
    """The rows of a credit note; its party and seller are those of the invoice."""
    sealed = (
        "account currency home_currency home_rate language notes evidence supplied_on party_name"
        " party_address party_postcode party_city party_region party_country party_tax_id"
        " party_reference seller_name seller_address seller_postcode seller_city seller_country"
    )
    at_home = invoice.tax_at_home
    if at_home is not None:
        at_home = quotient(at_home * credited.tax, invoice.tax) if invoice.tax else 0
    made = Invoice.objects.create(
        kind=Invoice.Kind.CREDIT_NOTE,
        number=take_numbers(Series.Kind.CREDIT_NOTE, 1, at=at)[0],
        issued_at=at,
        original=invoice,
        net=credited.net,
        tax=credited.tax,
        total=credited.total,
        tax_at_home=at_home,
        seller_tax_id=invoice.seller_tax_id or provider().taxes.number,
        seller_contact=provider().seller.contact,
        **{name: getattr(invoice, name) for name in sealed.split()},
    )
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            account=made.account,
            invoice=made,
            position=position,
            product=line.product,
            description=line.description,
            quantity=1,
            price=amount,
            amount=amount,
            supply=line.supply,
            category=line.category,
            rate=line.rate,
            starts=line.starts,
            ends=line.ends,
            original=line,
        )
        for position, (line, amount) in enumerate(credited.lines.items(), 1)
    )
    InvoiceTax.objects.bulk_create(
        InvoiceTax(
            account=made.account,
            invoice=made,
            category=tax.category,
            rate=tax.rate,
            country=tax.country,
            base=base,
            amount=amount,
            reason=tax.reason,
            reason_code=tax.reason_code,
        )
        for tax, (base, amount) in credited.taxes.items()
    )
    return made
