import re

import pytest

from troth.policy.compile import compile
from troth.policy.errors import PolicyError
from troth.policy.parse import parse
from troth.policy.shipped import shipped
from troth.policy.tables import schema

SOURCE = shipped()["softsys"].read_text()

PEOPLE = """[keep.people]
records = ["person", "membership", "consent", "disclosure", "request"]
with = "account\""""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (PEOPLE, PEOPLE + '\nthen = "depersonalise"', "person can only be erased"),
        (
            PEOPLE,
            '[keep.membership]\nfrom = "creation"\nfor = "9 years"\nbasis = "legal-claims"\n\n'
            + PEOPLE.replace('"membership", ', ""),
            "membership cannot outlive whom it is about; take out basis",
        ),
    ],
)
def test_with_the_line_of_the_rule(old: str, new: str, message: str) -> None:
    assert SOURCE.count(old) == 1
    source = SOURCE.replace(old, new)
    with pytest.raises(PolicyError) as raised:
        compile(parse(source.encode(), "p.md"), schema())
    found = [m for m in raised.value.mistakes if message in m.message]
    assert found, str(raised.value)
    rule = re.match(r"(keep\.\S+): ", found[0].message)
    assert rule
    assert source.split("\n")[found[0].line - 1] == f"[{rule[1]}]"
    assert found[0].code == "cannot-run"


def test_the_same_policy_gives_the_same_plan() -> None:
    policy = parse(SOURCE.encode())
    assert compile(policy, schema()) == compile(policy, schema())
