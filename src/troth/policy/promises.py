"""What becomes of each promise of the shipped policies: proved, told, organised, or open.

A promise is kept when breaking it is noticed. What was noticed, the record of the proofs says
(`proofs.py`); here it is joined with the promises and with the rules that make them.
"""

import csv
from collections import defaultdict
from typing import Literal, NamedTuple

from troth.policy.parse import read
from troth.policy.proofs import Record, record
from troth.policy.shipped import promises_csv, shipped

State = Literal["proved", "told", "organised", "open"]

# Rooms of the platform that are to come: what they shall keep is open until then.
TO_COME = {
    "campaigns",
    "crm",
    "disclosures",
    "domains",
    "gateways",
    "governance",
    "licences",
    "mailbox",
    "resellers",
    "statistics",
    "support",
    "surveys",
    "visits",
}


class Promise(NamedTuple):
    """A promise of a policy, the rules that make it, and what is known of it.

    kind: `act`, `choice`, `statement` or `organisation`. proof: what proved it, as `file::test`;
    missing: what an open one lacks. One of both is blank.
    """

    id: str
    policy: str
    theme: str
    promise: str
    kind: str
    rules: tuple[str, ...]
    state: State
    proof: str
    missing: str


def promises() -> list[Promise]:
    """Every promise of the shipped policies. Raises PolicyError when one of these is broken."""
    rules, run = _rules(), record()
    with promises_csv().open(encoding="utf-8", newline="") as stream:
        return [
            Promise(
                row["id"],
                row["policy"],
                row["theme"],
                row["promise"],
                row["kind"],
                tuple(rules[row["id"]]),
                _state(row, run),
                proof := run.proofs.get(row["id"], ""),
                "" if proof else _missing(row["room"]),
            )
            for row in csv.DictReader(stream)
        ]


def _rules() -> dict[str, list[str]]:
    """For each promise the rules that name it, as `FILE:LINE rule`."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in shipped().values():
        policy = read(path)
        for rule, table in policy.rules.items():
            for promise in table.promises:
                found[promise].append(f"policies/{path.name}:{policy.line(rule)} {rule}")
    return found


def _state(row: dict[str, str], run: Record) -> State:
    if row["id"] not in run.proofs:
        return "open"
    if row["kind"] == "organisation":
        return "organised"
    return "proved" if row["kind"] != "statement" and row["id"] in run.acts else "told"


def _missing(room: str) -> str:
    return f"the room {room} is to come" if room in TO_COME else "a proof"
