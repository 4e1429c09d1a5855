"""Whatever the journal notes by a rule, the policy page tells in words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import troth
from troth.gates.models import ConsentEvent
from troth.portal.evidence import DONE

_CODE = Path(troth.__file__).parent
_ELSEWHERE = {"demo", "testing", "tests"}
_NOTES = {"troth.requests.note": "request.", "troth.people.note": "membership."}
# What cannot be read from the code by itself; * stands for what is filled in.
_MEANS: dict[str, list[str]] = {
    "event": ["processing.restricted", "restriction.lifted"],  # of accounts/restrict.py
    "consent.*": [f"consent.{kind}" for kind in ConsentEvent.Kind.values],
    "membership.*": [],  # read where `note` is called, as are a request's
    "request.*": [],
    "*.confirmed": ["account.confirmed", "person.confirmed"],
    "*.corrected": ["account.corrected", "person.corrected"],
    "*.erased": [],  # tombstones, which the page leaves out
    "*_asked": ["proof_asked", "question_asked"],
}


def _said(node: ast.AST, assigned: dict[str, list[ast.expr]]) -> Iterator[str]:
    """The texts that an expression may be. Raises KeyError for one that says nothing here."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=yes, orelse=no):
            yield from (*_said(yes, assigned), *_said(no, assigned))
        case ast.Dict(values=values):
            for value in values:
                yield from _said(value, assigned)
        case ast.Subscript(value=value):
            yield from _said(value, assigned)
        case ast.Name(id=name) if name in assigned:
            for value in assigned[name]:
                yield from _said(value, assigned)
        case ast.JoinedStr(values=parts):
            known = [str(part.value) if isinstance(part, ast.Constant) else "*" for part in parts]
            yield from _MEANS["".join(known)]
        case _:
            yield from _MEANS[ast.unparse(node)]


def _events(path: Path) -> Iterator[str]:
    """The events that a file notes by a rule."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    assigned: dict[str, list[ast.expr]] = {}
    prefix = ""
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            assigned.setdefault(node.targets[0].id, []).append(node.value)
        if isinstance(node, ast.ImportFrom) and "note" in [alias.name for alias in node.names]:
            prefix = _NOTES[node.module or ""]
    for node in nodes:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        if node.func.id == "note" and prefix:
            yield from (prefix + step for step in _said(node.args[0], assigned))
        elif node.func.id == "append" and "rule" in given:
            yield from _said(node.args[0], assigned)
        elif node.func.id == "Entry" and "rule" in given:
            yield from _said(given["event"], assigned)


def test_whatever_is_noted_is_told() -> None:
    files = [
        path for path in _CODE.rglob("*.py") if _ELSEWHERE.isdisjoint(path.relative_to(_CODE).parts)
    ]
    noted = {event for path in files for event in _events(path)}
    assert len(noted) > 50
    assert sorted(noted - DONE.keys()) == []
