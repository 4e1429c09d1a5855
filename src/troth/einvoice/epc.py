"""The QR code with which a banking app fills in a transfer (EPC069-12)."""

from django.utils.safestring import SafeString, mark_safe
from segno import QRCode
from segno.helpers import make_epc_qr
from stdnum import iso11649

from troth.core.money import major

# What the guideline has room for.
_LONGEST_NAME, _LONGEST_TEXT = 70, 140
_MOST = 999_999_999_99


def epc(
    holder: str, iban: str, amount: int, currency: str, reference: str, bic: str = ""
) -> QRCode | None:
    """The code for a transfer of an amount (minor units) to an account; None where it has none.

    It knows euros alone. A reference that is not of ISO 11649 goes as a text.
    """
    if currency != "EUR" or not 0 < amount <= _MOST:
        return None
    structured = iso11649.is_valid(reference)
    return make_epc_qr(
        holder[:_LONGEST_NAME],
        iban,
        major(amount, currency),
        text=None if structured else reference[:_LONGEST_TEXT],
        reference=reference if structured else None,
        bic=bic or None,
    )


def on_page(code: QRCode | None) -> SafeString | None:
    """A code as SVG for a page."""
    svg = code and code.svg_inline(scale=4, svgclass=None, lineclass=None)
    return mark_safe(svg) if svg else None
