"""UBL 2.1, as XRechnung and Peppol take it."""

from troth.core.errors import TrothError
from troth.einvoice.document import Document
from troth.einvoice.terms import terms

_EN_16931 = b"urn:cen.eu:en16931:2017"
_XRECHNUNG = _EN_16931 + b"#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
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

    Raises TrothError where something is missing that authorities in Germany want to know.
    """
    seller, buyer = document.seller, document.buyer
    wanted = {
        "the Leitweg-ID of the buyer (BR-DE-15)": document.buyer_reference,
        "whom to ask (BR-DE-5)": seller.contact,
        "the telephone number of the seller (BR-DE-6)": seller.phone,
        "the e-mail address of the seller (BR-DE-7)": seller.email,
        "the e-mail address of the buyer (PEPPOL-EN16931-R010)": buyer.email,
        "the city of the seller (BR-DE-3)": seller.city,
        "the postcode of the seller (BR-DE-4)": seller.postcode,
        "the city of the buyer (BR-DE-8)": buyer.city,
        "the postcode of the buyer (BR-DE-9)": buyer.postcode,
    }
    missing = ", ".join(what for what, given in wanted.items() if not given)
    if missing:
        raise TrothError(f"Document {document.number} is no XRechnung yet; it lacks {missing}.")
    return ubl(document).replace(_EN_16931, _XRECHNUNG, 1)
