"""What two rules of keeping, or a rule and what it keeps, cannot both mean."""

from typing import Any

import pytest

from troth.policy.errors import PolicyError
from troth.policy.tests import documents

CLOCK = {"from": "creation", "for": "1 year"}
LAW = {**CLOCK, "basis": "legal-obligation"}


@pytest.mark.parametrize("right", ["object-to-use", "review-decision"])
def test_what_staff_weigh_is_not_done_at_once(right: str) -> None:
    rule = {"ask": ["portal"], "self_service": True}
    with pytest.raises(PolicyError, match=f"right.{right} is weighed by staff"):
        documents.policy(documents.with_table(f"right.{right}", rule))


@pytest.mark.parametrize(
    ("right", "ask", "why"),
    [
        ("opt-out", ["email"], 'add "page" to ask'),
        ("erase", ["gpc"], "right.erase cannot be asked by the signal Global Privacy Control"),
    ],
)
def test_an_opt_out_is_asked_on_every_page_and_nothing_else_by_a_signal(
    right: str, ask: list[str], why: str
) -> None:
    with pytest.raises(PolicyError, match=why):
        documents.policy(documents.with_table(f"right.{right}", {"ask": ask}))


def test_what_holds_in_a_region_is_not_done_at_once() -> None:
    rule = {"ask": ["portal"], "self_service": True, "in": ["california"]}
    with pytest.raises(PolicyError, match="right.erase is at once for some only"):
        documents.policy(documents.with_table("right.erase", rule))


@pytest.mark.parametrize(
    ("keep", "why"),
    [
        ({"consent": CLOCK}, "consent is needed for as long as its subject is here"),
        ({"disclosure": CLOCK}, "disclosure is needed for as long as its subject is here"),
        ({"account": {"with": "account"}}, "account cannot go with itself"),
        ({"account": {"with": "person"}}, "account goes with nothing else"),
        ({"account": LAW}, "account cannot outlive a request to delete it"),
        ({"inquiry": {"with": "account"}}, "inquiry is also of people without an account"),
        (
            {"ticket": LAW, "more": {"records": ["ticket"], "with": "account"}},
            "ticket cannot both go with its account and outlive it",
        ),
        (
            {"ticket": CLOCK, "more": {"records": ["ticket"], **CLOCK}},
            "another rule ends ticket by the same clock",
        ),
    ],
)
def test_with_the_reason(keep: dict[str, dict[str, Any]], why: str) -> None:
    named = {record for rule in keep.values() for record in rule.get("records", ())} | keep.keys()
    usual = documents.SMALLEST["keep"]
    rest = [record for record in usual["rest"]["records"] if record not in named]
    rules = {**usual, "rest": {"records": rest, "with": "account"}, **keep}
    with pytest.raises(PolicyError, match=why):
        documents.policy({**documents.SMALLEST, "keep": rules})
