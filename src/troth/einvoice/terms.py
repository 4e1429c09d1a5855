"""A document by the business terms of EN 16931, from which both of its syntaxes are written."""

from typing import Any

from troth.core.errors import TrothError
from troth.core.money import exponent, major
from troth.core.percent import of_hundred
from troth.einvoice.document import Adjustment, Category, Document, Line, Party

_DIGITS = 2  # behind the point, of any amount but a price (BR-DEC-01 to BR-DEC-28)

# UNTDID 4461: by SEPA, by another transfer, by a way that is not said.
_SEPA, _TRANSFER, _UNSAID = "58", "30", "1"
_DISCOUNT = "95"  # UNTDID 5189
_LEITWEG = "0204"  # EAS: where authorities in Germany receive


def has_room(document: Document) -> bool:
    """Whether the amounts have no more digits than the standard has room for.

    Those of currencies with three or four may have; prices may have any.
    """
    finest = 10 ** max(exponent(document.currency) - _DIGITS, 0)
    amounts = [document.totals.prepaid]
    amounts += [amount for line in document.lines for amount in (line.net, line.discount)]
    amounts += [adjustment.amount for adjustment in document.adjustments]
    amounts += [subtotal.tax for subtotal in document.subtotals]
    return not any(amount % finest for amount in amounts)


def terms(document: Document) -> dict[str, Any]:
    """The document as `facturx.generate_cii_xml` and `generate_ubl_xml` take it.

    Raises TrothError where the standard has no room for its amounts.
    """
    if not has_room(document):
        raise TrothError(
            f"Document {document.number} has amounts of more than {_DIGITS} digits behind the "
            f"point, which EN 16931 has no room for: round them, or give out the PDF alone."
        )
    currency, totals, account = document.currency, document.totals, document.account
    untaxed = any(subtotal.category == Category.OUT_OF_SCOPE for subtotal in document.subtotals)
    told: dict[str, Any] = {
        "BT-1": document.number,
        "BT-2": document.issued,
        "BT-3": document.kind.value,
        "BT-5": currency,
        "BT-9": document.due_on,
        "BT-10": document.buyer_reference,
        "BT-13": document.purchase_order,
        "BT-81": _UNSAID,
        "BT-83": document.payment_reference,
        "BT-106": _amount(totals.lines, currency),
        "BT-107": _amount(totals.discounts, currency),
        "BT-108": _amount(totals.charges, currency),
        "BT-109": _amount(totals.net, currency),
        "BT-110": _amount(totals.tax, currency),
        "BT-112": _amount(totals.gross, currency),
        "BT-113": _amount(totals.prepaid, currency),
        "BT-115": _amount(totals.due, currency),
        "BG-1": [{"BT-22": note} for note in document.notes],
        "BG-4": _seller(document.seller, untaxed),
        "BG-7": _buyer(document, untaxed),
        "BG-20": [_adjustment(a, currency) for a in document.adjustments if a.amount <= 0],
        "BG-21": [_adjustment(a, currency) for a in document.adjustments if a.amount > 0],
        "BG-23": [
            {
                "BT-116": _amount(subtotal.base, currency),
                "BT-117": _amount(subtotal.tax, currency),
                "BT-118": subtotal.category.value,
                "BT-119": str(of_hundred(subtotal.rate)),
                "BT-120": subtotal.reason,
                "BT-121": subtotal.reason_code,
            }
            for subtotal in document.subtotals
        ],
        "BG-25": [_line(line, currency) for line in document.lines],
    }
    if document.tax_in_own is not None:
        told["BT-6"] = document.own_currency
        told["BT-111"] = _amount(document.tax_in_own, document.own_currency)
    if account:
        told["BT-81"] = _SEPA if currency == "EUR" else _TRANSFER
        told |= {"BT-84": account.iban, "BT-85": account.holder, "BT-86": account.bic}
    # The day by which all is supplied is always told: CII has an element for it that is not empty.
    told["BT-72"] = document.issued
    if document.period:
        told["BT-73"], told["BT-74"] = document.period
        told["BT-72"] = document.period[1]
    if any(subtotal.category == Category.INTRA_COMMUNITY for subtotal in document.subtotals):
        told["BG-13"] = {"name": document.buyer.name} | _address(document.buyer)  # BR-IC-12
    if document.original:
        told["BG-3"] = [{"BT-25": document.original.number, "BT-26": document.original.issued}]
    return told


def _amount(amount: int, currency: str) -> str:
    return str(round(major(amount, currency), min(exponent(currency), _DIGITS)))


def _rate(category: Category, rate: int) -> str | None:
    """Percent; none where there is no rate, not even of nothing (BR-O-05)."""
    return None if category == Category.OUT_OF_SCOPE else str(of_hundred(rate))


def _party(party: Party, untaxed: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"name": party.name, "legal_identifier": party.registration}
    told |= _address(party)
    if party.email:
        told |= {"einvoicing_addr": party.email, "einvoicing_addr_schemeid": "EM"}
    # Where nothing is taxed no VAT number may be named (BR-O-02), but it still says who that is.
    if untaxed:
        told["identifiers"] = {None: party.tax_id} if party.tax_id else {}
    else:
        told["vat_identifier" if party.has_vat_id else "tax_identifier"] = party.tax_id
    return told


def _seller(seller: Party, untaxed: bool) -> dict[str, Any]:
    told = _party(seller, untaxed) | {"contacts": _contacts(seller)}
    # Programs tell sellers apart by a number of theirs, if need be by their name (BR-CO-26).
    if not (told.get("identifiers") or told["legal_identifier"] or told.get("vat_identifier")):
        told["identifiers"] = {None: seller.tax_id or seller.name}
    return told


def _buyer(document: Document, untaxed: bool) -> dict[str, Any]:
    told = _party(document.buyer, untaxed)
    if document.leitweg_id:
        told |= {"einvoicing_addr": document.leitweg_id, "einvoicing_addr_schemeid": _LEITWEG}
    return told


def _address(party: Party) -> dict[str, str]:
    return {
        "addr_l1": party.street,
        "postcode": party.postcode,
        "city": party.city,
        "country_subdivision": party.region,
        "country_code": party.country,
    }


def _contacts(party: Party) -> list[dict[str, str]]:
    told = {"name": party.contact, "phone": party.phone, "email": party.email}
    return [told] if party.contact or party.phone else []


def _adjustment(adjustment: Adjustment, currency: str) -> dict[str, str | None]:
    return {
        "amount": _amount(abs(adjustment.amount), currency),
        "reason": adjustment.reason,
        "reason_code": _DISCOUNT if adjustment.amount <= 0 else "",
        "vat_category_code": adjustment.category.value,
        "vat_rate": _rate(adjustment.category, adjustment.rate),
    }


def _line(line: Line, currency: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "BT-126": str(line.position),
        "BT-129": f"{line.quantity:f}",
        "BT-130": line.unit,
        "BT-131": _amount(line.net, currency),
        "BT-134": line.starts,
        "BT-135": line.ends,
        "BT-146": str(major(line.unit_price, currency)),
        "BT-151": line.category.value,
        "BT-152": _rate(line.category, line.rate),
        "BT-153": line.description,
    }
    if line.discount:
        discount = {"amount": _amount(line.discount, currency), "reason_code": _DISCOUNT}
        told["BG-27"] = [discount]
    return told
