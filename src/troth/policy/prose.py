"""The prose of a policy file: all of its Markdown but the blocks of rules."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from troth.policy.errors import Mistake
from troth.policy.language import Tables
from troth.policy.placeholders import PLACEHOLDER, value_at

_NUMBER = (
    r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_TYPED_DURATION = re.compile(
    rf"\b(?:{_NUMBER})[-\s](?:(?:business|working|calendar)\s)?(?:day|week|month|year)s?\b", re.I
)
_BRACES = re.compile(r"\{\{|\}\}|%7B%7B|%7D%7D", re.I)


def markdown() -> MarkdownIt:
    """CommonMark with tables; raw HTML is shown as text, since policies need none."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def is_rules(token: Token) -> bool:
    """Whether a Markdown token is a block of rules."""
    return token.type == "fence" and token.info.strip() == "toml" and token.map is not None


def lines(tokens: Sequence[Token], source: str) -> Iterator[tuple[int, str]]:
    """The lines of the file outside its blocks of rules, each with its number from 1."""
    ruled = {n for t in tokens if is_rules(t) and t.map for n in range(t.map[0] + 1, t.map[1] + 1)}
    for number, text in enumerate(source.split("\n"), 1):
        if number not in ruled:
            yield number, text


def mistakes(
    tokens: Sequence[Token], source: str, tables: Tables | None, broken: Mapping[str, Any]
) -> Iterator[Mistake]:
    """Durations typed by hand, and placeholders that nothing fills.

    `tables` is None when some rules could not be read: then no placeholder can be judged. One
    that names a `broken` rule is taken to be right.
    """
    told: set[int] = set()
    for number, text in lines(tokens, source):
        for message in _unfilled(text, tables, broken):
            told.add(number)
            yield Mistake(number, "unresolved-placeholder", message)
    for number, last, pieces in _shown(tokens):
        # Markdown's escapes can make braces where the file has none.
        if told.isdisjoint(range(number, last + 1)):
            for message in {m for piece in pieces for m in _unfilled(piece, tables, broken)}:
                yield Mistake(number, "unresolved-placeholder", message)
    for number, text in typed(tokens):
        for found in _TYPED_DURATION.finditer(text):
            words = " ".join(found[0].split())
            message = (
                f'"{words}" is typed by hand; write {{{{ RULE.KEY }}}}, so that page and behaviour '
                f'cannot drift, or {{{{ "{words}" }}}} where it is of no rule'
            )
            yield Mistake(number + text.count("\n", 0, found.start()), "typed-duration", message)
    for number, value in _attributes(tokens):
        if _BRACES.search(value):
            message = "the address or title of a link cannot hold a placeholder; write it out"
            yield Mistake(number, "misplaced-placeholder", message)


def typed(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Each block of text as somebody typed it, without its placeholders, and its first line."""
    for number, _last, pieces in _shown(tokens):
        yield number, PLACEHOLDER.sub("…", "".join(pieces))


def _unfilled(text: str, tables: Tables | None, broken: Mapping[str, Any]) -> Iterator[str]:
    if tables is None or "{{" not in text and "}}" not in text:
        return
    for match in PLACEHOLDER.finditer(text):
        path = match[1].strip()
        if any(f"{path}.".startswith(f"{rule}.") for rule in broken):
            continue
        try:
            value_at(path, tables)
        except KeyError:
            yield f"{{{{ {path[:80]} }}}} names no value of a rule; see the keys of its table"
    rest = PLACEHOLDER.sub("", text)
    if "{{" in rest or "}}" in rest:
        yield "a brace pair is open or closed alone; write {{ RULE.KEY }}"


def _shown(tokens: Sequence[Token]) -> Iterator[tuple[int, int, list[str]]]:
    """Each block of text as a reader sees it: its first and its last line, and its pieces."""
    for token in tokens:
        if token.map and token.type in ("inline", "fence", "code_block") and not is_rules(token):
            yield token.map[0] + 1, token.map[1], list(pieces(token))


def pieces(token: Token) -> Iterator[str]:
    """The text in a token as a reader sees it, piece by piece."""
    if token.type in ("softbreak", "hardbreak"):
        yield "\n"
    elif token.children is None:
        yield token.content
    for child in token.children or ():
        yield from pieces(child)


def _attributes(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """What links and images carry unseen: addresses and titles."""
    for token in tokens:
        for part in (token, *(token.children or ())):
            for value in part.attrs.values():
                yield token.map[0] + 1 if token.map else 1, str(value)
