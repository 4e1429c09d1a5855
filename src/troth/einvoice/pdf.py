"""A document as people read it, on A4; the XML for programs is inside (ZUGFeRD, Factur-X)."""

from collections.abc import Callable
from datetime import date
from itertools import accumulate
from typing import Any

from babel.dates import format_date
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from troth.core.errors import TrothError
from troth.core.iban import fours
from troth.core.leave import reaching
from troth.core.money import exponent, major, money
from troth.core.percent import percent
from troth.einvoice.cii import cii
from troth.einvoice.document import Category, Document, Kind, Line, Party
from troth.einvoice.epc import epc
from troth.einvoice.terms import has_room
from troth.policy.countries import COUNTRIES

ACCENT = "#0b5d57"


def printer() -> Callable[[str, str], bytes]:
    """What prints a page, see `sheets.py`. Raises TrothError where Pango is missing."""
    try:
        with reaching("a program of this machine, which knows where Pango is"):
            from troth.einvoice.sheets import printed
    except OSError:
        raise TrothError("To make a PDF, install Debian's package libpangoft2-1.0-0.") from None
    return printed


def pdf(document: Document, *, accent: str = ACCENT) -> bytes:
    """PDF/A-3 in the document's language, with its XML where the standard has room for it.

    accent: a colour of CSS that can be read on white. Raises TrothError where Pango is missing.
    """
    printed = printer()
    with translation.override(document.language):
        shown = _shown(document)
        page = printed(render_to_string("einvoice/document.html", shown), accent)
    if not has_room(document):
        return page
    from facturx import generate_from_binary  # half of the time in which all else starts

    title = f"{shown['title']} {document.number}"
    whole: bytes = generate_from_binary(
        page,
        cii(document),
        level="en16931",
        check_xsd=False,
        lang=document.language,
        pdf_metadata={
            "author": document.seller.name,
            "keywords": "ZUGFeRD, Factur-X",
            "title": title,
            "subject": title,
        },
        afrelationship="alternative",
    )
    return whole


def _shown(document: Document) -> dict[str, Any]:
    """What the template writes, in the language that is spoken."""
    currency, totals, seller = document.currency, document.totals, document.seller
    is_invoice = document.kind == Kind.INVOICE
    reached = accumulate(line.net for line in document.lines)
    return {
        "document": document,
        "is_invoice": is_invoice,
        "title": _("Invoice") if is_invoice else _("Credit note"),
        "sender": ", ".join([seller.name, *_address(seller, seller.country)]),
        "to": [document.buyer.name, *_address(document.buyer, seller.country)],
        "from": _address(seller, document.buyer.country),
        "issued": _day(document.issued),
        "due_on": _day(document.due_on),
        "period": document.period and _days(*document.period),
        "original_day": document.original and _day(document.original.issued),
        "lines": [
            _line(line, money(so_far, currency), currency)
            for line, so_far in zip(document.lines, reached, strict=True)
        ],
        "sum_of_lines": document.adjustments and money(totals.lines, currency),
        "adjustments": [(a.reason, money(a.amount, currency)) for a in document.adjustments],
        "net": money(totals.net, currency),
        "taxes": [
            (_rate(tax.category, tax.rate), money(tax.base, currency), money(tax.tax, currency))
            for tax in document.subtotals
            if tax.rate
        ],
        "reasons": [tax.reason for tax in document.subtotals if tax.reason],
        "gross": money(totals.gross, currency),
        "own_tax": document.tax_in_own is not None
        and money(document.tax_in_own, document.own_currency),
        "prepaid": totals.prepaid and money(-totals.prepaid, currency),
        "due": money(totals.due, currency),
        "is_due": is_invoice and totals.due > 0,
        "over": totals.due < 0 and money(-totals.due, currency),
        "iban": document.account and fours(document.account.iban),
        "qr": _qr(document),
    }


def _line(line: Line, so_far: str, currency: str) -> dict[str, Any]:
    return {
        "line": line,
        "period": line.starts and line.ends and _days(line.starts, line.ends),
        "quantity": number_format(line.quantity.normalize(), force_grouping=True),
        "price": _figures(line.unit_price, currency),
        "discount": line.discount and money(line.discount, currency),
        "rate": _rate(line.category, line.rate),
        "net": _figures(line.net, currency),
        "so_far": so_far,
    }


def _figures(amount: int, currency: str) -> str:
    """An amount in a column, whose head says the currency."""
    digits = exponent(currency)
    return number_format(major(amount, currency), decimal_pos=digits, force_grouping=True)


def _rate(category: Category, rate: int) -> str:
    if category == Category.OUT_OF_SCOPE:
        return "–"
    return percent(rate)


def _day(day: date) -> str:
    """`28 Nov 2026`: in English as on our pages, with the day first."""
    language = get_language() or "en"
    return format_date(day, locale="en_GB" if language == "en" else to_locale(language))


def _days(first: date, last: date) -> str:
    return f"{_day(first)} – {_day(last)}"


def _address(party: Party, read_in: str) -> list[str]:
    """The lines below the name; the country where it is another than that of the reader."""
    if party.region:
        place = f"{party.city}, {party.region} {party.postcode}"
    else:
        place = f"{party.postcode} {party.city}"
    country = "" if party.country == read_in else str(COUNTRIES.get(party.country, party.country))
    return [line for line in (*party.street.splitlines(), place.strip(), country) if line]


def _qr(document: Document) -> SafeString | None:
    """The code from which banking apps fill in a transfer: within SEPA, of what is left to pay."""
    account, due = document.account, document.totals.due
    if document.kind != Kind.INVOICE or not account:
        return None
    reference = document.payment_reference or document.number
    code = epc(account.holder, account.iban, due, document.currency, reference, account.bic)
    svg = code and code.svg_inline(border=0, omitsize=True)
    return mark_safe(svg) if svg else None  # made of squares alone
