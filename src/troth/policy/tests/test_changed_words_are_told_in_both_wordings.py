"""A changed passage is material, in both wordings; a change that no reader sees is none."""

from troth.policy.diff import diff
from troth.policy.parse import parse
from troth.policy.tests import documents

TEXT = documents.markdown(documents.SMALLEST, "We keep it for {{ keep.account.for }} or so.\n")


def changed(old: str, new: str) -> list[str]:
    assert old in TEXT
    return [str(c) for c in diff(parse(TEXT.encode()), parse(TEXT.replace(old, new).encode()))]


def test_other_words_are_told_as_they_were_and_as_they_are() -> None:
    assert changed("or so", "at most") == [
        "material  prose: “We keep it for {{ keep.account.for }} or so.” -> "
        "“We keep it for {{ keep.account.for }} at most.”"
    ]


def test_only_the_passage_that_changed_is_told() -> None:
    text = "\n\n".join([TEXT, "This one stays.", "This one goes.", "The last stays too."])
    new = text.replace("This one goes.\n\n", "")
    (gone,) = diff(parse(text.encode()), parse(new.encode()))
    assert (gone.before, gone.after, gone.material) == ("This one goes.", None, True)
    (come,) = diff(parse(new.encode()), parse(text.encode()))
    assert (come.before, come.after, come.material) == (None, "This one goes.", True)


def test_another_placeholder_is_another_wording() -> None:
    assert len(changed("keep.account.for", "policy.version")) == 1


def test_a_changed_rule_is_not_told_again_as_wording() -> None:
    assert changed("7 years", "6 years") == ["material  keep.account.for: 7 years -> 6 years"]


def test_a_paragraph_broken_elsewhere_is_no_change() -> None:
    assert changed("for {{", "for\n{{") == []


def test_rules_in_another_order_are_no_change() -> None:
    document = dict(reversed(documents.SMALLEST.items()))
    assert diff(documents.policy(documents.SMALLEST), documents.policy(document)) == []
