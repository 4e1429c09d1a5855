"""Which rules the code reads while a proof is played, other than to check or to tell them.

A rule that nothing reads can be told to people and no more: whatever stands in it, the system does
the same.
"""

import sys
from collections.abc import Iterator, Set
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from troth.policy.language import KINDS, NAMED, Rule, Tables
from troth.policy.parse import Policy

# What checks a policy, compares it or puts it in words does not act by it; nor does a proof.
_TELLERS = tuple(
    f"troth.{module}"
    for module in (
        "policy.check",
        "policy.describe",
        "policy.diff",
        "policy.explain",
        "policy.language",
        "policy.parse",
        "policy.placeholders",
        "policy.promises",
        "policy.prose",
        "policy.render",
        "proofs",
        "testing",
    )
)
_FEATURES = Policy.__dict__["features"].func  # also while it is watched already
_KIND = {rule: kind for kind, rule in KINDS.items()}
_KEYS = {
    rule: {
        name: info.alias or name
        for name, info in rule.model_fields.items()
        if name not in ("promises", "chosen")
    }
    for rule in _KIND
}


@contextmanager
def reads() -> Iterator[set[str]]:
    """What is read meanwhile: keys such as `keep.for`, and the rules that are asked for by name."""
    found: set[str] = set()

    def of_rule(self: Rule, name: str) -> Any:
        key = _KEYS.get(type(self), {}).get(name)
        if key and _acts(2):
            found.add(f"{_KIND[type(self)]}.{key}")
        return object.__getattribute__(self, name)

    def of_tables(self: Tables, name: str) -> Any:
        value = object.__getattribute__(self, name)
        return _Asked(name, value, found) if name in NAMED and _acts(2) else value

    def of_policy(self: Policy) -> frozenset[str]:
        value = frozenset(_FEATURES(self))
        if _acts(2):
            value = _Features(value)
            value.found = found
        return value

    with (
        patch.object(Rule, "__getattribute__", of_rule),
        patch.object(Tables, "__getattribute__", of_tables),
        patch.object(Policy, "features", property(of_policy)),
    ):
        yield found


def acts_by(rule: str, key: str, found: Set[str]) -> bool:
    """Whether a rule was read, by its key or for itself; of one that is taken out, any key."""
    kind = rule.partition(".")[0]
    if key:
        return bool({f"{kind}.{key}", rule} & found)
    of_kind = kind in NAMED and kind not in ("feature", "tell")
    return rule in found or (of_kind and any(read.startswith(f"{kind}.") for read in found))


class _Asked(dict[str, Rule]):
    """The tables of one kind, which notes whom it is asked for."""

    def __init__(self, kind: str, tables: dict[str, Rule], found: set[str]) -> None:
        super().__init__(tables)
        self._kind, self._found = kind, found

    def __contains__(self, name: object) -> bool:
        self._found.add(f"{self._kind}.{name}")
        return super().__contains__(name)

    def __getitem__(self, name: str) -> Rule:
        self._found.add(f"{self._kind}.{name}")
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self._found.add(f"{self._kind}.{name}")
        return super().get(name, default)


class _Features(frozenset[str]):
    """The features of a policy, which note the same."""

    found: set[str]

    def __contains__(self, name: object) -> bool:
        self.found.add(f"feature.{name}")
        return super().__contains__(name)


def _acts(depth: int) -> bool:
    """Whether who reads acts by what it reads."""
    reader: str = sys._getframe(depth).f_globals.get("__name__", "")
    return reader.startswith("troth.") and not reader.startswith(_TELLERS)
