"""The tables of the platform as they were written down, for whoever checks without Django.

`troth manage records` writes them from the models; a system check holds the two together.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from troth.policy.schema import Behind, Schema, Table

FILE = Path(__file__).with_name("tables.json")


@dataclass(frozen=True)
class _Written:
    behind: Behind
    tables: list[Table]


@cache
def snapshot() -> Schema:
    """The tables as the compiler asks for them."""
    written = _adapter().validate_json(FILE.read_bytes())
    return Schema(written.tables, written.behind)


def text(schema: Schema) -> str:
    """What the file holds of these tables."""
    written = _Written(schema.behind, list(schema.tables.values()))
    one_line = _adapter().dump_json(written).decode()
    return one_line.replace('{"name":', '\n{"name":') + "\n"


def _adapter() -> TypeAdapter[_Written]:
    return TypeAdapter(_Written)
