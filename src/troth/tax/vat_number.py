"""Numbers for VAT in their one form: with the prefix of their country, EL of Greece, without signs.

Northern Ireland's begin with XI; they are known for goods alone.
"""

from stdnum.eu import vat
from stdnum.exceptions import ValidationError


def vat_number(typed: str, country: str = "") -> str:
    """A number of a state of the Union or of Northern Ireland; blank for any other."""
    for number in (typed, f"{country}{typed}"):
        try:
            found = str(vat.validate(number))
        except ValidationError:
            continue
        return f"EL{found[2:]}" if found.startswith("GR") else found
    return ""
