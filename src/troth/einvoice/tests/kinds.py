"""Every kind of document that a host gives out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from troth.einvoice.document import Adjustment, Category, Document, Kind, Original, Party
from troth.testing.einvoice import BUYER, SELLER, document, line

_FRENCH = Party(
    name="Élodie Exemple", street="3 rue du Lac", postcode="69002", city="Lyon", country="FR"
)
_DUTCH = Party(
    name="Voorbeeld B.V.",
    street="Grachtweg 1",
    postcode="1012 AB",
    city="Amsterdam",
    country="NL",
    tax_id="NL123456782B01",
    email="invoices@customer.example",
)
_AMERICAN = Party(
    name="Example Inc.",
    street="1 Sample Street",
    postcode="94105",
    city="San Francisco",
    region="CA",
    country="US",
)
_AUTHORITY = replace(BUYER, name="Amt für Beispiele", email="amt@customer.example")


def _taxed(category: Category, buyer: Party) -> Document:
    return document(line(4900, 0, category=category), buyer=buyer)


KINDS: dict[str, Callable[[], Document]] = {
    "to somebody at home": document,
    "to an authority": lambda: document(buyer=_AUTHORITY, buyer_reference="04011000-12345-03"),
    "to a consumer in the EU": lambda: document(line(1490, 20_0000), buyer=_FRENCH),
    "at a rate of three digits behind the point": lambda: document(
        line(1490, 6_6250), buyer=_AMERICAN
    ),
    "reverse charge": lambda: _taxed(Category.REVERSE_CHARGE, _DUTCH),
    "goods within the EU": lambda: _taxed(Category.INTRA_COMMUNITY, _DUTCH),
    "out of the EU": lambda: _taxed(Category.EXPORT, _AMERICAN),
    "exempt": lambda: _taxed(Category.EXEMPT, BUYER),
    "zero rated": lambda: _taxed(Category.ZERO_RATED, BUYER),
    "out of scope": lambda: _taxed(Category.OUT_OF_SCOPE, _AMERICAN),
    "a seller with a tax number that is none for VAT": lambda: document(
        seller=replace(SELLER, tax_id="218/5781/0815")
    ),
    "mixed rates": lambda: document(line(1490), line(999, 7_0000), line(2500, 0)),
    "a discount on a line": lambda: document(
        line(1490, quantity=Decimal("2.5"), discount=333), line(990)
    ),
    "a discount and a charge on the whole": lambda: document(
        line(10000),
        line(5000, 7_0000),
        adjustments=[
            Adjustment("Ten percent for loyalty", -1000, Category.STANDARD, 19_0000),
            Adjustment("Ten percent for loyalty", -500, Category.STANDARD, 7_0000),
            Adjustment("Late fee", 750, Category.STANDARD, 19_0000),
        ],
    ),
    "a line that gives back": lambda: document(line(4900), line(1490, quantity=Decimal(-1))),
    "a credit note": lambda: document(
        kind=Kind.CREDIT_NOTE,
        number="G-2026-00012",
        original=Original("R-2026-00417", date(2026, 11, 1)),
        account=None,
        notes=("Your service ended early.",),
    ),
    "a foreign currency": lambda: document(
        line(1999), currency="USD", own_currency="EUR", tax_in_own=329
    ),
    "nothing to pay": lambda: document(line(0)),
    "paid in part": lambda: document(line(1490), prepaid=1000),
    "paid too much": lambda: document(line(1490), prepaid=5000),
    "for no period": lambda: document(line(1200, starts=None, ends=None, unit="C62")),
    "for an order": lambda: document(purchase_order="PO 4711"),
    "a currency without decimals": lambda: document(line(1490), currency="JPY"),
    "a currency with three decimals": lambda: document(
        line(12340, 0, category=Category.ZERO_RATED), currency="KWD"
    ),
    "four hundred lines": lambda: document(*(line(100 + number) for number in range(400))),
}
