import re

import pytest

from troth.policy.errors import PolicyError
from troth.policy.page import page
from troth.policy.parse import parse, read
from troth.policy.shipped import shipped


@pytest.mark.parametrize("kind", ["collect", "consent"])
def test_a_rule_with_another_purpose_is_refused(kind: str) -> None:
    policy = read(shipped()["ispsystem"])
    name, rule = next(iter(getattr(policy.tables, kind).items()))
    before, found, after = policy.source.partition(f"[{kind}.{name}]")
    assert rule.purposes and found
    told = after.replace("purposes = [", 'purposes = ["resale", ', 1)
    with pytest.raises(PolicyError, match="unknown-reference.*resale"):
        parse((before + found + told).encode())
    none = re.sub(r"purposes = .*\n", "", after, count=1)
    with pytest.raises(PolicyError, match="purposes"):
        parse((before + found + none).encode())


def test_the_page_says_each_purpose_with_its_legal_basis() -> None:
    policy = read(shipped()["ispsystem"])
    html = page(policy).replace("&#x27;", "'")
    purposes = policy.tables.purpose
    assert len(purposes) == 9
    for name, purpose in purposes.items():
        block = html.partition(f'id="purpose.{name}"')[2].partition("</details>")[0]
        assert purpose.description[1:] in block
        assert ("legitimate interest" in block) == (name != "marketing"), name
        assert ("Art. 6(1)(a)" in block) == (name == "marketing"), name
