"""The five shipped policies have no mistake and name each of their promises once."""

import csv
import re

import pytest

from troth.policy.about import has_rule
from troth.policy.page import page
from troth.policy.parse import Policy, read
from troth.policy.render import to_text
from troth.policy.shipped import locate, promises_csv, shipped

FIVE = ["ispsystem", "soffront", "softsys", "websoft", "websoftmaster"]


def policy(name: str) -> Policy:
    return read(shipped()[name])


def test_five_policies_are_shipped() -> None:
    assert list(shipped()) == FIVE


@pytest.mark.parametrize("name", FIVE)
def test_each_promise_is_named_by_a_rule(name: str) -> None:
    with promises_csv().open(encoding="utf-8", newline="") as stream:
        promised = {row["id"] for row in csv.DictReader(stream) if row["policy"] == name}
    assert {p for rule in policy(name).rules.values() for p in rule.promises} == promised


@pytest.mark.parametrize("name", FIVE)
def test_each_rule_says_what_it_promises_or_what_is_the_providers_own_choice(name: str) -> None:
    silent = [
        rule
        for rule, table in policy(name).rules.items()
        if has_rule(rule, policy(name)) and not (table.promises or table.chosen)
    ]
    assert silent == []


@pytest.mark.parametrize("name", FIVE)
def test_no_address_reaches_anyone(name: str) -> None:
    found = re.findall(r"[\w.-]+@[\w.-]*\w", policy(name).source)
    assert found and all(address.endswith(".example") for address in found)


@pytest.mark.parametrize("name", FIVE)
def test_prose_stands_before_every_block_of_rules(name: str) -> None:
    source = policy(name).source
    assert not re.search(r"```\n+```toml", source)


@pytest.mark.parametrize("name", FIVE)
def test_it_renders_as_text_and_as_a_page(name: str) -> None:
    found = policy(name)
    assert "{{" not in to_text(found) + page(found)
    assert page(found).count("<details") == len(found.lines.keys() & _places(found))


def _places(found: Policy) -> set[tuple[str, ...]]:
    return {tuple(rule.split(".", 1)) for rule in found.rules}


def test_the_five_differ_in_their_rules() -> None:
    rules = {name: policy(name).tables for name in FIVE}
    kept = {name: tables.keep["account"] for name, tables in rules.items()}
    assert {n: (k.from_, str(k.for_)) for n, k in kept.items()} == {
        "softsys": ("inactivity", "7 years"),
        "websoftmaster": ("cancellation", "2 years"),
        "soffront": ("cancellation", "30 days"),
        "ispsystem": ("cancellation", "1 year"),
        "websoft": ("cancellation", "12 months"),
    }
    assert [n for n in FIVE if kept[n].reactivation] == ["websoft"]
    assert {n: next(iter(rules[n].consent.values())).starts for n in FIVE} == {
        "softsys": "asked",
        "websoftmaster": "subscribed",
        "soffront": "asked",
        "ispsystem": "asked",
        "websoft": "subscribed",
    }
    assert rules["softsys"].right["export"].formats == ("json",)
    assert not rules["softsys"].right["export"].self_service
    assert rules["ispsystem"].right["export"].formats == ("csv",)
    assert rules["ispsystem"].right["export"].self_service
    assert str(rules["ispsystem"].right["information"].within) == "1 month"
    assert str(rules["websoftmaster"].right["reseller-erase"].within) == "30 business days"
    assert rules["websoftmaster"].change.opt_out
    assert str(rules["websoft"].change.notice) == "30 days"


def test_a_policy_is_located_by_path_before_name() -> None:
    assert locate("softsys") == shipped()["softsys"]
    assert locate(str(promises_csv())) == promises_csv()
    assert str(locate("no-such-policy")) == "no-such-policy"
