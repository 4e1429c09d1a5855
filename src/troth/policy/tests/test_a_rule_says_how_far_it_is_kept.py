"""Under each rule of the page stands what is known of it, as the record of the proofs says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from troth.policy import proofs, standing
from troth.policy.page import page
from troth.policy.parse import Policy, parse, read
from troth.policy.proofs import Record, write
from troth.policy.shipped import shipped
from troth.policy.tests import documents

PROVED = "Proved on 31 January 2026 by 1 test, which breaks this rule and notices it."
LIKE = (
    "Proved on 31 January 2026 of a rule like this one in another policy, by 1 test, which breaks "
    "it and notices that."
)
PART = "Some of it is not yet kept by this system."
TOLD = "This is told, here and wherever else it has to stand."
ACTS = "The system acts by this rule, but no test has yet broken it to see who notices."
OPEN = "Not yet kept by this system; until it is, people have to see to it."


@pytest.fixture(autouse=True)
def on_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A run in which something was proved under softsys' policy, and some of it only told."""
    monkeypatch.setattr(proofs, "RECORD", tmp_path / "proofs.json")
    softsys = read(shipped()["softsys"])
    played = {
        **dict.fromkeys(softsys.rules["keep.account"].promises, "a"),
        **dict.fromkeys(softsys.rules["policy"].promises, "b"),
        softsys.rules["collect.account"].promises[0]: "c",
    }
    acts = frozenset(played.keys() - {*softsys.rules["policy"].promises})
    write(Record("2026-01-31", "", played, acts, frozenset({"message.channels"})))
    _forget()
    yield
    _forget()


def _forget() -> None:
    for known in (standing._all, standing._by_rule, standing._run, standing._shipped):
        known.cache_clear()


def said(policy: Policy) -> dict[str, str]:
    return {rule: standing.standing(rule, table) for rule, table in policy.rules.items()}


def test_what_was_proved_what_is_told_and_what_is_open() -> None:
    found = said(read(shipped()["softsys"]))
    assert found["keep.account"] == PROVED
    assert found["policy"] == TOLD
    assert found["collect.account"] in (PROVED, f"{PROVED} {PART}")
    assert found["right.erase"] == OPEN


def test_a_rule_of_a_providers_own_is_as_those_of_its_name_and_kind() -> None:
    erasing = read(shipped()["softsys"]).rules["keep.account"].promises
    document = documents.with_table("feature.whois", {})
    document = documents.with_table("tell.anything", {"text": "Anything."}, document)
    # Whatever it names: words do not keep what a rule of another kind was proved to keep.
    erased = {"text": "All is erased.", "promises": [*erasing]}
    document = documents.with_table("tell.erased", erased, document)
    document = documents.with_table(
        "message.own", {"about": ["a thing"], "channels": ["email"]}, document
    )
    found = said(documents.policy(document))
    assert found["keep.account"].startswith(LIKE)
    assert found["provider"] == TOLD
    assert found["feature.whois"] == OPEN
    assert found["tell.anything"] == found["tell.erased"] == TOLD
    assert found["message.own"] == ACTS


def test_a_shipped_rule_with_another_term_is_not_the_one_that_was_proved() -> None:
    text = shipped()["softsys"].read_text(encoding="utf-8")
    longer = text.replace('for = "7 years"', 'for = "9 years"')
    assert longer != text and said(parse(longer.encode()))["keep.account"] == LIKE


def test_it_stands_on_the_page() -> None:
    html = page(read(shipped()["softsys"]))
    assert f'<p class="standing">{PROVED}</p>' in html and OPEN in html
