"""Each code of mistake is told on the line where it stands, and on no other."""

from pathlib import Path
from typing import get_args

import pytest

from troth.policy.errors import Code, PolicyError
from troth.policy.parse import LARGEST, parse, read
from troth.policy.vocabulary import RECORDS

POLICY = """\
# Privacy policy of Example

```toml
[provider]
name = "Example"
country = "IN"
privacy_contact = "privacy@example.net"

[policy]
version = "1"
effective = 2025-01-31

[change]
told = ["page"]

[purpose.service]
basis = "contract"
description = "to provide the service"

[purpose.news]
basis = "consent"
description = "to tell news"

[collect.account]
required = ["name", "email"]
purposes = ["service"]
```

We keep your account for {{ keep.account.for }}.

```toml
[keep.account]
from = "inactivity"
for = "7 years"

[keep.rest]
records = ["person", "membership", "signin", "session", "activity", "consent", "disclosure"]
with = "account"

[keep.more]
records = ["message", RECORDS]
with = "account"

[keep.invoice]
from = "issue"
for = "7 years"
basis = "legal-obligation"

[share.mail]
name = "Mail"
role = "processor"
function = "delivers mail"
country = "DE"
receives = ["contact"]

[message.account]
about = ["your account"]
channels = ["email"]
```
"""
# Whatever records there are besides those which the tests speak of.
_NAMED = {"account", "message", "invoice", "person", "membership", "signin", "session", "activity"}
_NAMED |= {"consent", "disclosure", *(name for name, record in RECORDS.items() if record.forms)}
_OTHERS = ", ".join(f'"{name}"' for name in RECORDS if name not in _NAMED)
POLICY = POLICY.replace("RECORDS", _OTHERS)
CONSENT = """\
[consent.news]
starts = "asked"
wording = "Yes"
purposes = ["news"]
channels = ["email"]
withdraw = ["link"]
"""
MESSAGE = """\
[message.news]
about = ["news"]
channels = ["sms"]
consent = "news"
"""

