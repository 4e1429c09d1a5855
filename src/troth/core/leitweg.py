"""Leitweg-IDs, by which authorities in Germany sort what is sent to them."""

import re

from stdnum.de import leitweg
from stdnum.exceptions import ValidationError

_SHAPE = re.compile(r"[0-9]{2,12}(-[0-9A-Z]{0,30})?-[0-9]{2}", re.IGNORECASE)


def leitweg_id(typed: str) -> str:
    """A Leitweg-ID in its one form; blank for what is none, or has another check digit."""
    try:
        return str(leitweg.validate(typed))
    except ValidationError:
        return ""


def is_like_a_leitweg_id(typed: str) -> bool:
    """Whether it is written like one, right or not."""
    return bool(_SHAPE.fullmatch(typed))
