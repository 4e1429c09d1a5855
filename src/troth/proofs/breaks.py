"""The edit of a policy's text that breaks a promise, as policies/promises.csv writes it.

`RULE removed` takes a table out, `RULE.KEY removed` a key, and `RULE.KEY = VALUE` writes one; a
table that is not there is added. "; " stands between two edits that only make sense together, and
"new: " before one for which the language got a word.
"""

import re

from troth.policy.language import NAMED

_BREAK = re.compile(r"(?:new: )?(?P<path>[\w.-]+)(?: = (?P<value>.+)| removed)")
_KEY = r"(?m)^{key} = .*\n"


def broken(source: str, edits: str) -> str:
    """A policy's text after some edits.

    Raises ValueError for one that cannot be read, or that takes out what is not there.
    """
    for edit in edits.split("; "):
        source = _after(edit, source)
    return source


def touched(edits: str) -> list[tuple[str, str]]:
    """The rules that some edits change, each with its key; no key for a table that is taken out."""
    return [_split(_read(edit)["path"]) for edit in edits.split("; ")]


def _read(edit: str) -> re.Match[str]:
    read = _BREAK.fullmatch(edit)
    if read is None:
        raise ValueError(f"{edit!r} is no edit; write RULE removed or RULE.KEY = VALUE")
    return read


def _after(edit: str, source: str) -> str:
    read = _read(edit)
    rule, key = _split(read["path"])
    if read["value"] and not key:
        raise ValueError(f"{edit!r} names no key; write RULE.KEY = VALUE")
    table = re.search(rf"(?m)^\[{re.escape(rule)}\]\n(?:(?!\[|```).*\n)*", source)
    if table is None:
        if read["value"] is None:
            raise ValueError(f"{edit!r}: the policy has no [{rule}]")
        return f"{source}\n```toml\n[{rule}]\n{key} = {read['value']}\n```\n"
    start, end = table.span()
    edited = source[:start] + _edited(table[0], key, read["value"], edit) + source[end:]
    return edited if read["value"] else _without_passages_on(read["path"], edited)


def _split(path: str) -> tuple[str, str]:
    """A rule's id, and the key that follows it if there is one."""
    parts = path.split(".")
    known = 2 if parts[0] in NAMED or parts[:2] == ["staff", "roles"] else 1
    return ".".join(parts[:known]), ".".join(parts[known:])


def _without_passages_on(path: str, source: str) -> str:
    """The text without the passages that tell a value which is gone, as the checker demands."""
    tells = re.compile(rf"\{{\{{ {re.escape(path)}[ .]")
    return "\n\n".join(part for part in source.split("\n\n") if not tells.search(part))


def _edited(table: str, key: str, value: str | None, edit: str) -> str:
    if not key:
        return ""
    line = re.compile(_KEY.format(key=re.escape(key)))
    if value is None:
        if not line.search(table):
            raise ValueError(f"{edit!r}: the table has no such key")
        return line.sub("", table)
    if line.search(table):
        return line.sub(lambda _: f"{key} = {value}\n", table)
    head, _, rest = table.partition("\n")
    return f"{head}\n{key} = {value}\n{rest}"
