"""A change of the prose is told once, as editorial; a change that no reader sees is not told."""

from troth.policy.diff import diff
from troth.policy.parse import parse
from troth.policy.tests import documents

TEXT = documents.markdown(documents.SMALLEST, "We keep it for {{ keep.account.for }} or so.\n")


def changed(old: str, new: str) -> list[str]:
    assert old in TEXT
    return [str(c) for c in diff(parse(TEXT.encode()), parse(TEXT.replace(old, new).encode()))]


def test_other_words_are_told_once() -> None:
    assert changed("or so", "at most") == [
        "editorial prose.text: the old wording -> the new wording"
    ]


def test_another_placeholder_is_another_wording() -> None:
    assert len(changed("keep.account.for", "policy.version")) == 1


def test_a_changed_rule_is_not_told_again_as_wording() -> None:
    assert changed("7 years", "6 years") == ["editorial keep.account.for: 7 years -> 6 years"]


def test_a_paragraph_broken_elsewhere_is_no_change() -> None:
    assert changed("for {{", "for\n{{") == []


def test_rules_in_another_order_are_no_change() -> None:
    document = dict(reversed(documents.SMALLEST.items()))
    assert diff(documents.policy(documents.SMALLEST), documents.policy(document)) == []
