"""The files of an invoice or a credit note, made whenever one is downloaded or mailed."""

from troth.accounts.models import Membership
from troth.billing.document import document
from troth.billing.models import Invoice
from troth.core.leitweg import leitweg_id
from troth.core.provider import provider
from troth.einvoice.cii import cii
from troth.einvoice.pdf import ACCENT, pdf
from troth.einvoice.ubl import peppol, peppol_scheme, xrechnung
from troth.gates.opens import opens
from troth.messaging.attached import File, GoneError
from troth.messaging.models import Message
from troth.tax.vat_number import vat_number

# Each kind of file by what its name ends in, and its type.
_KINDS = {
    "pdf": ("pdf", "application/pdf"),
    "xml": ("xml", "application/xml"),
    "xrechnung": ("xrechnung.xml", "application/xml"),
    "peppol": ("peppol.xml", "application/xml"),
}
# The kinds that a mail about a document row of an account carries, as its owner has chosen.
CARRIED = """
    (SELECT concat_ws(' ', CASE WHEN a.mails_pdf THEN 'pdf:' || {row}.id END,
        CASE WHEN a.mails_xml THEN 'e-invoice:' || {row}.id END)
    FROM accounts_account a WHERE a.id = {row}.account_id)
"""


def file(invoice: Invoice, kind: str) -> File:
    """The document as a PDF, as XML for programs (CII), for authorities in Germany, or for Peppol.

    Raises whatever goes wrong in making it.
    """
    whole = document(invoice)
    match kind:
        case "pdf":
            made = pdf(whole, accent=provider().accent or ACCENT)
        case "xrechnung":
            made = xrechnung(whole)
        case "peppol":
            made = peppol(whole)
        case _:
            made = cii(whole)
    ending, content_type = _KINDS[kind]
    return File(f"{invoice.number.replace('/', '-')}.{ending}", made, content_type)


def for_authority(invoice: Invoice) -> bool:
    """Whether it is a document for an authority in Germany, which takes XRechnung."""
    return invoice.party_country == "DE" and bool(leitweg_id(invoice.party_reference))


def for_peppol(invoice: Invoice) -> bool:
    """Whether it is between two businesses whose numbers for VAT are addresses at Peppol."""
    buyer = vat_number(invoice.party_tax_id, invoice.party_country)
    seller = invoice.seller_tax_id or provider().taxes.number
    return bool(peppol_scheme(buyer) and peppol_scheme(seller))


def file_of_mail(message: Message, kind: str, key: str) -> File | None:
    """A file that a mail carries, as it would be downloaded; None where there is no such file.

    Raises GoneError where the document was erased since, or its reader has lost the sight of it.
    """
    invoice = Invoice.objects.filter(
        pk=int(key), account=message.account_id, depersonalised_at=None
    ).first()
    reader = Membership.objects.filter(account=message.account_id, person=message.person_id).first()
    if invoice is None or reader is None or not opens(reader, Invoice):
        raise GoneError
    if kind == "e-invoice":
        peppol_or_cii = "peppol" if for_peppol(invoice) else "xml"
        kind = "xrechnung" if for_authority(invoice) else peppol_or_cii
    return file(invoice, kind)
