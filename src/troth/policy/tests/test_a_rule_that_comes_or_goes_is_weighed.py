"""A rule that is added gives the provider something, unless it gives people something."""

import pytest

from troth.policy.diff import diff
from troth.policy.language import NAMED
from troth.policy.tests import documents
from troth.policy.tests.changes import DOCUMENT

ADDED: documents.Document = {
    "purpose.x": {"basis": "contract", "description": "to x"},
    "collect.survey": {"optional": ["answers"], "purposes": ["news"]},
    "consent.x": {
        "starts": "asked",
        "wording": "Yes",
        "purposes": ["news"],
        "channels": ["email"],
        "withdraw": ["link"],
    },
    "keep.x": {"records": ["ticket"], "from": "closing", "for": "1 year"},
    "log.x": {"what": "x", "for": "72 hours"},
    "share.x": {
        "name": "X",
        "role": "processor",
        "function": "does x",
        "country": "IN",
        "receives": ["contact"],
    },
    "disclose.x": {"ground": "rights"},
    "cookie.x": {"purpose": "does x", "lasts": "1 year"},
    "message.x": {"about": ["x"], "channels": ["email"]},
    "right.export": {"ask": ["email"]},
    "feature.password-hashing": {},
    "tell.x": {"text": "X."},
}


@pytest.mark.parametrize("rule", ADDED)
def test_a_rule_that_comes_or_goes(rule: str) -> None:
    without = documents.policy(DOCUMENT)
    having = documents.policy(documents.with_table(rule, ADDED[rule], DOCUMENT))
    for_people = rule.startswith(("right.", "feature."))

    (added,) = diff(without, having)
    assert (added.rule, added.key, added.material) == (rule, "", not for_people)
    assert str(added).endswith(f"{rule}: added")

    (removed,) = diff(having, without)
    assert removed.material == (for_people or rule.startswith(("keep.", "tell.")))
    assert str(removed).endswith(f"{rule}: removed")


def test_every_kind_of_rule_is_tried() -> None:
    assert {rule.partition(".")[0] for rule in ADDED} == NAMED


def test_a_table_that_is_left_out_counts_as_its_defaults() -> None:
    bare = documents.policy(documents.SMALLEST)
    refusing = documents.policy(documents.with_key("refuse", "card_numbers", True))
    assert [(c.rule, c.key, c.material) for c in diff(bare, refusing)] == [
        ("refuse", "card_numbers", False)
    ]
    assert diff(bare, documents.policy(documents.with_table("staff", {}))) == []
