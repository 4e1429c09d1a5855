"""What banks in SEPA take: text (EPC217-08), and amounts."""

import re

from text_unidecode import unidecode

# What may stand in a name; of one that has nothing of it nothing can be told.
_UNKNOWN = re.compile(r"[^A-Za-z0-9/\-?:().,'+]+")
UNTOLD = "NOTPROVIDED"
# Of one transfer or direct debit, in cents (EPC130-08 and EPC132-08, AT-06 and AT-04).
MOST = 99_999_999_999


def in_latin(name: str) -> str:
    """A name in the letters of SEPA, as `sepaxml` would write it, which cuts it to 70 of them:
    people have any others."""
    return _UNKNOWN.sub(" ", unidecode(name)).strip() or UNTOLD