# What is replaced by what in POLICY, the code, and the starts of the lines that are told.
EDITED: list[tuple[str, str, Code, list[str]]] = [
    ("We keep", "We \a keep", "not-text", ["We"]),
    ("We keep", "We \u202e keep", "not-text", ["We"]),
    ('country = "IN"', "country = IN", "bad-toml", ["country = IN"]),
    ('with = "account"\n\n[keep.more]', "with =\n\n[keep.more]", "bad-toml", ["with ="]),
    ('country = "IN"', 'country = "IN"\nname = "B"', "duplicate-key", ['name = "B"']),
    ("[share.mail]", "[keep.more]\n[share.mail]", "duplicate-key", ["[keep.more]"]),
    ('role = "processor"', 'role = "processor"\nrule = 1', "unknown-key", ["rule = 1"]),
    ('role = "processor"', 'role = "helper"', "unknown-word", ["role"]),
    ('["name", "email"]', '[\n"name",\n"nme", "email"]', "unknown-word", ["required = ["]),
    ('basis = "contract"', 'basis = "contrct"', "unknown-word", ['basis = "contrct"']),
    ('told = ["page"]', 'told = ["sky"]', "unknown-word", ["told"]),
    ('[change]\ntold = ["page"]', "", "missing-table", ["# Privacy"]),
    ("collect.account", "collect.visit", "missing-table", ["[collect.visit]"]),
    ('required = ["n', 'by = "observation"\nrequired = ["n', "missing-table", ["[collect.acc"]),
    ('version = "1"\n', "", "missing-key", ["[policy]"]),
    ('["name", "email"]', '["name"]', "missing-key", ["[collect.account]"]),
    ('country = "DE"\n', "", "no-country", ["[share.mail]"]),
    ('country = "DE"', 'country = "UK"', "bad-value", ['country = "UK"']),
    ('name = "Example"', "name = 3", "bad-value", ["name = 3"]),
    ('name = "Example"', 'name = " Example"', "bad-value", ['name = " Example"']),
    ('name = "Example"', 'name = "{{ policy.version }}"', "bad-value", ['name = "{{']),
    ('name = "Example"', 'name = "a\\u202eb"', "bad-value", ['name = "a']),
    ("privacy@example.net", "privacy", "bad-value", ["privacy_contact"]),
    ("2025-01-31", '"2025-01-31"', "bad-value", ["effective"]),
    ("2025-01-31", "2025-01-31T00:00:00", "bad-value", ["effective"]),
    ('told = ["page"]', 'told = "page"', "bad-value", ["told"]),
    ('told = ["page"]', "told = []", "bad-value", ["told"]),
    ('"7 years"\n\n[keep.rest]', '"for ever"\n\n[keep.rest]', "bad-value", ['for = "for ever"']),
    ('"7 years"\n\n[keep.rest]', '"201 years"\n\n[keep.rest]', "bad-value", ['for = "201']),
    ('"7 years"\n\n[keep.r', '"7 business days"\n\n[keep.r', "bad-value", ["[keep.account]"]),
    ('from = "inactivity"\n', "", "bad-value", ["[keep.account]"]),
    ('from = "inactivity"', 'with = "person"', "bad-value", ["[keep.account]"]),
    ('with = "account"\n\n[keep.more]', "[keep.more]", "bad-value", ["[keep.rest]"]),
    ('for = "7 years"\nbasis', 'with = "account"\nbasis', "bad-value", ["[keep.invoice]"]),
    ('required = ["name", "email"]\n', "", "bad-value", ["[collect.account]"]),
    ('from = "issue"', 'from = "closing"', "unknown-clock", ["[keep.invoice]"]),
    ('purposes = ["service"]', 'purposes = ["x"]', "unknown-reference", ["[collect.account]"]),
    (', "ticket"]', "]", "no-keep-rule", ["[keep.account]"]),
    ('channels = ["email"]', 'channels = ["sms"]', "no-message", ["[message.account]"]),
    ('["message", ', '["invoice", "message", ', "contradiction", ["[keep.more]"]),
    ('["message", ', '["message", "person", ', "contradiction", ["[keep.rest]", "[keep.more]"]),
    ('"inactivity"\nfor = "7 years"', '"inactivity"\nfor = "7 years"\nreactivation = true',
     "contradiction", ["[keep.account]"]),
    ('"inactivity"\nfor = "7 years"', '"inactivity"\nfor = "7 years"\nbasis = "legal-claims"',
     "contradiction", ["[keep.account]"]),
    ('["name", "email"]', '["name", "email", "name"]', "contradiction", ["[collect.account]"]),
    ('receives = ["contact"]', 'receives = ["contact"]\nnever = ["contact"]', "contradiction",
     ["[share.mail]"]),
    ('receives = ["contact"]', "", "contradiction", ["[share.mail]"]),
    ('receives = ["contact"]', 'receives = ["contact"]\nwhen = "aggregated"', "contradiction",
     ["[share.mail]"]),
    ("for {{ keep.account.for }}", "for 7 years", "typed-duration", ["We keep"]),
    ("{{ keep.account.for }}", "**30**\nbusiness days", "typed-duration", ["We keep"]),
    ("We keep", "| a |\n|---|\n| b |\n| two-week |\n\nWe keep", "typed-duration", ["| two-week"]),
    ("We keep", "> - It takes\n>   one month.\n\nWe keep", "typed-duration", [">   one month"]),
    ("{{ keep.account.for }}", "{{ keep.account.with }}", "unresolved-placeholder", ["We keep"]),
    ("{{ keep.account.for }}", "{{ keep.nothing.for }}", "unresolved-placeholder", ["We keep"]),
    ("{{ keep.account.for }}", "{{ os.environ }}", "unresolved-placeholder", ["We keep"]),
    ("{{ keep.account.for }}", "{{ __class__ }}", "unresolved-placeholder", ["We keep"]),
    ("{{ keep.account.for }}", "{{ }}", "unresolved-placeholder", ["We keep"]),
    ("{{ keep.account.for }}", "{{ keep", "unresolved-placeholder", ["We keep"]),
    ("{{ keep.account.for }}", "&#123;{ x }&#125;", "unresolved-placeholder", ["We keep"]),
    ("{{ keep.account.for }}", "\\{\\{ x \\}\\}", "unresolved-placeholder", ["We keep"]),
    ("{{ keep.account.for }}", "![\\{\\{ x }\\}](/a)", "unresolved-placeholder", ["We keep"]),
    ("We keep", "[a](<mailto:{{ provider.name }}>)\n\nWe keep", "misplaced-placeholder", ["[a]("]),
    ("We keep", '[a](/b "{{ provider.name }}")\n\nWe keep', "misplaced-placeholder", ["[a]("]),
]  # fmt: skip

