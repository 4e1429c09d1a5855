"""The QR code of a transfer, as SVG for a page."""

from django.utils.safestring import SafeString, mark_safe

from troth.einvoice.epc import epc as code_of


def epc(
    holder: str, iban: str, amount: int, currency: str, reference: str, bic: str = ""
) -> SafeString | None:
    """See `einvoice/epc.py`."""
    code = code_of(holder, iban, amount, currency, reference, bic)
    svg = code and code.svg_inline(scale=4, svgclass=None, lineclass=None)
    return mark_safe(svg) if svg else None
