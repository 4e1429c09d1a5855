"""The code is read: each event is declared in its room and noted, by `publishing.evidence`."""

import ast
from collections.abc import Container, Iterator
from pathlib import Path

import pytest

import troth
from troth.policy.language import KINDS
from troth.policy.vocabulary import FEATURES, FORMS, RECORDS, RIGHTS

_CODE = Path(troth.__file__).parent
_WORDS: dict[str, Container[str]] = {
    **{"right": RIGHTS, "keep": RECORDS, "collect": FORMS, "feature": FEATURES},
    "share": {"bank"},
}
# The ways into the journal, each with where it may be called.
_WAYS = {
    "append": {
        *("publishing/evidence.py", "journal/take_up.py", "journal/rotate_key.py"),
        "cli/restore.py",
    },
    "append_many": {
        *("billing/apply_balances.py", "billing/mark_sent.py", "billing/receive_whole.py"),
        *("demo/world.py", "services/end_due.py"),
        *("erasure/erase.py", "erasure/keep.py", "erasure/restore.py"),
    },
    "append_each": {"publishing/evidence.py"},
    "Entry": {"journal/append.py", "journal/copy_line.py", "publishing/evidence.py"},
}
_NOTING = {"note", "note_each", "note_hold", "entry", "_note", "_mark"}


Files = dict[str, ast.Module]
Calls = list[tuple[str, str, ast.Call]]


@pytest.fixture(scope="module")
def files() -> Files:
    """The code that runs, each file by its path within the package; read once for all tests."""
    names = {path.relative_to(_CODE).as_posix(): path for path in sorted(_CODE.rglob("*.py"))}
    return {
        name: ast.parse(path.read_text())
        for name, path in names.items()
        if {"tests", "testing"}.isdisjoint(name.split("/"))
    }


@pytest.fixture(scope="module")
def calls(files: Files) -> Calls:
    """Every call in it, by its file and the name of what is called."""
    return [(file, name, call) for file, tree in files.items() for name, call in _calls(tree)]


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                yield name, node


def _declared(tree: ast.Module) -> set[str]:
    """The names in Python that a file gives to events."""
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and _makes_event(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _makes_event(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "Event"


def _imported(tree: ast.Module, file: str) -> set[tuple[str, str]]:
    """What is imported from files of this name, each with its room."""
    return {
        (node.module.split(".")[1], each.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith(f".{file}")
        for each in node.names
    }


def _named(tree: ast.Module) -> set[tuple[str, str]]:
    """The events that a file uses, each with its room."""
    rooms = {
        each.asname or each.name: node.module.partition(".")[2]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for each in node.names
        if each.name == "events"
    }
    return _imported(tree, "events") | {
        (rooms[node.value.id], node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in rooms
    }


def test_each_is_declared_in_the_events_of_its_room(files: Files) -> None:
    elsewhere = [
        name
        for name, tree in files.items()
        if ("journal", "Event") in _imported(tree, "event")
        and any(_makes_event(node) for node in ast.walk(tree))
        and (name.count("/"), name.rpartition("/")[2]) != (1, "events.py")
    ]
    assert elsewhere == []


def test_each_is_noted_somewhere(files: Files, calls: Calls) -> None:
    declared = {
        (name.partition("/")[0], event)
        for name, tree in files.items()
        if name.endswith("/events.py")
        for event in _declared(tree)
    }
    noting = {file for file, name, _call in calls if name in {*_NOTING, "append"}}
    noted = {event for file in noting for event in _named(files[file])}
    assert len(declared) > 80
    assert sorted(declared - noted) == []


def test_nothing_goes_into_the_journal_past_the_evidence(files: Files, calls: Calls) -> None:
    written = {
        file: {
            each.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            and node.module in ("troth.journal.append", "troth.journal.models")
            for each in node.names
        }
        for file, tree in files.items()
    }
    past = [
        (file, name)
        for file, name, _call in calls
        if name in written[file] and file not in _WAYS.get(name, {file})
    ]
    assert past == []


@pytest.mark.parametrize("way", sorted(_NOTING))
def test_what_is_noted_is_no_string(way: str, calls: Calls) -> None:
    noted = [(file, call) for file, name, call in calls if name == way]
    texts = [
        (file, ast.unparse(call))
        for file, call in noted
        if call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert noted and not texts


def test_the_rules_that_code_speaks_of_are_words_of_the_language(calls: Calls) -> None:
    spoken = {
        argument.value
        for _file, name, call in calls
        if name in ("note", "rule_about")
        for argument in call.args[:2]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    unknown = [
        rule
        for rule in spoken
        for kind, _, word in [rule.partition(".")]
        if (word not in _WORDS[kind] if word else kind not in KINDS)
    ]
    assert len(spoken) > 12 and not unknown