# A block of rules that is added to POLICY, the code, and the starts of the lines that are told.
ADDED: list[tuple[str, Code, list[str]]] = [
    ('[keep.deep]\nrecords = """\n', "bad-toml", ["```"]),
    (f"[keep.deep]\nx = {'[' * 5000}{']' * 5000}\n", "bad-toml", ["[keep.deep]"]),
    ("[keep.deep]\nx = " + "1" * 5000 + "\n", "bad-toml", ["```"]),
    ('# again\n[change]\ntold = ["email"]\n', "duplicate-table", ["[change]"]),
    ('\n[keep.invoice]\nfrom = "issue"\nfor = "1 day"\n', "duplicate-table", ["[keep.invoice]"]),
    ("[kepe.x]\na = 1\n", "unknown-table", ["[kepe.x]"]),
    ("\nkepe = 1\n", "unknown-table", ["kepe = 1"]),
    ("[kepe]\nx = '''\n[kepe.y]\nz = 1\n'''\n", "unknown-table", ["[kepe]"]),
    ("[refuse]\nnothing.at.all = 1\n", "unknown-key", ["nothing.at.all"]),
    ('[refuse]\n"\\u001b[0m" = 1\n', "unknown-key", ["[refuse]"]),
    ("[feature.magic]\n", "unknown-word", ["[feature.magic]"]),
    (CONSENT.replace("asked", "guessed"), "unknown-word", ["starts"]),
    ('[right.fly]\nask = ["email"]\n', "unknown-word", ["[right.fly]"]),
    ('[collect.x]\nrequired = ["ip"]\npurposes = ["news"]\n', "unknown-word", ["[collect.x]"]),
    ('[right.erase]\nask = ["sms"]\nanswered_by = "billing"\n', "missing-key", ["[right.erase]"]),
    ("[refuse]\nunder_age = 99\n", "bad-value", ["under_age"]),
    ('[refuse]\ncard_numbers = "yes"\n', "bad-value", ["card_numbers"]),
    ('[cookie.x]\npurpose = "x"\nlasts = "long"\n', "bad-value", ["lasts"]),
    ('[purpose.Fun]\nbasis = "contract"\ndescription = "fun"\n', "bad-value", ["[purpose.Fun]"]),
    ('[purpose]\nfun = "yes"\n', "bad-value", ['fun = "yes"']),
    ("[[cookie]]\nx = 1\n", "bad-value", ["[[cookie]]"]),
    ('staff = "all"\n', "bad-value", ["staff"]),
    (MESSAGE, "unknown-reference", ["[message.news]"]),
    (CONSENT.replace('["news"]', '["x"]'), "unknown-reference", ["[consent.news]"]),
    ('[keep.bills]\nfrom = "issue"\nfor = "1 day"\n', "unknown-record", ["[keep.bills]"]),
    ('[keep.x]\nrecords = ["account"]\nwith = "account"\n', "contradiction", ["[keep.x]"]),
    ('[keep.x]\nrecords = ["account"]\nwith = "person"\n', "contradiction", ["[keep.x]"]),
    (CONSENT + MESSAGE, "contradiction", ["[message.news]"]),
    (CONSENT.replace("asked", "subscribed"), "contradiction", ["[consent.news]"]),
    (
        "[refuse]\ncard_numbers = true\n"
        '[collect.billing]\nrequired = ["card"]\npurposes = ["service"]\n',
        "contradiction",
        ["[collect.billing]"],
    ),
    (
        '[collect.again]\nform = "account"\nrequired = ["name", "email"]\npurposes = ["service"]\n',
        "contradiction",
        ["[collect.again]"],
    ),
    (
        '[right.erase]\nask = ["email"]\n[right.delete]\nright = "erase"\nask = ["sms"]\n',
        "contradiction",
        ["[right.delete]"],
    ),
]


