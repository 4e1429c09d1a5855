"""What would be refused when it is published, the check has named before, with what to do.

Of each record, by each clock and end, emptied or erased, with a basis to outlive a request.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from troth.policy import snapshot
from troth.policy.compile import compile
from troth.policy.errors import PolicyError
from troth.policy.examine import examine
from troth.policy.parse import parse
from troth.policy.tables import schema
from troth.policy.tests import documents
from troth.policy.vocabulary import RECORDS

ASKS = {"required": ["email"], "purposes": ["service"]}  # there is an inquiry where a form makes it


def ways(record: str) -> Iterator[dict[str, str]]:
    """Every rule of keeping that the words of the language make for a record."""
    for then in ("erase", "depersonalise"):
        for whom in ("account", "person"):
            yield {"with": whom, "then": then}
        for clock in RECORDS[record].clocks:
            for basis in ("", "legal-obligation", "legal-claims"):
                based = {"basis": basis} if basis else {}
                yield {"from": clock, "for": "9 years", "then": then} | based


def source(record: str, keep: dict[str, str]) -> bytes:
    usual = documents.SMALLEST["keep"]
    rest = {"records": [r for r in usual["rest"]["records"] if r != record], "with": "account"}
    document = documents.with_table("collect.inquiry", ASKS)
    inquiry = {"from": "creation", "for": "1 year"}
    keeps = {"inquiry": inquiry, **usual, "rest": rest, record: keep}
    return documents.markdown({**document, "keep": keeps}).encode()


def mistakes(text: bytes) -> list[str]:
    try:
        examine(text, "p.md")
    except PolicyError as error:
        return [mistake.message for mistake in error.mistakes]
    return []


def runs(text: bytes) -> bool:
    try:
        compile(parse(text), schema())
    except PolicyError:
        return False
    return True


def mended(keep: dict[str, str], message: str) -> dict[str, str]:
    """A rule after what its mistake says is done."""
    for key in ("then", "basis"):
        if f"take out {key}" in message or f"have {key} =" in message:
            return {k: v for k, v in keep.items() if k != key}
    if 'but with = "account"' in message:
        return {**keep, "with": "account"}
    raise AssertionError(message)


@pytest.mark.parametrize("record", RECORDS)
def test_of_each_record_by_each_rule(record: str) -> None:
    said = [(keep, mistakes(source(record, keep))) for keep in ways(record)]
    assert [not told for _, told in said] == [runs(source(record, keep)) for keep, _ in said]
    for keep, told in said:
        if any("can only be erased" in message or "outlive whom" in message for message in told):
            for message in told:
                keep = mended(keep, message)
            assert not mistakes(source(record, keep)), (keep, told)
        assert not [m for m in told if "accounts." in m or "_" in m or "column" in m]


def test_what_cannot_run_is_named_with_every_other_mistake() -> None:
    rules: dict[str, Any] = {"from": "closing", "for": "1 year", "then": "depersonalise"}
    text = source("message", rules).replace(b'country = "IN"', b'country = "Indien"')
    with pytest.raises(PolicyError) as caught:
        examine(text, "p.md")
    assert {m.code for m in caught.value.mistakes} == {"bad-value", "unknown-clock", "cannot-run"}


def test_the_tables_that_it_goes_by_are_those_of_the_models() -> None:
    written = snapshot.FILE.read_text(encoding="utf-8")
    assert written == snapshot.text(schema()), "run: troth manage records"
    assert snapshot.snapshot().tables == schema().tables
