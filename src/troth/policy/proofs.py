"""Which promises were proved when the proofs were last played, as a record of that run says.

`uv run pytest src/troth/proofs --record` writes the record when every proof holds. It names what it
was played on by a hash, so that it is known to be stale as soon as anything of that changes.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from troth.policy.shipped import home

RECORD = Path(__file__).with_name("proofs.json")
_PACKAGE = Path(__file__).resolve().parents[1]
_PROOFS = _PACKAGE / "proofs"


class Record(NamedTuple):
    """A run of the proofs: the day (ISO 8601), what it was played on, and what proved a promise.

    proofs: for each promise its proof, as `file::test`. acts: the promises of which code read what
    breaks them, other than to check or to tell it. reads: all that was read so, which are keys such
    as `keep.for` and rules such as `feature.trusted-people`.
    """

    day: str
    sources: str
    proofs: Mapping[str, str]
    acts: frozenset[str]
    reads: frozenset[str]


def record() -> Record:
    """The run that is on record."""
    read = json.loads(RECORD.read_text(encoding="utf-8"))
    return Record(**{**read, "acts": frozenset(read["acts"]), "reads": frozenset(read["reads"])})


def write(run: Record) -> None:
    """Put a run on record."""
    proofs = dict(sorted(run.proofs.items()))
    sets = {"acts": sorted(run.acts), "reads": sorted(run.reads)}
    text = json.dumps({**run._asdict(), "proofs": proofs, **sets}, indent=1)
    RECORD.write_text(text + "\n", encoding="utf-8")


def is_stale() -> bool:
    """Whether code, templates, proofs or policies are others than those of the run on record.

    Where Troth is installed without its proofs, that cannot be known, and is not so.
    """
    return _PROOFS.is_dir() and record().sources != sources()


def sources() -> str:
    """SHA-256, in hex, of all that a proof is played on, and of the proofs."""
    digest = sha256()
    for file in _files():
        digest.update(f"{file.name}\0".encode() + sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for file in sorted(_PACKAGE.rglob("*")):
        inside = file.relative_to(_PACKAGE).parts
        if file.suffix in {".py", ".html", ".txt"} and not {"tests", "testing"} & {*inside}:
            yield file
    yield from sorted(home().iterdir())
