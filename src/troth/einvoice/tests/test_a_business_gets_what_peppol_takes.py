"""Between two businesses UBL is as Peppol BIS Billing 3.0 has it (OpenPeppol's rules, 3.0.20)."""

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from troth.core.errors import TrothError
from troth.einvoice.document import Party
from troth.einvoice.tests.kinds import KINDS
from troth.einvoice.ubl import peppol
from troth.testing.einvoice import SELLER, document, faults_of_ubl

_DUTCH = Party(
    name="Voorbeeld B.V.",
    street="Grachtweg 1",
    postcode="1012 AB",
    city="Amsterdam",
    country="NL",
    tax_id="NL123456782B01",
)
_NAMES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_LINE = "(cac:InvoiceLine | cac:CreditNoteLine)"
# What has to be true, by the rule that wants it (PEPPOL-EN16931-…).
_WANTED = {
    "R001, R007": "cbc:ProfileID = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0'",
    "R002": "count(cbc:Note) <= 1",
    "R003": "cbc:BuyerReference or cac:OrderReference/cbc:ID",
    "R004": "cbc:CustomizationID = 'urn:cen.eu:en16931:2017#compliant"
    "#urn:fdc:peppol.eu:2017:poacc:billing:3.0'",
    "R005": "not(cbc:TaxCurrencyCode = cbc:DocumentCurrencyCode)",
    "R008": "not(//*[not(*) and not(normalize-space())])",
    "R010": "cac:AccountingCustomerParty/cac:Party/cbc:EndpointID"
    "[@schemeID='9944'] = 'NL123456782B01'",
    "R020": "cac:AccountingSupplierParty/cac:Party/cbc:EndpointID[@schemeID='9930']='DE123456788'",
    "R040 to R042": "not(//cbc:MultiplierFactorNumeric or //cac:AllowanceCharge/cbc:BaseAmount)",
    "R053": "count(cac:TaxTotal[cac:TaxSubtotal]) = 1",
    "R054": "count(cac:TaxTotal[not(cac:TaxSubtotal)]) = count(cbc:TaxCurrencyCode)",
    "R061": "not(cac:PaymentMeans[cbc:PaymentMeansCode = '49' or cbc:PaymentMeansCode = '59'])",
    "R110": f"not(translate({_LINE}/cac:InvoicePeriod/cbc:StartDate, '-', '')"
    " < translate(cac:InvoicePeriod/cbc:StartDate, '-', ''))",
    "R111": f"not(translate({_LINE}/cac:InvoicePeriod/cbc:EndDate, '-', '')"
    " > translate(cac:InvoicePeriod/cbc:EndDate, '-', ''))",
    "R121": "not(//cbc:BaseQuantity <= 0)",
    "P0100, P0101": "cbc:InvoiceTypeCode = '380' or cbc:CreditNoteTypeCode = '381'",
}  # fmt: skip


def broken(xml: bytes) -> list[str]:
    root: Any = etree.fromstring(xml)
    return [rule for rule, path in _WANTED.items() if root.xpath(path, namespaces=_NAMES) is False
            or root.xpath(path, namespaces=_NAMES) == []]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind(kind: str) -> None:
    made = replace(KINDS[kind](), buyer=_DUTCH, seller=SELLER)
    xml = peppol(made)
    assert broken(xml) == [] and faults_of_ubl(xml) == []


def test_more_notes_are_one_and_a_reference_is_kept() -> None:
    made = document(buyer=_DUTCH, notes=("One.", "Two."), buyer_reference="PO-7")
    xml = peppol(made).decode()
    assert ">One. Two.<" in xml and ">PO-7</cbc:BuyerReference>" in xml
    assert ">R-2026-00417</cbc:BuyerReference>" in peppol(document(buyer=_DUTCH)).decode()


@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_whom_no_number_reaches_gets_none(side: str) -> None:
    made = document(buyer=_DUTCH)
    without = replace(getattr(made, side), tax_id="218/5781/0815")
    with pytest.raises(TrothError, match="has no address there"):
        peppol(replace(made, **{side: without}))
