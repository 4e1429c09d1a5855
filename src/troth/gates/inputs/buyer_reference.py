"""What a customer's invoices are sorted by: any line of text, or a Leitweg-ID that is right."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from troth.core.leitweg import is_like_a_leitweg_id, leitweg_id


def stored(typed: str, country: str = "") -> str:
    """A reference with single blanks; a Leitweg-ID without any, in capitals.

    Raises ValidationError where it is written like a Leitweg-ID in Germany, and is none: no
    authority would get the invoice.
    """
    reference = " ".join(unicodedata.normalize("NFKC", typed).split())
    close = reference.replace(" ", "")
    if found := leitweg_id(close):
        return found
    if country == "DE" and is_like_a_leitweg_id(close):
        raise ValidationError(
            _(
                "This is not a Leitweg-ID. Please compare it with what the authority has given "
                "you; before another reference that looks like this, write a word."
            )
        )
    return reference
