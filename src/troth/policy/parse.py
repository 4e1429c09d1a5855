"""A policy file becomes a `Policy`, or every mistake in it at once.

A policy is Markdown whose fenced `toml` blocks hold the rules. The blocks of one file form one
TOML document, so a table may stand under the prose that explains it. Nothing is executed, and
whatever the file holds, the only way out other than a Policy is PolicyError.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from markdown_it.token import Token
from pydantic import ValidationError

from troth.policy import check, prose
from troth.policy.errors import Mistake, PolicyError
from troth.policy.explain import Place, explain, explain_toml, line_of, short
from troth.policy.language import KINDS, NAMED, UNSEEN, Rule, Tables
from troth.policy.version import DEMANDS, GIVEN_IN_1, LANGUAGE

LARGEST = 128 * 1024  # bytes; the longest real policy we know has under 60 KiB

_HEADER = re.compile(r"\s*\[([^\[\]]+)\]")
_KEY = re.compile(r"\s*([^=#\[\]{}]+)=")


@dataclass(frozen=True)
class Policy:
    """A policy that has no mistake.

    `tokens` is the Markdown as markdown-it read it; `lines` gives the line of each rule and key;
    `language` is the version of the language that it was written in.
    """

    file: str
    source: str = field(repr=False)
    tables: Tables = field(repr=False)
    tokens: Sequence[Token] = field(repr=False)
    lines: dict[Place, int] = field(repr=False)
    language: int = LANGUAGE

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the text, in hex: what the journal names the policy by."""
        return sha256(self.source.encode()).hexdigest()

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Every table by its id, such as `keep.invoice`."""
        return dict(self.tables.rules())

    @cached_property
    def features(self) -> frozenset[str]:
        """The features that there are under this policy; of others there is no page, no field."""
        return frozenset(self.tables.feature) | (GIVEN_IN_1 if self.language == 1 else frozenset())

    @property
    def unnamed(self) -> list[str]:
        """The records that no rule keeps, as a text may have that was written before they were.

        They go with whom they are about.
        """
        return check.unnamed(self.tables, {})

    def line(self, rule: str) -> int:
        """The line of the file on which a rule stands; 1 for a table that the file leaves out."""
        return line_of(self.lines, tuple(rule.split(".", 1)))


class Draft(NamedTuple):
    """A text as far as it can be read.

    policy: with its sound tables; without them where its blocks could not be read. mistakes: what
    parsing finds in it; a policy without any is one. contradictory: the rules that contradict.
    """

    policy: Policy | None
    mistakes: list[Mistake]
    contradictory: frozenset[str] = frozenset()


def read(path: Path, *, complete: bool = True) -> Policy:
    """The policy in a file, as `parse` reads it.

    Raises PolicyError, also when the file cannot be read.
    """
    return parse(load(path), str(path), complete=complete)


def load(path: Path) -> bytes:
    """What is in a file, and at most as much as a policy may have. Raises PolicyError."""
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        message = f"{reason}; name a policy file that you can read"
        raise PolicyError(str(path), [Mistake(1, "unreadable", message)]) from None


def parse(data: bytes, file: str = "policy.md", *, complete: bool = True) -> Policy:
    """The policy in `data`, the bytes of a Markdown file. Raises PolicyError.

    complete: whether it must have all that a text has which is to be published now. One that ran
    before need not: see `version.py`.
    """
    policy, mistakes, _contradictory = draft(data, file, complete=complete)
    if mistakes or policy is None:
        raise PolicyError(file, mistakes)
    return policy


def draft(data: bytes, file: str, *, complete: bool = True) -> Draft:
    """As `parse`, but with what is sound of a policy that has mistakes.

    Raises PolicyError where `data` is no text at all.
    """
    source = _text(data, file)
    tokens = prose.markdown().parse(source)
    document, lines, mistakes = _collect(tokens)
    torn = any(m.code in ("bad-toml", "duplicate-key") for m in mistakes)
    tables, broken, own = _validate(document, lines)
    if torn:
        # What a block that could not be read would have said is not held against the others.
        mistakes += [m for m in own if m.code != "missing-table"]
        mistakes += prose.mistakes(tokens, source, None, {})
        return Draft(None, mistakes)
    found = [f for f in check.rules(tables, broken) if complete or f.code not in DEMANDS]
    mistakes += own
    mistakes += [Mistake(line_of(lines, _path(f.rule)), f.code, f.message) for f in found]
    mistakes += prose.mistakes(tokens, source, tables, broken)
    contradictory = frozenset(f.rule for f in found if f.code == "contradiction")
    return Draft(Policy(file, source, tables, tokens, lines), mistakes, contradictory)


def require_complete(policy: Policy) -> None:
    """Raise PolicyError for a policy that lacks what one must have that is to be published now."""
    found = [found for found in check.rules(policy.tables, {}) if found.code in DEMANDS]
    if found:
        lacks = [Mistake(policy.line(each.rule), each.code, each.message) for each in found]
        raise PolicyError(policy.file, lacks)


def _text(data: bytes, file: str) -> str:
    if len(data) > LARGEST:
        message = f"more than {LARGEST // 1024} KiB; shorten it to a text that people read"
        raise PolicyError(file, [Mistake(1, "too-large", message)])
    try:
        source = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        mistake = Mistake(line, "not-text", "this is not UTF-8; save the file as UTF-8")
        raise PolicyError(file, [mistake]) from None
    unseen = {n for n, line in enumerate(source.split("\n"), 1) if re.search(f"[{UNSEEN}]", line)}
    if unseen:
        message = "a control character, which no reader sees, stands here; remove it"
        raise PolicyError(file, [Mistake(line, "not-text", message) for line in unseen])
    return source


# A key of so many parts that reading it would take minutes.
_DEEP = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){100}""")


