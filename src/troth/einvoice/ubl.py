"""UBL 2.1, as XRechnung and Peppol take it."""

import re

from troth.core.errors import TrothError
from troth.einvoice.document import Category, Document
from troth.einvoice.terms import terms

_EN_16931 = b"urn:cen.eu:en16931:2017"
_XRECHNUNG = _EN_16931 + b"#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
_DIGIT = re.compile(r"[0-9]")
_EMAIL = re.compile(r"[^@\s]+@[^@.\s]([^@\s]*[^@.\s])?$")  # BR-DE-28
_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


def ubl(document: Document) -> bytes:
    """An Invoice or a CreditNote in EN 16931; without what Germany adds to it."""
    from facturx.generate_xml import generate_ubl_xml  # takes long to load, and few need it

    # The checks of factur-x ask a server, and say yes where there is none.
    xml: bytes = generate_ubl_xml(
        terms(document) | {"BT-23": _PROCESS},
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
