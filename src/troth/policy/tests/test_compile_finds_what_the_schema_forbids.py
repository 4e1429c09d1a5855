import re

import pytest

from troth.policy.compile import compile
from troth.policy.errors import PolicyError
from troth.policy.parse import parse
from troth.policy.shipped import shipped
from troth.policy.tables import schema
from troth.policy.tests import documents

SOURCE = shipped()["softsys"].read_text()

PEOPLE = """[keep.people]
records = ["person", "membership", "consent", "disclosure", "request"]
with = "account\""""
INVOICE = """[keep.invoice]
from = "issue"
for = "7 years"
then = "depersonalise\""""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (INVOICE, INVOICE.replace("depersonalise", "erase"), "payment would outlive the invoice"),
        (
            PEOPLE,
            PEOPLE + '\nthen = "depersonalise"',
            "accounts.Person.email cannot be empty, so its row can only be erased",
        ),
        (PEOPLE, PEOPLE + '\nthen = "depersonalise"', "person has no mark of being emptied"),
        (
            PEOPLE,
            '[keep.membership]\nfrom = "creation"\nfor = "9 years"\nbasis = "legal-claims"\n\n'
            + PEOPLE.replace('"membership", ', ""),
            "membership would outlive the account that it hangs on",
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


def test_what_the_law_keeps_cannot_hang_on_what_goes_with_the_account() -> None:
    usual = documents.SMALLEST["keep"]
    rest = [record for record in usual["rest"]["records"] if record != "payment"]
    law = {"from": "creation", "for": "7 years", "basis": "legal-obligation"}
    keep = {**usual, "rest": {"records": rest, "with": "account"}, "payment": law}
    policy = documents.policy({**documents.SMALLEST, "keep": keep})
    with pytest.raises(PolicyError, match="payment would outlive the invoice that it hangs on"):
        compile(policy, schema())


def test_the_same_policy_gives_the_same_plan() -> None:
    policy = parse(SOURCE.encode())
    assert compile(policy, schema()) == compile(policy, schema())
