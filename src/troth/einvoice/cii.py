"""The XML of ZUGFeRD and Factur-X: UN/CEFACT's Cross Industry Invoice, in profile EN 16931."""

from troth.einvoice.document import Document
from troth.einvoice.terms import terms


def cii(document: Document) -> bytes:
    """Raises TrothError where the standard has no room for the amounts."""
    from facturx.generate_xml import generate_cii_xml  # takes long to load, and few need it

    # The checks of factur-x ask a server, and say yes where there is none.
    xml: bytes = generate_cii_xml(
        terms(document), level="en16931", check_xsd=False, check_schematron=""
    )
    return xml
