"""Which promises are kept: the rule that states each, the code that enforces it, the test of it.

Code and tests are found by reading the sources, so that this runs without Django and shows what
is there rather than what somebody wrote down.
"""

import ast
import csv
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from troth.policy.language import Collect, Keep, Right, Rule
from troth.policy.parse import read
from troth.policy.shipped import promises_csv, shipped

SOURCES = Path(__file__).parents[1]

Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Promise(NamedTuple):
    """A promise of a policy and what keeps it; empty where nothing does."""

    id: str
    policy: str
    theme: str
    promise: str
    rules: tuple[str, ...]
    code: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """What it lacks: `no rule`, `no code`, `no test`; empty for a promise that is kept."""
        lacks = {"no rule": self.rules, "no code": self.code, "no test": self.tests}
        return tuple(lack for lack, found in lacks.items() if not found)


def promises() -> list[Promise]:
    """Every promise of the shipped policies. Raises PolicyError when one of these is broken."""
    rules, code = _rules_and_code()
    tests = _tests(SOURCES)
    with promises_csv().open(encoding="utf-8", newline="") as stream:
        return [
            Promise(
                row["id"],
                row["policy"],
                row["theme"],
                row["promise"],
                tuple(rules[row["id"]]),
                tuple(dict.fromkeys(code[row["id"]])),
                tuple(tests[row["id"]]),
            )
            for row in csv.DictReader(stream)
        ]


def _rules_and_code() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """For each promise the rules that name it, as `FILE:LINE rule`, and what enforces them."""
    marks = list(_marks(SOURCES))
    rules: dict[str, list[str]] = defaultdict(list)
    code: dict[str, list[str]] = defaultdict(list)
    for path in shipped().values():
        policy = read(path)
        for rule, table in policy.rules.items():
            enforced = [
                where
                for pattern, where in marks
                if any(fnmatchcase(name, pattern) for name in _names(rule, table))
            ]
            for promise in table.promises:
                rules[promise].append(f"policies/{path.name}:{policy.line(rule)} {rule}")
                code[promise] += enforced
    return rules, code


def _names(rule: str, table: Rule) -> list[str]:
    """What code may call a rule: its id, and the words that stand for what it does."""
    match table:
        case Keep():
            return [rule, *(f"keep.{record}" for record in table.records)]
        case Collect(form=str(form)):
            return [rule, f"collect.{form}"]
        case Right(right=str(right)):
            return [rule, f"right.{right}"]
    return [rule]


def _marks(sources: Path) -> Iterator[tuple[str, str]]:
    """Each pattern given to `@enforces`, with the `module:function` that it marks."""
    for path in sorted(sources.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "tests" in path.parts or "@enforces" not in text:
            continue
        module = ".".join(path.relative_to(sources.parent).with_suffix("").parts)
        for name, node in _defined(ast.parse(text).body):
            for decorator in node.decorator_list:
                for pattern in _calls("enforces", decorator):
                    yield pattern, f"{module.removesuffix('.__init__')}:{name}"


def _tests(sources: Path) -> dict[str, list[str]]:
    """For each promise the tests marked `pytest.mark.promise`, as `file::test`."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(sources.rglob("tests/**/test_*.py")):
        text = path.read_text(encoding="utf-8")
        if "mark.promise" not in text:
            continue
        file = str(path.relative_to(sources.parent))
        body = ast.parse(text).body
        for node in body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
                for promise in _calls("promise", node.value):
                    found[promise].append(file)
        for name, defined in _defined(body):
            for decorator in defined.decorator_list:
                for promise in _calls("promise", decorator):
                    found[promise].append(f"{file}::{name.replace('.', '::')}")
    return found


def _defined(body: list[ast.stmt], within: str = "") -> Iterator[tuple[str, Defined]]:
    """The functions and classes of a module, and the methods of its classes."""
    for node in body:
        if isinstance(node, Defined):
            yield f"{within}{node.name}", node
        if isinstance(node, ast.ClassDef):
            yield from _defined(node.body, f"{within}{node.name}.")


def _calls(name: str, within: ast.expr) -> Iterator[str]:
    """The texts given to a call of `name`, also of `x.name`, anywhere in an expression."""
    for node in ast.walk(within):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name:
            for given in node.args:
                if isinstance(given, ast.Constant):
                    yield str(given.value)
