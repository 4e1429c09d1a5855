"""VIES, by which the states of the Union say whether a VAT number is valid.

Its REST interface: POST /check-vat-number. Of the answer we take what proves it, and neither the
name nor the address.
"""

import json
from dataclasses import dataclass

from troth.calls.errors import Refused, Unavailable
from troth.core.ask_outside import ask_outside

_LONGEST = 2**16  # bytes of an answer


@dataclass(frozen=True)
class Checked:
    """consultation_number: blank where the one who asks named no number of its own."""

    valid: bool
    consultation_number: str


class Vies:
    """requester: the VAT number of whoever asks; with it an answer has a consultation number."""

    def __init__(self, url: str, requester: str = "") -> None:
        self.url, self.requester = url, requester

    def check(self, number: str) -> Checked:
        """Ask about a number in its canonical form, with the prefix of its country.

        Raises Refused for a number that is none, and Unavailable where a state or VIES itself is
        down or busy: asking again does no harm.
        """
        asked = {"countryCode": number[:2], "vatNumber": number[2:]}
        if self.requester:
            own = {"requesterMemberStateCode": self.requester[:2]}
            asked |= own | {"requesterNumber": self.requester[2:]}
        try:
            url = f"{self.url}/check-vat-number"
            _status, said = ask_outside("POST", url, longest=_LONGEST, json=asked)
            told = json.loads(said)
        except (OSError, ValueError, RecursionError) as error:
            raise Unavailable(f"VIES did not answer: {type(error).__name__}") from None
        return _read(told)


def _read(told: object) -> Checked:
    if not isinstance(told, dict):
        raise Unavailable("VIES answered something else.")
    if _error(told) == "INVALID_INPUT":
        raise Refused("VIES takes no such number.")
    valid, consultation_number = told.get("valid"), told.get("requestIdentifier") or ""
    legible = isinstance(consultation_number, str) and consultation_number.isprintable()
    if not isinstance(valid, bool) or not legible:
        raise Unavailable("VIES could not say.")
    return Checked(valid, str(consultation_number)[:40])


def _error(told: dict[str, object]) -> object:
    match told:
        case {"errorWrappers": [{"error": error}, *_]}:
            return error
    return told.get("userError")
