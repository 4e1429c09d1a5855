"""Policies with any rules of keeping that the language and the tables allow."""

from datetime import date
from functools import cache, lru_cache
from typing import Any

from hypothesis import strategies as st

from troth.policy.compile import compile
from troth.policy.errors import PolicyError
from troth.policy.parse import Policy, parse
from troth.policy.shipped import shipped
from troth.policy.tables import schema
from troth.policy.tests import documents
from troth.policy.vocabulary import RECORDS
from troth.publishing.models import PublishedPolicy
from troth.testing import make

Rules = list[dict[str, Any]]

# Needed for as long as their subject is here; the policy's check refuses a clock of their own.
WITH_THEIRS = ("consent", "disclosure", "membership")

lengths = st.builds("{} {}s".format, st.integers(1, 6), st.sampled_from(["month", "year"])) | (
    st.sampled_from(["1 day", "30 days", "26 weeks"])
)
bases = st.sampled_from([None, None, "legal-obligation", "legal-claims"])
thens = st.sampled_from(["erase", "erase", "depersonalise"])


_schema = cache(schema)


@lru_cache(maxsize=16)
def _read(source: str) -> Policy:
    return parse(source.encode())


def put_in_force(source: str) -> Policy:
    """A policy, in force for all days by its row alone: what publishing asks is tested elsewhere,
    and takes longer than most sweeps."""
    policy = _read(source)
    PublishedPolicy.objects.create(
        digest=policy.digest,
        version=policy.tables.policy.version,
        source=source,
        published_at=make.LONG_AGO,
        in_force_from=date(2000, 1, 1),
    )
    return policy


@st.composite
def _rules(draw: st.DrawFn, record: str) -> Rules:
    """Up to two clocks for a record, and its subject's end."""
    found: Rules = []
    clocks = RECORDS[record].clocks
    chosen = draw(st.lists(st.sampled_from(clocks), max_size=2, unique=True))
    for clock in chosen if record not in WITH_THEIRS else ():
        rule = {"from": clock, "for": draw(lengths), "then": draw(thens), "basis": draw(bases)}
        found.append({key: value for key, value in rule.items() if value})
    outlives = any("basis" in rule for rule in found)
    if not outlives and record not in ("account", "inquiry") and (not found or draw(st.booleans())):
        found.append({"with": "account", "then": draw(thens)})
    return found


def sources() -> st.SearchStrategy[str]:
    """A shipped policy, or one with any rules of keeping, as text."""
    return st.sampled_from([path.read_text() for path in shipped().values()]) | _sources()


@st.composite
def _sources(draw: st.DrawFn) -> str:
    """A policy that can run, as text: where rules cannot, the account's end decides instead."""
    kept = {record: draw(_rules(record)) for record in RECORDS}
    while True:
        try:
            source = documents.markdown(_document(kept))
            compile(_read(source), _schema())
            return source
        except PolicyError as error:
            told = " ".join(mistake.message for mistake in error.mistakes)
            wrong = [r for r in kept if kept[r] and r in told]
            assert wrong, told
            kept |= dict.fromkeys(wrong, [])


def _document(kept: dict[str, Rules]) -> documents.Document:
    tables: documents.Document = {}
    for record, rules in kept.items():
        usual: Rules = [{"with": "account"}]
        if record == "account":
            usual = [{"from": "inactivity", "for": "5 years"}]
        for number, rule in enumerate(rules or (usual if record != "inquiry" else [])):
            name = f"{record}-{number}" if number else record
            tables[name] = rule | ({"records": [record]} if number else {})
    return {**documents.SMALLEST, "keep": tables}
