"""Card numbers in what people write: refused in forms, masked where nobody can be asked again."""

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever reads a mail apart has no use for policies
    from troth.policy.parse import Policy

_SHORTEST = 13  # digits of any card's number
_LONG = range(16, 20)
# With which digits an issuer's numbers begin, and how many they have (ISO/IEC 7812).
_ISSUERS = [
    (re.compile(begins), lengths)
    for begins, lengths in (
        ("4", (13, 16, 19)),  # Visa
        ("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", (16,)),  # Mastercard
        ("3[47]", (15,)),  # American Express
        ("30[0-5]|3095|3[689]", (14, *_LONG)),  # Diners Club
        ("35(2[89]|[3-8])", _LONG),  # JCB
        ("6011|62|64[4-9]|65", _LONG),  # Discover, UnionPay
        ("50|5[6-8]|60|63|67|220[0-4]", _LONG),  # Maestro, RuPay, Elo, Verve, Mir
        ("8[12]|8600|9792|9860", (16,)),  # RuPay, UzCard, Troy, Humo
    )
]
# Besides groups of one length, of which the last may be shorter.
_UNEVEN = [[4, 6, 5], [4, 6, 4], [4, 3, 3, 3], [6, 13], [6, 10]]
# What may stand between two groups: up to three spaces, dashes and dots, seen and unseen ones.
_APART = re.compile(
    r"([^\S\r\n]|[-./|_·\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212\ufe58\ufe63\ufeff\uff0d]){0,3}"
)
_OTHER_DIGITS = re.compile(r"[^\D0-9]")

# One below the other, as a table's cells are in a mail's text.
_BELOW = [[4, 4, 4, 4], [4, 6, 5], [4, 6, 4]]
_MOST_BELOW = 5  # lines with as many digits; more of them are a list of something else

Group = tuple[int, int]  # where its digits begin and end


def refuses_card_numbers(policy: "Policy") -> bool:
    """Whether a policy promises that none is taken."""
    refuse = policy.tables.refuse
    return refuse.card_numbers or "card-storage" in refuse.acts


def holds_card_number(text: str) -> bool:
    """Whether a text holds what can be the number of a card."""
    return any(True for _ in _cards(text))


def without_card_numbers(text: str, *, sign: str = "•") -> str:
    """A text in which the last four digits are all that is left of a card's number.

    sign: what stands in place of each other digit.
    """
    signs = list(text)
    for place in card_digits(text):
        signs[place] = sign
    return "".join(signs)


def card_digits(text: str) -> set[int]:
    """Where the digits of cards' numbers stand in a text, but for the last four of each."""
    return {
        place
        for card in _cards(text)
        for place in [place for group in card for place in range(*group)][:-4]
    }


def _cards(text: str) -> Iterator[list[Group]]:
    # With European digits, whichever it was written in.
    text = _OTHER_DIGITS.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    for run in _runs(text):
        if sum(end - start for start, end in run) < _SHORTEST:
            continue
        first = _account_number(text, run)
        while first < len(run):
            longest = range(min(19, len(run) - first), 0, -1)
            tried = (run[first : first + count] for count in longest)
            card = next((groups for groups in tried if _is_card(text, groups)), [])
            if card:
                yield card
            first += len(card) or 1
    for column in _columns(text):
        yield from _cards_below(text, column)


def _runs(text: str) -> Iterator[list[Group]]:
    """Groups of digits that follow one another closely."""
    run: list[Group] = []
    for found in re.finditer(r"\d+", text):
        if run and not _APART.fullmatch(text, run[-1][1], found.start()):
            yield run
            run = []
        run.append(found.span())
    if run:
        yield run


def _columns(text: str) -> Iterator[list[Group]]:
    """Groups of digits of which each has a line of its own; blank lines and quoting do not part."""
    column: list[Group] = []
    at = 0
    for line in text.splitlines(keepends=True):
        alone = line.strip(" \t\r\n\u00a0>|")
        if alone.isdecimal():
            start = at + line.index(alone)
            column.append((start, start + len(alone)))
        elif alone:
            yield column
            column = []
        at += len(line)
    yield column


def _cards_below(text: str, column: list[Group]) -> Iterator[list[Group]]:
    lengths = [end - start for start, end in column]
    for below in _BELOW:
        if len({*below}) == 1 and lengths.count(below[0]) > _MOST_BELOW:
            continue
        for first in range(len(column) - len(below) + 1):
            groups = column[first : first + len(below)]
            if lengths[first : first + len(below)] == below and _may_be_a_card(text, groups):
                yield groups


def _account_number(text: str, run: list[Group]) -> int:
    """How many groups are the number of a bank account, with which the run may begin."""
    from stdnum import iban  # not before it is needed: few mails hold so many digits

    country = text[max(run[0][0] - 2, 0) : run[0][0]]
    counts = range(min(9, len(run)), 0, -1)
    return next((n for n in counts if iban.is_valid(country + _digits(text, run[:n]))), 0)


def _is_card(text: str, groups: list[Group]) -> bool:
    lengths = [end - start for start, end in groups]
    if not _SHORTEST <= sum(lengths) <= 19:
        return False
    *most, last = lengths
    even = len({*most}) <= 1 and last <= max(most, default=last)
    return (even or lengths in _UNEVEN) and _may_be_a_card(text, groups)


def _may_be_a_card(text: str, groups: list[Group]) -> bool:
    from stdnum import luhn

    digits = _digits(text, groups)
    # A telephone number with its country has a plus, and 15 digits at most.
    is_phone = len(digits) <= 15 and text.endswith("+", 0, groups[0][0])
    return (
        not is_phone
        and any(begins.match(digits) and len(digits) in long for begins, long in _ISSUERS)
        and bool(luhn.is_valid(digits))
    )


def _digits(text: str, groups: list[Group]) -> str:
    return "".join(text[start:end] for start, end in groups)
