"""Entries and records in the words of the pages."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from troth.policy.language import Collect
from troth.policy.parse import Policy
from troth.policy.vocabulary import BASES, RECORDS

_DONE = {
    "erased": _("%(rows)s erased"),
    "addressed": _("%(rows)s erased by an address"),
    "depersonalised": _("%(rows)s stripped of personal data"),
    "unlinked": _("%(rows)s parted from a name"),
}


def entries(count: int) -> str:
    """`3 entries`: the rows of a record, which may be of several tables."""
    text = ngettext("%(count)s entry", "%(count)s entries", count)
    return text % {"count": number_format(count, force_grouping=True)}


def removed(counts: Mapping[str, Any]) -> str:
    """`12 ticket entries erased, 3 invoice entries parted from a name` from a tally's counts."""
    return ", ".join(
        str(done) % {"rows": _of_record(count, record)}
        for key, done in _DONE.items()
        for record, count in counts.get(key, {}).items()
    )


def _of_record(count: int, record: str) -> str:
    text = ngettext("%(count)s %(record)s entry", "%(count)s %(record)s entries", count)
    number = number_format(count, force_grouping=True)
    word = RECORDS[record].word if record in RECORDS else record
    return text % {"count": number, "record": word}


def purposes_of(rule: Collect, policy: Policy) -> list[tuple[str, str]]:
    """What a form's data is for: each purpose with its legal basis."""
    purposes = [policy.tables.purpose[name] for name in rule.purposes]
    return [(purpose.description, BASES[purpose.basis]) for purpose in purposes]
