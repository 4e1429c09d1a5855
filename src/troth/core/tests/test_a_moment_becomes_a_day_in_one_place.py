"""Days are the provider's: no code asks a moment for its day in UTC, or a clock for today's."""

import ast
from pathlib import Path

import troth

PACKAGE = Path(troth.__file__).parent
# The place itself; a mailbox, whose server deletes by days in UTC; and a policy to start from,
# which is written where no provider is set up yet.
ALLOWED = {"core/day.py", "requests/mailbox/delete_mails.py", "cli/policy.py"}


def asks_for_a_day(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr in ("today", "localdate") or (node.func.attr == "date" and not node.args)


def test_no_other_file_does_it() -> None:
    found = set()
    for file in PACKAGE.rglob("*.py"):
        path = file.relative_to(PACKAGE)
        if {"tests", "testing", "migrations", "proofs"} & {*path.parts}:
            continue
        if any(asks_for_a_day(node) for node in ast.walk(ast.parse(file.read_text("utf-8")))):
            found.add(path.as_posix())
    assert found == ALLOWED
