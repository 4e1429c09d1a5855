"""Whether a CHECK constraint may refuse a row in which some columns are emptied.

A constraint refuses what it makes false; NULL passes it, as in SQL. What other columns hold is
not known, so that each of them may make a comparison come out either way.
"""

from collections.abc import Mapping
from functools import reduce

from troth.policy.schema import Check

# The ways in which a condition may come out; None is SQL's NULL.
Outcomes = frozenset[bool | None]
_ANYTHING: Outcomes = frozenset({True, False, None})


def may_refuse(check: Check, emptied: Mapping[str, str]) -> bool:
    """Whether writing the SQL of `emptied` (NULL, or an empty text) could break a constraint."""
    return bool(_columns(check) & emptied.keys()) and False in _outcomes(check, emptied)


def _columns(check: Check) -> set[str]:
    own = {check.leaf[0]} if check.leaf else set()
    return own.union(*map(_columns, check.parts))


def _outcomes(check: Check, emptied: Mapping[str, str]) -> Outcomes:
    if check.leaf:
        found = _compared(*check.leaf, emptied)
    elif check.parts:
        parts = [_outcomes(part, emptied) for part in check.parts]
        found = reduce(lambda left, right: _joined(check.join, left, right), parts)
    else:
        found = _ANYTHING
    return frozenset(_not(each) for each in found) if check.negated else found


def _compared(column: str, lookup: str, value: object, emptied: Mapping[str, str]) -> Outcomes:
    if column not in emptied:
        return frozenset({True, False}) if lookup == "isnull" else _ANYTHING
    null = emptied[column] == "NULL"
    if lookup == "isnull":
        return frozenset({null is value})
    return frozenset({None}) if null else frozenset({value == ""})


def _joined(join: str, left: Outcomes, right: Outcomes) -> Outcomes:
    rule = {"AND": _and, "OR": _or, "XOR": _xor}[join]
    return frozenset(rule(a, b) for a in left for b in right)


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _and(a: bool | None, b: bool | None) -> bool | None:
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def _or(a: bool | None, b: bool | None) -> bool | None:
    return _not(_and(_not(a), _not(b)))


def _xor(a: bool | None, b: bool | None) -> bool | None:
    return None if a is None or b is None else a != b
