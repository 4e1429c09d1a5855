"""An invoice as the document that is sent, printed and read by programs."""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from troth.billing.models import (
    Invoice,
    InvoiceLine,
    InvoiceTax,
    Posting,
    Transaction,
    account_for,
)
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.core.provider import provider
from troth.einvoice.document import (
    BankAccount,
    Category,
    Document,
    Kind,
    Line,
    Original,
    Party,
    Subtotal,
    Totals,
)
from troth.publishing.running import policy_on
from troth.tax.vat_number import vat_number

_LANGUAGES = ("de", "en")  # of what stands on a document besides its own words


def document(invoice: Invoice) -> Document:
    """The document of an invoice as it was issued: what the balance paid at that moment is told as
    prepaid, and whatever was paid since is no part of it.

    Of one that was emptied of personal data it says so in the place of the buyer. Raises TrothError
    for what EN 16931 does not take, such as a taxed invoice of a seller without a tax number, and
    for one whose lines and taxes do not come to its total.
    """
    language = (invoice.language or settings.LANGUAGE_CODE).partition("-")[0]
    language = language if language in _LANGUAGES else "en"
    with translation.override(language):
        lines = tuple(_line(line) for line in invoice.lines.order_by("position", "pk"))
        buyer = _buyer(invoice)
    subtotals = tuple(_subtotal(tax) for tax in invoice.taxes.order_by("-rate", "pk"))
    totals = Totals.of(lines, (), subtotals, _prepaid(invoice))
    if totals.gross != invoice.total:
        raise TrothError(
            _("The lines of invoice %(number)s do not add up to its total.")
            % {"number": invoice.number}
        )
    is_note = invoice.kind == Invoice.Kind.CREDIT_NOTE
    issued = day_at(invoice.issued_at)
    policy = policy_on(invoice.issued_at, missing_ok=True)  # of one from before there was any
    us = policy.tables.provider if policy else None
    original = invoice.original
    old = invoice.seller_contact is None
    return Document(
        kind=Kind.CREDIT_NOTE if is_note else Kind.INVOICE,
        number=invoice.number,
        issued=issued,
        due_on=invoice.due_on or issued,
        currency=invoice.currency,
        language=language,
        seller=Party(
            name=invoice.seller_name,
            street=_street(invoice),
            postcode=invoice.seller_postcode,
            city=invoice.seller_city,
            country=invoice.seller_country,
            tax_id=invoice.seller_tax_id or (provider().taxes.number if old else ""),
            registration=us.registration or "" if us else "",
            email=us.billing_contact or "" if us else "",
            contact=invoice.seller_contact or (provider().seller.contact if old else ""),
            phone=us.phone or "" if us else "",
        ),
        buyer=buyer,
        lines=lines,
        subtotals=subtotals,
        totals=totals,
        own_currency=invoice.home_currency,
        tax_in_own=invoice.tax_at_home if invoice.home_currency else None,
        buyer_reference=invoice.party_reference,
        payment_reference=invoice.payment_reference,
        account=None if is_note else _account(invoice),
        original=Original(original.number, day_at(original.issued_at)) if original else None,
        notes=tuple(filter(None, (invoice.remark, *invoice.notes.splitlines()))),
    )


def _account(invoice: Invoice) -> BankAccount | None:
    """The bank account to pay to; today's where the invoice was issued by an earlier release."""
    if invoice.seller_contact is None:
        bank = account_for(invoice.currency)
        return BankAccount(bank.iban, bank.holder, bank.bic) if bank else None
    if not invoice.bank_iban:
        return None
    return BankAccount(invoice.bank_iban, invoice.bank_holder or "", invoice.bank_bic or "")


def _prepaid(invoice: Invoice) -> int:
    """What the balance paid as the invoice was issued."""
    paid = invoice.postings.filter(
        ledger=Posting.Ledger.RECEIVABLE,
        transaction__kind=Transaction.Kind.APPLIED,
        transaction__at=invoice.issued_at,
    )
    return -(paid.aggregate(sum=Sum("amount"))["sum"] or 0)


def _street(invoice: Invoice) -> str:
    """The seller's address as far as the postcode and the city, which have places of their own."""
    address = invoice.seller_address
    place = f"{invoice.seller_postcode} {invoice.seller_city}"
    street, found, _country = address.rpartition(place)
    return street.rstrip(", \r\n") if found and invoice.seller_postcode else address


def _buyer(invoice: Invoice) -> Party:
    if invoice.depersonalised_at:
        name = _("The name and the address have been erased")
        return Party(name=name, country=invoice.party_country)
    return Party(
        name=invoice.party_name,
        street=invoice.party_address,
        postcode=invoice.party_postcode,
        city=invoice.party_city,
        region=invoice.party_region,
        country=invoice.party_country,
        tax_id=vat_number(invoice.party_tax_id, invoice.party_country) or invoice.party_tax_id,
    )


def _line(line: InvoiceLine) -> Line:
    """A line; what takes something back has a quantity below nothing, since no price may be."""
    quantity, price, discount = line.quantity, line.price, line.discount
    if discount < 0 or quantity * price - discount != line.amount:
        quantity, price, discount = 1, line.amount, 0
    if price < 0:
        quantity, price = -quantity, -price
    return Line(
        position=line.position,
        description=line.description or line.product or _("Erased"),
        quantity=Decimal(quantity),
        unit_price=price,
        discount=discount,
        net=line.amount,
        category=Category(line.category),
        rate=line.rate,
        starts=line.starts,
        ends=line.ends - timedelta(days=1) if line.ends else None,
    )


def _subtotal(tax: InvoiceTax) -> Subtotal:
    return Subtotal(
        category=Category(tax.category),
        rate=tax.rate,
        base=tax.base,
        tax=tax.amount,
        reason=tax.reason,
        reason_code=tax.reason_code,
    )
