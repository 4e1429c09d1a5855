"""An edit of the table of promises makes another policy of one, or says what is wrong with it."""

import pytest

from troth.policy.compile import compile
from troth.policy.parse import parse
from troth.policy.promises import TO_COME
from troth.policy.shipped import shipped
from troth.policy.tables import schema
from troth.proofs.breaks import broken
from troth.proofs.conftest import table

SOURCE = """\
We keep it.

For {{ keep.account.for }}.

```toml
[keep.account]
from = "creation"
for = "1 year"

[staff]
acknowledge = true

[staff.roles]
billing = ["billing"]
```
"""


@pytest.mark.parametrize(
    ("edit", "gone", "there"),
    [
        ('keep.account.for = "2 years"', 'for = "1 year"', 'from = "creation"\nfor = "2 years"\n'),
        ("keep.account.from removed", "from =", '[keep.account]\nfor = "1 year"\n'),
        ("keep.account removed", "keep.account", "We keep it.\n\n```toml\n[staff]\n"),
        ("keep.account.for removed", "{{", '[keep.account]\nfrom = "creation"\n'),
        ("staff.roles.billing = []", '["billing"]', "[staff.roles]\nbilling = []\n"),
        ("staff.roles removed", "[staff.roles]", "acknowledge = true\n"),
        ("staff.discipline = true", "absent", "[staff]\ndiscipline = true\nacknowledge = true\n"),
        ('disclose.law.ground = "law"', "absent", '```toml\n[disclose.law]\nground = "law"\n```\n'),
        ('new: keep.account.for = "3 years"', "1 year", 'for = "3 years"\n'),
        ("keep.account.from removed; staff removed", "acknowledge", "[staff.roles]\n"),
    ],
)
def test_each_form_of_it(edit: str, gone: str, there: str) -> None:
    edited = broken(SOURCE, edit)
    assert gone not in edited and there in edited


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ("keep.account", "is no edit; write RULE removed or RULE.KEY = VALUE"),
        ("", "is no edit"),
        ("keep.invoice removed", r"the policy has no \[keep.invoice\]"),
        ("keep.account.basis removed", "the table has no such key"),
        ("keep.account.for removed; keep.account.for removed", "the table has no such key"),
        ('keep.account = "1 year"', "names no key"),
        ('keep.invoice = "1 year"', "names no key"),
        ("staff.roles = {}", "names no key"),
    ],
)
def test_a_wrong_one_is_told_in_one_line(edit: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refusal:
        broken(SOURCE, edit)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("name", shipped())
def test_each_of_the_table_gives_a_policy_that_runs(name: str) -> None:
    source, tables = shipped()[name].read_text(encoding="utf-8"), schema()
    for promise, row in table().items():
        if row["policy"] != name:
            continue
        if promise == "WM-35":
            assert row["room"] in TO_COME  # the record that it names comes with its room
            continue
        edited = broken(source, row["breaks"])
        assert edited != source, promise
        compile(parse(edited.encode(), promise), tables)
