"""Numbers of either side of an invoice, called what they are."""

from django import template
from django.utils.translation import gettext as _

from troth.einvoice.document import is_for_vat
from troth.tax.vat_number import vat_number

register = template.Library()


@register.filter
def tax_number(number: str, country: str = "") -> str:
    """A number as the invoice's PDF has it: with its country in front where it is one for VAT.

    country: of the address, in ISO 3166, for numbers that were typed without it.
    """
    number = (vat_number(number, country) if country else "") or number
    words = _("VAT number %(number)s") if is_for_vat(number) else _("Tax number %(number)s")
    return words % {"number": number}
