import pytest

from troth.policy.errors import PolicyError
from troth.policy.tests.documents import SMALLEST, Document, policy, with_table

FORM = {"optional": ["message"], "purposes": ["service"]}
CLOCK = {"from": "closing", "for": "1 year"}


def mistakes(document: Document) -> list[str]:
    with pytest.raises(PolicyError) as error:
        policy(document)
    return [mistake.message for mistake in error.value.mistakes]


@pytest.mark.parametrize("form", ["inquiry", "support", "call-back"])
def test_where_there_is_such_a_form_there_must_be_a_rule(form: str) -> None:
    document = with_table(f"collect.{form}", FORM)
    assert mistakes(document) == [
        "nothing says how long inquiry is kept; add [keep.inquiry], such as "
        'from = "closing", for = "6 months"',
    ]
    policy(with_table("keep.inquiry", CLOCK, document))


def test_a_form_of_another_name_counts() -> None:
    document = with_table("collect.write-to-us", {"form": "inquiry", **FORM})
    assert "add [keep.inquiry]" in mistakes(document)[0]


def test_what_is_only_observed_makes_none() -> None:
    policy(with_table("collect.support", {"by": "observation", **FORM}))


def test_a_rule_without_a_form_does_no_harm() -> None:
    policy(with_table("keep.inquiry", CLOCK, SMALLEST))


def test_a_broken_form_is_not_held_against_the_policy() -> None:
    found = mistakes(with_table("collect.inquiry", {"by": "post", **FORM}))
    assert not [message for message in found if "keep.inquiry" in message]


def test_it_cannot_go_with_an_account_that_whoever_asks_may_not_have() -> None:
    document = with_table("keep.inquiry", {"with": "account"}, with_table("collect.support", FORM))
    assert mistakes(document) == [
        "keep.inquiry: inquiry is also of people without an account; give it a clock",
    ]
