"""docs/asvs.md names each requirement of OWASP ASVS 5.0.0, levels 1 and 2, and what holds it."""

import re
from collections import Counter
from pathlib import Path

DOCS = Path(__file__).resolve().parents[4] / "docs"
TABLE = (DOCS / "asvs.md").read_text()

# Section by section, as the standard numbers them; those of level 3 are left out.
NUMBERS = """
1.1: 1-2, 1.2: 1-9, 1.3: 1-11, 1.4: 1-3, 1.5: 1-2, 2.1: 1-3, 2.2: 1-3, 2.3: 1-4, 2.4: 1
3.2: 1-2, 3.3: 1-4, 3.4: 1-6, 3.5: 1-5, 3.7: 1-2, 4.1: 1-3, 4.2: 1, 4.3: 1-2, 4.4: 1-4
5.1: 1, 5.2: 1-3, 5.3: 1-2, 5.4: 1-3, 6.1: 1-3, 6.2: 1-12, 6.3: 1-4, 6.4: 1-4, 6.5: 1-5
6.6: 1-3, 6.8: 1-4, 7.1: 1-3, 7.2: 1-4, 7.3: 1-2, 7.4: 1-5, 7.5: 1-2, 7.6: 1-2, 8.1: 1-2
8.2: 1-3, 8.3: 1, 8.4: 1, 9.1: 1-3, 9.2: 1-4, 10.1: 1-2, 10.2: 1-2, 10.3: 1-4, 10.4: 1-11
10.5: 1-5, 10.6: 1-2, 10.7: 1-3, 11.1: 1-2, 11.2: 1-3, 11.3: 1-3, 11.4: 1-4, 11.5: 1
11.6: 1, 12.1: 1-3, 12.2: 1-2, 12.3: 1-4, 13.1: 1, 13.2: 1-5, 13.3: 1-2, 13.4: 1-5
14.1: 1-2, 14.2: 1-4, 14.3: 1-3, 15.1: 1-3, 15.2: 1-3, 15.3: 1-7, 16.1: 1, 16.2: 1-5
16.3: 1-4, 16.4: 1-3, 16.5: 1-3, 17.1: 1, 17.2: 1-4, 17.3: 1-2
"""


def required() -> list[str]:
    found = []
    for section, numbers in re.findall(r"(\d+\.\d+): ([\d -]+)", NUMBERS):
        for run in numbers.split():
            first, _, last = run.partition("-")
            found += [f"{section}.{n}" for n in range(int(first), int(last or first) + 1)]
    return found


def test_each_requirement_stands_there_once() -> None:
    assert len(required()) == 253
    ids = [row.split("|")[1] for row in TABLE.splitlines() if row.startswith("|")]
    assert Counter(re.findall(r"\d+\.\d+\.\d+", " ".join(ids))) == Counter(required())


def test_what_is_met_is_held_by_something() -> None:
    rows = [row.strip("| ").split("|") for row in TABLE.splitlines() if re.match(r"\| \d", row)]
    bare = [row[0] for row in rows if "not" not in row[2].lower() and "](" not in "".join(row[2:])]
    assert bare == []


def test_each_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\((?!https:)([^)]+)\)", TABLE):
        path, _, heading = target.partition("#")
        file = DOCS / path
        assert file.exists(), target
        titles = re.findall(r"^#+ (.+)$", file.read_text(), flags=re.M) if heading else []
        assert not heading or heading in map(anchor, titles), target


def anchor(title: str) -> str:
    """What a heading is called in an address."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
