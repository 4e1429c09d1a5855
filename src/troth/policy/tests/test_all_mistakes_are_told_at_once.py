"""An author sees every mistake of a file in one go, whatever parts of it are broken."""

import pytest

from troth.policy.errors import PolicyError
from troth.policy.parse import parse
from troth.policy.tests.test_every_mistake_has_its_line import POLICY


def codes(text: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        parse(text.encode(), "p.md")
    return [m.code for m in caught.value.mistakes]


def test_mistakes_of_values_of_rules_and_of_prose_come_together() -> None:
    text = (
        POLICY.replace('country = "IN"', 'country = "India"')
        .replace("for {{ keep.account.for }}", "for 7 years, {{ keep.account.fur }}")
        .replace('from = "inactivity"', 'from = "issue"\nfoo = 1')
        .replace(', "ticket"]', "]")
        .replace('country = "DE"\n', "")
        .replace('purposes = ["service"]', 'purposes = ["fun"]')
    )
    assert codes(text) == [
        "bad-value",
        "unknown-reference",
        "typed-duration",
        "no-keep-rule",
        "unknown-clock",
        "unknown-key",
        "no-country",
    ]


def test_a_rule_that_contradicts_a_broken_one_is_told_too() -> None:
    text = POLICY.replace('from = "issue"', 'from = "issue"\nfoo = 1').replace(
        '["message", ', '["message", "invoice", '
    )
    assert codes(text) == ["contradiction", "unknown-key"]


def test_what_a_broken_rule_may_have_said_is_not_held_against_the_others() -> None:
    for rule in ("[keep.rest]", "[keep.more]", "[purpose.service]", "[collect.account]"):
        assert codes(POLICY.replace(rule, f"{rule}\nfoo = 1")) == ["unknown-key"]
    assert codes(POLICY.replace('from = "issue"', 'from = "dawn"')) == ["unknown-word"]
    assert codes(POLICY.replace('version = "1"', "")) == ["missing-key"]


def test_what_a_block_that_is_not_toml_would_have_said_is_not_held_against_the_others() -> None:
    text = POLICY.replace("[keep.account]", "[keep.account").replace(
        "We keep", "In one week we keep"
    )
    assert codes(text) == ["typed-duration", "bad-toml"]


def test_each_mistake_is_a_line_of_the_error() -> None:
    with pytest.raises(PolicyError) as caught:
        parse(POLICY.replace('"IN"', '"I"').replace('"DE"', '"D"').encode(), "p.md")
    lines = str(caught.value).split("\n")
    assert [line[: line.index(" ")] for line in lines] == ["p.md:6:", "p.md:53:"]
    assert caught.value.exit_code == 1
