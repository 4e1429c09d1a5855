"""Code speaks of a rule by what it is about; the entry has the id that the policy has for it."""

import re
from datetime import UTC, date, datetime

import pytest

from troth.journal.models import Entry
from troth.journal.tests.make import SWEPT
from troth.policy.about import rule_about
from troth.policy.parse import Policy, parse
from troth.publishing.evidence import entry, note
from troth.publishing.models import PublishedPolicy
from troth.publishing.publish import publish
from troth.testing import make

pytestmark = pytest.mark.django_db


def changed(name: str, *changes: tuple[str, str]) -> Policy:
    source = make.policy(name).source
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return parse(source.encode())


def run(policy: Policy, start: date = date(2000, 1, 1)) -> Policy:
    published = publish(policy, at=make.LONG_AGO)
    PublishedPolicy.objects.filter(pk=published.pk).update(in_force_from=start)
    return policy


ERASURE = ("[right.erase]", '[right.erasure]\nright = "erase"')


def test_a_right_by_its_word() -> None:
    policy = run(changed("soffront", ERASURE))
    noted = note(SWEPT, "right.erase", at=make.NOW)
    assert (noted.rule, noted.policy) == ("right.erasure", policy.digest)


@pytest.mark.parametrize(
    ("about", "rule"),
    [
        ("right.erase", "right.erase"),  # not resellers', nor a reseller's customers'
        ("keep.account", "keep.account"),  # and not keep.dormant-account
        ("keep.person", "keep.people"),
        ("keep.signin", "keep.signin"),  # and not keep.with-account
        ("collect.account", "collect.account"),
        ("feature.whois", "feature.whois"),
        ("feature.single-sign-on", ""),
        ("right.recover", ""),
        ("consent.marketing", ""),
        ("staff", "staff"),
        ("staff.roles", ""),
        ("policy", "policy"),
        ("", ""),
    ],
)
def test_each_kind_by_what_it_is_about(about: str, rule: str) -> None:
    assert rule_about(about, make.policy("websoftmaster")) == rule


def test_the_narrower_keeping_goes_first_where_none_has_the_name() -> None:
    assert rule_about("keep.activity", make.policy("ispsystem")) == "keep.logs"
    assert rule_about("keep.activity", make.policy("websoft")) == "keep.with-account"


def test_a_form_goes_before_what_is_observed_with_it() -> None:
    by_form = ("[collect.account]", '[collect.sign-up]\nform = "account"')
    seen = """[collect.account]
by = "observation"
required = ["name", "email"]
purposes = ["service"]

[collect.signin]"""
    policy = changed("soffront", by_form, ("[collect.signin]", seen))
    assert "collect.account" in policy.rules
    assert rule_about("collect.account", policy) == "collect.sign-up"
    assert rule_about("collect.signin", policy) == "collect.signin"


def test_a_right_to_a_part_of_the_data_is_not_the_right() -> None:
    only_billing = changed("websoft", ("[right.rectify]", '[right.other]\nright = "information"'))
    assert [rule for rule, _right in only_billing.tables.rights_to("rectify")]
    assert rule_about("right.rectify", only_billing) == ""


def test_a_stored_rule_that_a_newer_policy_lacks_is_not_named() -> None:
    old = run(make.policy("soffront"))
    new = run(changed("soffront", ERASURE), start=date(2026, 1, 1))
    before = note(SWEPT, rule="right.erase", at=datetime(2025, 6, 1, tzinfo=UTC))
    after = note(SWEPT, rule="right.erase", at=make.NOW)
    assert (before.rule, before.policy) == ("right.erase", old.digest)
    assert (after.rule, after.policy) == ("", new.digest)
    made = entry(SWEPT, rule="right.erase", policy=new, at=make.NOW)
    assert (made.rule, made.policy) == ("", new.digest)


def test_a_table_that_the_file_leaves_out_is_no_rule_of_it() -> None:
    source = make.policy("soffront").source
    tables = re.search(
        r"^\[staff\]\n(?:[a-z]+ = .+\n)*\n\[staff\.roles\]\n(?:[a-z]+ = .+\n)*", source, re.M
    )
    assert tables
    policy = parse(source.replace(tables[0], "").encode())
    assert rule_about("staff", make.policy("soffront")) == "staff"
    assert "staff" in policy.rules and rule_about("staff", policy) == ""


def test_before_any_policy_is_in_force_there_is_none_to_name() -> None:
    noted = note(SWEPT, "right.erase", at=make.NOW)
    assert (noted.rule, noted.policy) == ("", "")
    assert Entry.objects.get().receipt == noted.receipt
