"""Each code of mistake is told on the line where it stands, and on no other."""

from pathlib import Path
from typing import get_args

import pytest

from troth.policy.errors import Code, PolicyError
from troth.policy.parse import LARGEST, parse, read

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
records = ["message", "service", "payment", "ticket"]
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
```
"""

END = 'receives = ["contact"]\n```\n'
RIGHT = '[right.export]\nask = ["email"]\n'
CONSENT = (
    '[consent.news]\nstarts = "asked"\nwording = "Yes"\npurposes = ["news"]\n'
    'channels = ["email"]\nwithdraw = ["link"]\n'
)


def added(block: str) -> tuple[str, str]:
    """Another block at the end of the file."""
    return END, f"{END}\nMore:\n\n```toml\n{block}```\n"


# The code, what is replaced by what, and the start of each line that is told. Of lines that
# start alike the last is meant.
MISTAKES: list[tuple[Code, tuple[str, str], list[str]]] = [
    ("not-text", ("We keep", "We\a keep"), ["We\a keep"]),
    ("not-text", ("We keep", "We \u202e keep"), ["We \u202e"]),
    ("bad-toml", ('country = "IN"', "country = IN"), ["country = IN"]),
    ("bad-toml", ('with = "account"\n\n[keep.m', "with =\n\n[keep.m"), ["with ="]),
    ("bad-toml", added('[keep.deep]\nrecords = """\n'), ["```"]),
    ("bad-toml", added(f"[keep.deep]\nx = {'[' * 5000}{']' * 5000}\n"), ["[keep.deep]"]),
    ("duplicate-key", ('country = "IN"', 'country = "IN"\nname = "B"'), ['name = "B"']),
    ("duplicate-key", ("[keep.invoice]", "[keep.more]"), ["[keep.more]"]),
    ("duplicate-table", added('# once more\n[change]\ntold = ["email"]\n'), ["[change]"]),
    ("duplicate-table", added('\n[keep.invoice]\nwith = "account"\n'), ["[keep.invoice]"]),
    ("unknown-table", added("[kepe.x]\na = 1\n"), ["[kepe.x]"]),
    ("unknown-table", added("\nkepe = 1\n"), ["kepe = 1"]),
    ("unknown-key", ('role = "proc', 'rule = 1\nrole = "proc'), ["rule = 1"]),
    ("unknown-key", ('name = "Example"', 'name = "Example"\n"\\u001b[0m" = 1'), ["[provider]"]),
    ("unknown-word", ('basis = "contract"', 'basis = "contrct"'), ['basis = "contrct"']),
    ("unknown-word", ('role = "processor"', 'role = "helper"'), ['role = "helper"']),
    ("unknown-word", ('receives = ["c', 'receives = ["heart", "c'), ['receives = ["heart"']),
    ("unknown-word", ('["name", "email"]', '[\n"name",\n"nme", "email"]'), ["required = ["]),
    ("unknown-word", added("[feature.magic]\n"), ["[feature.magic]"]),
    ("unknown-word", added(CONSENT.replace('"asked"', '"guessed"')), ["starts ="]),
    ("unknown-word", added('[right.fly]\nask = ["email"]\n'), ["[right.fly]"]),
    ("unknown-word", added('[collect.fly]\noptional = ["name"]\npurposes = ["news"]\n'), ["[collect.f"]),
    ("missing-table", ('[change]\ntold = ["page"]', ""), ["# Privacy"]),
    ("missing-table", ("collect.account", "collect.visit"), ["[collect.visit]"]),
    ("missing-key", ('version = "1"\n', ""), ["[policy]"]),
    ("missing-key", ('["name", "email"]', '["name"]'), ["[collect.account]"]),
    ("missing-key", added(RIGHT + 'answered_by = "billing"\n'), ["[right.export]"]),
    ("no-country", ('country = "DE"\n', ""), ["[share.mail]"]),
    ("bad-value", ('country = "DE"', 'country = "UK"'), ['country = "UK"']),
    ("bad-value", ('name = "Example"', "name = 3"), ["name = 3"]),
    ("bad-value", ('name = "Example"', 'name = " Example"'), ['name = " Example"']),
    ("bad-value", ('name = "Example"', 'name = "{{ policy.version }}"'), ["name = "]),
    ("bad-value", ("privacy@example.net", "privacy"), ['privacy_contact = "privacy"']),
    ("bad-value", ("2025-01-31", '"2025-01-31"'), ["effective"]),
    ("bad-value", ("2025-01-31", "2025-01-31T00:00:00"), ["effective"]),
    ("bad-value", ('told = ["page"]', 'told = "page"'), ['told = "page"']),
    ("bad-value", ('told = ["page"]', "told = []"), ["told = []"]),
    ("bad-value", ('for = "7 years"\n\n[', 'for = "for ever"\n\n['), ['for = "for ever"']),
    ("bad-value", ('for = "7 years"\n\n[', 'for = "201 years"\n\n['), ['for = "201']),
    ("bad-value", ('for = "7 years"\n\n[', 'for = "7 business days"\n\n['), ["[keep.account]"]),
    ("bad-value", ('from = "inactivity"\n', ""), ["[keep.account]"]),
    ("bad-value", ('from = "inactivity"', 'with = "person"'), ["[keep.account]"]),
    ("bad-value", ('with = "account"\n\n[keep.m', "\n[keep.m"), ["[keep.rest]"]),
    ("bad-value", ('with = "account"\n\n[keep.i', 'with = "account"\nbasis = "legal-claims"\n\n[keep.i'), ["[keep.more]"]),
    ("bad-value", ('required = ["name", "email"]\n', ""), ["[collect.account]"]),
    ("bad-value", added("[refuse]\nunder_age = 99\n"), ["under_age"]),
    ("bad-value", added('[refuse]\ncard_numbers = "yes"\n'), ["card_numbers"]),
    ("bad-value", added("[keep]\nticket = 3\n"), ["ticket = 3"]),
    ("bad-value", added('[Purpose]\n[purpose."A b"]\nbasis="consent"\n').__class__((END, END)), []),
    ("unknown-record", ("[keep.invoice]", "[keep.bills]"), ["[keep.bills]"]),
    ("unknown-clock", ('from = "issue"', 'from = "closing"'), ["[keep.invoice]"]),
    ("unknown-reference", ('purposes = ["service"]', 'purposes = ["fun"]'), ["[collect.account]"]),
    ("unknown-reference", added(CONSENT.replace('["news"]', '["fun"]')), ["[consent.news]"]),
    ("unknown-reference", added('[message.x]\nabout=["x"]\nchannels=["sms"]\nconsent="y"\n'), ["[message.x]"]),
    ("no-keep-rule", (', "ticket"]', "]"), ["[keep.account]"]),
    ("contradiction", added('[keep.old]\nrecords = ["account"]\nfrom = "inactivity"\nfor = "1 year"\n'), ["[keep.account]", "[keep.old]"]),
]
