"""Texts that are published as no command of this release would."""

from datetime import date
from hashlib import sha256

from troth.policy.parse import parse
from troth.policy.shipped import shipped
from troth.publishing.models import PublishedPolicy
from troth.testing import make

# A word that another release may have known.
FORGOTTEN = ('told = ["page"]', 'told = ["pigeon"]')
# What the models of this release do not allow: a person who keeps hanging on an account that goes.
NOT_ON_THESE_MODELS = (
    'from = "inactivity"\nfor = "7 years"',
    'from = "inactivity"\nfor = "7 years"\nthen = "depersonalise"',
)


def text(name: str, *changes: tuple[str, str]) -> str:
    """A shipped policy with changes."""
    source = shipped()[name].read_text()
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return source


def stored(source: str, *, start: date = date(2000, 1, 1), language: int = 1) -> PublishedPolicy:
    """A text as it was published by another release."""
    return PublishedPolicy.objects.create(
        digest=sha256(source.encode()).hexdigest(),
        version="of another release",
        source=source,
        published_at=make.LONG_AGO,
        in_force_from=start,
        language=language,
    )


def without(name: str, record: str) -> str:
    """A shipped policy as it was before there was such a record."""
    source = shipped()[name].read_text()
    changed = source.replace(f', "{record}"', "").replace(f'"{record}", ', "")
    assert record in parse(changed.encode(), complete=False).unnamed
    return changed