def _collect(tokens: Sequence[Token]) -> tuple[dict[str, Any], dict[Place, int], list[Mistake]]:
    """All blocks as one document, the line of every table and key, and TOML's own mistakes."""
    document: dict[str, Any] = {}
    lines: dict[Place, int] = {}
    mistakes: list[Mistake] = []
    for token in tokens:
        if token.map is None or not prose.is_rules(token):
            continue
        first = token.map[0] + 2  # the line after the fence, counted from 1
        try:
            if _DEEP.search(token.content):
                raise RecursionError
            block = _frozen(tomllib.loads(token.content))
        except (ValueError, RecursionError) as error:
            mistakes.append(explain_toml(error, first, token.map[1]))
            continue
        here = _places(block, token.content, first)
        mistakes += _merge(document, block, here)
        for place, line in here.items():
            lines.setdefault(place, line)
    return document, lines, mistakes


def _merge(
    document: dict[str, Any], block: dict[str, Any], here: dict[Place, int]
) -> Iterator[Mistake]:
    for kind, value in block.items():
        earlier = document.setdefault(kind, value)
        if earlier is value:
            continue
        twice: list[Place] = [(kind,)]
        if kind in NAMED and isinstance(earlier, dict) and isinstance(value, dict):
            twice = [(kind, name) for name in value if name in earlier]
            earlier.update(value)
        for place in twice:
            message = f"[{short('.'.join(place))}] stands in an earlier block too; join the two"
            yield Mistake(line_of(here, place), "duplicate-table", message)


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(v) for v in value)
    if isinstance(value, dict):
        return {k: _frozen(v) for k, v in value.items()}
    return value


def _places(block: dict[str, Any], content: str, first: int) -> dict[Place, int]:
    """The line of every table and key of a block."""
    found: dict[Place, int] = {}
    table: Place = ()
    for number, text in enumerate(content.split("\n"), first):
        if header := _HEADER.match(text):
            place = table = _path(header[1])
        elif key := _KEY.match(text):
            place = (*table, *_path(key[1]))
        else:
            continue
        # A line within a text of several lines may only look like a table or a key.
        if _holds(block, place):
            for end in range(1, len(place) + 1):
                found.setdefault(place[:end], number)
    # Rules that TOML lets one write without a line of their own.
    for kind, value in block.items():
        line = found.setdefault((kind,), first)
        for name in value if isinstance(value, dict) else ():
            found.setdefault((kind, name), line)
    return found


def _path(text: str) -> Place:
    return tuple(part.strip(" \t\"'") for part in text.split("."))


def _holds(block: Any, path: Place) -> bool:
    for part in path:
        if not isinstance(block, dict) or part not in block:
            return False
        block = block[part]
    return True


def _validate(
    document: dict[str, Any], lines: dict[Place, int]
) -> tuple[Tables, dict[str, Any], list[Mistake]]:
    """The tables, those that are broken as they were typed, and what is wrong with them.

    A broken table stands among the others only if unknown keys are all that is wrong with it.
    """
    try:
        return Tables.model_validate(document), {}, []
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
    hurt = {e["loc"][: 2 if e["loc"][0] in NAMED else 1] for e in errors}
    broken: dict[str, Any] = {}
    sound: dict[str, Any] = {}
    for kind, table in KINDS.items():
        typed = document.get(kind, {})
        if kind not in NAMED:
            sound[kind] = _mended(table, typed) or table.model_construct()
            broken |= {kind: typed} if (kind,) in hurt else {}
        elif isinstance(typed, dict):
            mended = {name: _mended(table, rule) for name, rule in typed.items()}
            sound[kind] = {name: rule for name, rule in mended.items() if rule}
            broken |= {f"{kind}.{n}": rule for n, rule in typed.items() if (kind, n) in hurt}
        else:
            sound[kind] = {}
            broken[kind] = typed
    return Tables.model_construct(**sound), broken, [explain(e, lines) for e in errors]


def _mended(table: type[Rule], typed: Any) -> Rule | None:
    """One table without its unknown keys, if that is sound."""
    if isinstance(typed, dict):
        keys = {field.alias or name for name, field in table.model_fields.items()}
        with suppress(ValidationError):
            return table.model_validate({k: v for k, v in typed.items() if k in keys})
    return None
