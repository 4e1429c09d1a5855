"""Why a direct debit came back: the codes of ISO 20022 that SEPA knows (EPC173-14)."""

from troth.gateways.gateway import Again

# The money was not there, or the bank does not say so for the sake of privacy.
_LATER = frozenset({"AM04", "MS03", "TM01", "FOCR"})
# The account is closed, wrong or not to be debited, its holder has died or knows of no mandate.
_ENDS = frozenset({"AC01", "AC04", "AC06", "AG01", "MD01", "MD07"})


def again(code: str) -> Again:
    """Whether it is tried again by the same mandate; with a code that nobody knows, not."""
    return Again.LATER if code in _LATER else Again.OTHERWISE


def ends_mandate(code: str) -> bool:
    """Whether nothing may be collected by the mandate any more."""
    return code in _ENDS
