"""Text as banks in SEPA take it (EPC217-08)."""

import re

from text_unidecode import unidecode

# What may stand in a name; of one that has nothing of it nothing can be told.
_UNKNOWN = re.compile(r"[^A-Za-z0-9/\-?:().,'+]+")
UNTOLD = "NOTPROVIDED"


def in_latin(name: str) -> str:
    """A name in the letters of SEPA, as `sepaxml` would write it: people have any others."""
    return _UNKNOWN.sub(" ", unidecode(name)).strip() or UNTOLD
