"""`docs/policy-language.md` tells every table, key, word and mistake of the language."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest

from troth.policy import vocabulary
from troth.policy.diff import MATERIAL
from troth.policy.errors import CautionCode, Code
from troth.policy.language import EVERYWHERE, KINDS, NAMED
from troth.policy.parse import LARGEST, parse

DOC = (Path(__file__).parents[4] / "docs" / "policy-language.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """What stands under a heading, up to the next of any level."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", DOC, re.M | re.S)
    assert found, f"the document has no heading {heading}"
    return found[1]


def table(kind: str) -> str:
    return section(f"`[{kind}.NAME]`" if kind in NAMED else f"`[{kind}]`")


def rows(text: str) -> dict[str, str]:
    """The rows of a table that begin with a word in code."""
    return dict(re.findall(r"^\| `([^`]+)` \| (.*) \|$", text, re.M))


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_table_has_its_row(kind: str) -> None:
    described = rows(table(kind))
    fields = KINDS[kind].model_fields
    keys = {i.alias or f: i for f, i in fields.items() if f not in EVERYWHERE}
    assert described.keys() == keys.keys()
    for key, info in keys.items():
        value, does = described[key].split(" | ")
        assert value and does
        assert ("**required**" in value) == info.is_required()


@pytest.mark.parametrize("kind", KINDS)
def test_what_holds_where_a_key_is_left_out_is_what_the_document_says(kind: str) -> None:
    described = rows(table(kind))
    for field, info in KINDS[kind].model_fields.items():
        if isinstance(info.default, bool | str):
            assert f"(`{json.dumps(info.default)}`)" in described[info.alias or field], field


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_asks_its_question_and_has_an_example_with_every_key(kind: str) -> None:
    text = table(kind)
    assert f"*{KINDS[kind].question}*" in text
    example = re.search(r"```toml\n(.*?)```", text, re.S)
    assert example
    keys = set(KINDS[kind].own_keys())
    written = re.findall(r"^(?:\[staff\.)?(\w+)(?:\]| =)", example[1], re.M)
    assert keys <= set(written)


def test_the_examples_form_a_policy_without_a_mistake() -> None:
    blocks = [
        found for kind in KINDS for found in re.findall(r"```toml\n.*?```", table(kind), re.S)
    ]
    policy = parse("\n\n".join(["# Example", *blocks]).encode())
    assert {rule.partition(".")[0] for rule in policy.rules} == set(KINDS)


def test_every_table_may_name_promises_and_what_is_the_providers_choice() -> None:
    assert {*EVERYWHERE} <= rows(section("How values are written")).keys()


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Clocks", vocabulary.CLOCKS),
        ("Legal bases", vocabulary.BASES),
        ("Forms", vocabulary.FORMS),
        ("Sources", vocabulary.SOURCES),
        ("Channels", vocabulary.CHANNELS),
        ("Roles", vocabulary.ROLES),
        ("Conditions", vocabulary.CONDITIONS),
        ("Rights", vocabulary.RIGHTS),
        ("People", vocabulary.SUBJECTS),
        ("Regions", vocabulary.REGIONS),
        ("Proofs of identity", vocabulary.PROOFS),
        ("Grounds", vocabulary.GROUNDS),
        ("Documents", vocabulary.DOCUMENTS),
        ("Undertakings", vocabulary.UNDERTAKINGS),
        ("Transfers", vocabulary.TRANSFERS),
        ("Changes", vocabulary.CHANGES),
        ("Places", vocabulary.PLACES),
        ("Special categories", vocabulary.SPECIAL),
        ("Acts", vocabulary.ACTS),
        ("Features", vocabulary.FEATURES),
    ],
)
def test_every_word_stands_with_its_meaning(heading: str, words: Mapping[str, str]) -> None:
    assert rows(section(heading)) == words


def test_every_category_record_and_field_stands_with_what_belongs_to_it() -> None:
    assert rows(section("Categories")) == {
        word: f"{c.meaning} | `{c.fideslang}` | `{c.dpv}`"
        for word, c in vocabulary.CATEGORIES.items()
    }
    assert rows(section("Records")) == {
        word: f"{r.meaning} | {', '.join(f'`{clock}`' for clock in r.clocks)}"
        for word, r in vocabulary.RECORDS.items()
    }
    assert rows(section("Authorities")) == {
        code: f"{each.name} | <{each.site}>" for code, each in vocabulary.AUTHORITIES.items()
    }
    assert vocabulary.FIELD_WORDS.keys() == vocabulary.FIELDS.keys()
    assert rows(section("Fields")) == {w: f"`{c}`" for w, c in vocabulary.FIELDS.items()}


def test_no_list_of_words_is_left_out() -> None:
    lists = {name for name, value in vars(vocabulary).items() if name.isupper() and value}
    assert (
        len(lists - {"FIELD_WORDS", "RECORDS_FILE"})
        == 24
        == DOC[DOC.index("## The words") :].count("\n### ")
    )


def test_every_code_of_mistake_stands_there() -> None:
    assert rows(section("What the checker says")).keys() == set(get_args(Code))
    assert rows(section("What the checker warns of")).keys() == set(get_args(CautionCode))
    assert f"{LARGEST // 1024} KiB" in section("The file")


def test_every_weight_of_a_change_stands_there() -> None:
    words = {
        "it grows": "it gains something, gets longer or comes to be",
        "it shrinks": "it loses something, gets shorter or goes",
        "always": "always",
        "either": "it gets longer or shorter",
        "never": "never",
    }
    told = section("Which changes are material")
    for kind, weights in MATERIAL.items():
        for key, when in weights.items():
            found = re.search(rf"^\| `{kind}`: .*`{key}`.* \| (.*) \|$", told, re.M)
            assert found and found[1] == words[when], f"{kind}.{key}"
