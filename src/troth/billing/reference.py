"""References that payers write on a transfer, with the check digits of the account's country.

A reference holds the digits of an invoice's number and nothing else. Which kind an account takes
follows from its IBAN: what the ISO knows everywhere, and what payers of one country are used to.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum import luhn
from stdnum.ch import esr

# No digits of a payment are more; a text is bounded where it is read.
_MOST_DIGITS = 27
# A digit behind what shows the kind, and what payers and line ends put between digits.
_DIGITS = re.compile(r"(?P<rf>R\W{0,3}F\W{0,3})?(?P<digits>[0-9]+)", re.IGNORECASE)
_TENTH = re.compile(r"\s{0,3}-")  # what mod 11 has in place of a digit for 10
_BETWEEN = re.compile(r"[\s.,/'-]{0,3}")


@dataclass(frozen=True)
class Kind:
    """One way of writing references. `check` gives the check digits of those of a number."""

    check: Callable[[str], str]
    longest: int  # digits, with those that check
    shortest: int = 2
    prefix: str = ""  # and the check digits follow it at once

    def make(self, digits: str) -> str:
        """The reference that holds these digits. Raises ValueError for none, and for too many."""
        check = self.check(digits)
        reference = check + digits if self.prefix else digits + check
        if not digits or len(reference) > self.longest:
            raise ValueError("no reference can hold these digits")
        return self.prefix + reference.zfill(self.shortest)

    def digits(self, reference: str) -> str | None:
        """What a reference holds, without its prefix; None for one that does not check."""
        if not self.shortest <= len(reference) <= self.longest:
            return None
        held, check = (
            (reference[2:], reference[:2]) if self.prefix else (reference[:-1], reference[-1])
        )
        held = held.lstrip("0")
        return held if held.isdecimal() and self.check(held) == check else None


def _mod_97(digits: str) -> str:
    """ISO 11649, as ISO 7064 counts: 98 less what remains of the digits, R, F and two zeros."""
    return f"{98 - int(digits + '271500') % 97:02}"


def _mod_11(digits: str) -> str:
    """Weights 2 to 7 from the right, as Norway's banks have it; where 10 remains, a hyphen."""
    total = sum(int(digit) * (2 + at % 6) for at, digit in enumerate(reversed(digits)))
    return "0123456789-"[-total % 11]


def _mod_7_3_1(digits: str) -> str:
    total = sum(int(digit) * (7, 3, 1)[at % 3] for at, digit in enumerate(reversed(digits)))
    return str(-total % 10)


RF = Kind(_mod_97, longest=23, shortest=3, prefix="RF")
KID = Kind(luhn.calc_check_digit, longest=25)
KID_11 = Kind(_mod_11, longest=25)  # where the agreement with the bank says so
VIITENUMERO = Kind(_mod_7_3_1, longest=20, shortest=4)
QR = Kind(esr.calc_check_digit, longest=27, shortest=27)


def kind_for(iban: str) -> Kind:
    """The kind of reference for transfers to an account; ISO 11649 where its country has none."""
    country, bank = iban[:2], iban[4:9]
    if country in ("CH", "LI") and "30000" <= bank <= "31999":  # a QR-IBAN
        return QR
    return {"NO": KID, "FI": VIITENUMERO}.get(country, RF)


def digits_of(number: str) -> str:
    """What a reference holds of an invoice's number: its digits, from the first that is not 0."""
    return re.sub("[^0-9]", "", number).lstrip("0")


def held_in(text: str, kind: Kind) -> list[str]:
    """The digits held by each reference of a kind, or of ISO 11649, that stands within a text.

    Spaces and ends of lines may stand anywhere within one, and other words and digits around it:
    where two readings check, both are told, and what is owed decides.
    """
    found = (
        digits
        for kind in dict.fromkeys((RF, kind))
        for reading in _readings(text, bool(kind.prefix))
        if (digits := kind.digits(reading))
    )
    return list(dict.fromkeys(found))


def _readings(text: str, prefixed: bool) -> Iterator[str]:
    """Digits that may be one reference: groups that follow each other, up to where words begin."""
    groups = list(_DIGITS.finditer(text))
    for start, first in enumerate(groups):
        if prefixed and not first["rf"]:
            continue
        reading, end = "", first.start()
        for group in groups[start : start + _MOST_DIGITS]:
            reading += group["digits"]
            if (
                (group["rf"] and group is not first)
                or len(reading) > _MOST_DIGITS
                or not _BETWEEN.fullmatch(text, end, group.start())
            ):
                break
            end = group.end()
            yield reading
            if _TENTH.match(text, end):
                yield f"{reading}-"