def told(text: str) -> list[tuple[str, Code]]:
    """The mistakes in a policy: the line of the file that each stands on, and its code."""
    lines = text.split("\n")
    with pytest.raises(PolicyError) as caught:
        parse(text.encode())
    return [(lines[m.line - 1], m.code) for m in caught.value.mistakes]


def hold(found: list[tuple[str, Code]], code: Code, starts: list[str]) -> None:
    assert [c for _, c in found] == [code] * len(starts), found
    for (line, _), start in zip(found, starts, strict=True):
        assert line.startswith(start)


def test_the_policy_itself_has_no_mistake() -> None:
    assert parse(POLICY.encode()).line("keep.invoice") == 44


@pytest.mark.parametrize(("old", "new", "code", "starts"), EDITED)
def test_a_mistake_is_told_where_it_stands(
    old: str, new: str, code: Code, starts: list[str]
) -> None:
    assert old in POLICY
    hold(told(POLICY.replace(old, new, 1)), code, starts)


@pytest.mark.parametrize(("block", "code", "starts"), ADDED)
def test_a_mistake_in_another_block_is_told_there(
    block: str, code: Code, starts: list[str]
) -> None:
    found = told(f"{POLICY}\nAnd more:\n\n```toml\n{block}```\n")
    hold(found, code, starts)


def test_of_keys_and_tables_written_twice_the_second_is_told() -> None:
    with pytest.raises(PolicyError) as caught:
        parse(f'{POLICY}\n```toml\n[change]\ntold = ["email"]\n```\n'.encode())
    assert [m.line for m in caught.value.mistakes] == [POLICY.count("\n") + 3]


def test_a_file_that_is_not_utf_8_is_told_with_its_line() -> None:
    with pytest.raises(PolicyError) as caught:
        parse(b"# Policy\n\nna\xefve\n")
    assert [m[:2] for m in caught.value.mistakes] == [(3, "not-text")]


def test_a_file_that_is_too_large_is_told() -> None:
    with pytest.raises(PolicyError) as caught:
        parse(b"a" * (LARGEST + 1))
    assert [m[:2] for m in caught.value.mistakes] == [(1, "too-large")]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.md"):
        with pytest.raises(PolicyError) as caught:
            read(path)
        assert [m[:2] for m in caught.value.mistakes] == [(1, "unreadable")]


def test_every_code_is_tried() -> None:
    tried = {code for _, _, code, _ in EDITED} | {code for _, code, _ in ADDED}
    elsewhere = {"too-large", "unreadable", "cannot-run"}
    assert tried | elsewhere == set(get_args(Code))


def test_every_message_says_what_to_do_on_one_line_that_a_terminal_prints_as_it_is() -> None:
    texts = [POLICY.replace(old, new, 1) for old, new, _, _ in EDITED]
    texts += [f"{POLICY}\n```toml\n{block}```\n" for block, _, _ in ADDED]
    for text in texts:
        with pytest.raises(PolicyError) as caught:
            parse(text.encode())
        for mistake in caught.value.mistakes:
            assert mistake.message.isprintable() and len(mistake.message) < 1200
            fix = r"; |must |add |use one of|needs |cannot |requires"
            assert any(word in mistake.message for word in fix.split("|")), mistake
