"""UBL 2.1, as XRechnung and Peppol take it."""

import re
from dataclasses import replace
from typing import Any

from troth.core.errors import TrothError
from troth.einvoice.document import Category, Document
from troth.einvoice.terms import terms

_EN_16931 = b"urn:cen.eu:en16931:2017"
_XRECHNUNG = _EN_16931 + b"#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
_PEPPOL = _EN_16931 + b"#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_DIGIT = re.compile(r"[0-9]")
_EMAIL = re.compile(r"[^@\s]+@[^@.\s]([^@\s]*[^@.\s])?$")  # BR-DE-28
_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
# The scheme of an electronic address that is a number for VAT (EAS), by how that begins. Companies
# of Denmark and Sweden are reached by other numbers alone.
_VAT_SCHEMES = {
    "AT": "9914",
    "BE": "9925",
    "BG": "9926",
    "CH": "9927",
    "CY": "9928",
    "CZ": "9929",
    "DE": "9930",
    "EE": "9931",
    "GB": "9932",
    "EL": "9933",
    "ES": "9920",
    "FI": "0213",
    "FR": "9957",
    "HR": "9934",
    "HU": "9910",
    "IE": "9935",
    "IT": "0211",
    "LI": "9936",
    "LT": "9937",
    "LU": "9938",
    "LV": "9939",
    "MT": "9943",
    "NL": "9944",
    "PL": "9945",
    "PT": "9946",
    "RO": "9947",
    "SI": "9949",
    "SK": "9950",
}


def ubl(document: Document) -> bytes:
    """An Invoice or a CreditNote in EN 16931; without what Germany or Peppol adds to it."""
    return _written(terms(document))


def peppol(document: Document) -> bytes:
    """The same as Peppol BIS Billing 3.0 has it, for whoever is reached by a number for VAT.

    Where the buyer has told no reference to sort by (BT-10), the number of the document stands for
    it. Raises TrothError for a seller or a buyer whom no scheme of addresses reaches.
    """
    reference = document.buyer_reference or (not document.purchase_order and document.number) or ""
    notes = " ".join(filter(None, document.notes))  # one, of all (PEPPOL-EN16931-R002)
    whole = replace(document, buyer_reference=reference, notes=(notes,) if notes else ())
    told = terms(whole)
    for group, party, rule in (
        ("BG-4", document.seller, "PEPPOL-EN16931-R020"),
        ("BG-7", document.buyer, "PEPPOL-EN16931-R010"),
    ):
        if not (scheme := peppol_scheme(party.tax_id)):
            raise TrothError(
                f"Document {document.number} is none for Peppol: {party.name} has no address "
                f"there ({rule})."
            )
        told[group] |= {"einvoicing_addr": party.tax_id, "einvoicing_addr_schemeid": scheme}
    return _written(told).replace(_EN_16931, _PEPPOL, 1)


def peppol_scheme(tax_id: str) -> str:
    """The scheme (EAS) in which a number for VAT is an address at Peppol; blank for none."""
    return _VAT_SCHEMES.get(tax_id[:2], "")


def _written(told: dict[str, Any]) -> bytes:
    from facturx.generate_xml import generate_ubl_xml  # takes long to load, and few need it

    # The checks of factur-x ask a server, and say yes where there is none.
    xml: bytes = generate_ubl_xml(
        told | {"BT-23": _PROCESS},
        level="en16931",
        check_xsd=False,
        check_schematron="",
    )
    return xml


def xrechnung(document: Document) -> bytes:
    """The same as XRechnung 3.0 has it.

    Raises TrothError that names all that is missing of what authorities in Germany want to know.
    """
    if missing := ", ".join(f"{what} ({rule})" for rule, what in lacks(document)):
        raise TrothError(f"Document {document.number} is no XRechnung yet; it lacks {missing}.")
    return ubl(document).replace(_EN_16931, _XRECHNUNG, 1)


def lacks(document: Document) -> list[tuple[str, str]]:
    """What a document lacks for XRechnung, each with the rule that wants it."""
    seller, buyer = document.seller, document.buyer
    wanted = (
        ("BR-DE-15", "the buyer reference, such as a Leitweg-ID", document.buyer_reference),
        ("BR-DE-16", "the tax number of the seller", seller.tax_id or _is_untaxed(document)),
        ("BR-DE-5", "whom to ask", seller.contact),
        ("BR-DE-6", "the telephone number of the seller", seller.phone),
        ("BR-DE-27", "three digits of the telephone number", len(_DIGIT.findall(seller.phone)) > 2),
        ("BR-DE-7", "the e-mail address of the seller", seller.email),
        ("BR-DE-28", "a form of the e-mail address that programs know", _EMAIL.match(seller.email)),
        ("BR-DE-3", "the city of the seller", seller.city),
        ("BR-DE-4", "the postcode of the seller", seller.postcode),
        ("BR-DE-8", "the city of the buyer", buyer.city),
        ("BR-DE-9", "the postcode of the buyer", buyer.postcode),
        (
            "PEPPOL-EN16931-R010",
            "where the buyer receives invoices",
            document.leitweg_id or buyer.email,
        ),
    )
    return [(rule, what) for rule, what, given in wanted if not given]


def _is_untaxed(document: Document) -> bool:
    return all(each.category == Category.OUT_OF_SCOPE for each in document.subtotals)
