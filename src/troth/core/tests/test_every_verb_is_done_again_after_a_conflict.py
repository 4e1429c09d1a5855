"""The code is walked for transactions that are not an `act`; each that is left has its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import troth

_ROOT = Path(troth.__file__).parent

LEFT = {
    "core/conflicts.py": "the act itself",
    "accounts/email.py:confirm_email": "a part, which tells why it failed",
    "people/sign_up.py:unless_taken": "a part, which tells why it failed",
    "copies/held.py:latest": "only reads",
    "copies/export.py:export": "only reads, into a file that is written once",
    "journal/verify.py:verify": "only reads",
    "journal/verify.py:_key_signed_nothing": "only reads, once whoever signs is done",
    "journal/sequence.py:_sequence_chunk": "one at a time; no part of another transaction",
    "journal/checkpoint.py:checkpoint": "one at a time; no part of another transaction",
    "journal/checkpoint.py:_require_known_key": "only reads, once whoever signs is done",
    "journal/compare.py:_compare": "only reads",
    "journal/export.py:_write": "only reads, into a file",
    "journal/take_up.py:take_up": "one at a time; no part of another transaction",
    "journal/rotate_key.py:rotate_key": "one at a time; no part of another transaction",
    "messaging/deliver.py:deliver": "a mail has gone out by then, and must not again",
    "erasure/forget.py:forget": "a recipient has been called by then; the next run looks again",
    "messaging/deliver.py:_try": "a mail may have gone out by then, and must not again",
    "messaging/attached.py:_made": "what fails in making a file is taken back, and the mail goes",
    "gateways/follow_check.py:_find": "a third party has been asked by then, and once",
    "gateways/handle.py:handle_answered": "a part of an act, which tells why it failed",
    "gateways/settle.py:settle": "a part of an act, which tells why it failed",
    "gateways/handle.py:booked": "a part, which tells why it failed",
    "wall/enter.py:behind_wall": "the whole request is done again",
    "erasure/foresee.py:preview": "what it writes is taken back",
    "erasure/foresee.py:foresee": "only reads",
    "wall/enter.py:behind_desk": "only reads",
    "portal/again.py:transacted": "the whole request is done again",
    "identity/adapter.py:login": "the session in memory is not taken back",
    "wall/build.py": "sets up the database",
    "core/database/new.py": "sets up the database",
    "calls/carry_out.py": "a third party has been called by then, and must not be again",
    "calls/carry_out_some.py": "third parties have been called by then, and must not be again",
    "billing/desk/money.py:_rehearse": "what it writes is taken back",
    "services/charge_due.py:costs_on": "what it writes is taken back",
    "services/go_on.py": "what it writes is taken back",
    "demo/make.py:make": "into an empty database",
    "demo/start_over.py": "empties the database",
}


def test_every_other_transaction_is_an_act() -> None:
    found = {where for path in sorted(_ROOT.rglob("*.py")) for where in _transactions(path)}
    left = {where for where in found if where in LEFT or where.partition(":")[0] in LEFT}
    assert not found - left, "decorate these with `act` of core/conflicts.py, or say why not"
    stale = {name for name in LEFT if name not in {*found, *(w.partition(":")[0] for w in found)}}
    assert not stale


def _transactions(path: Path) -> Iterator[str]:
    """Where a file opens a transaction: `room/file.py:function`."""
    name = path.relative_to(_ROOT).as_posix()
    if "/tests/" in name or name.startswith(("testing/", "proofs/")) or "/migrations/" in name:
        return
    yield from _within(ast.parse(path.read_text()), name, "")


def _within(node: ast.AST, name: str, function: str) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Attribute) and child.attr == "atomic":
            yield f"{name}:{function}"
        if isinstance(child, ast.FunctionDef):
            yield from _within(child, name, child.name)
        else:
            yield from _within(child, name, function)
