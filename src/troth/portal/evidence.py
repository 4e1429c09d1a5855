"""When the system last acted by a rule, as the journal has it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from troth.core.day import day
from troth.core.provider import provider_id
from troth.erasure.tally import DONE
from troth.journal.event import declared
from troth.journal.models import Entry
from troth.policy.parse import Policy
from troth.portal.wording import removed


def evidence(policy: Policy) -> dict[str, str]:
    """For each rule of the policy that the journal knows, a sentence on when it last acted."""
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return _evidence(provider_id(), frozenset(policy.rules), last, get_language())


@lru_cache(maxsize=8)
def _evidence(
    provider: str, rules: frozenset[str], last: int, language: str | None
) -> dict[str, str]:
    """Read once for each state of the journal, since the page is public and the journal long."""
    # A tombstone names a subject that went with others; the entry with the counts tells of it.
    telling = Entry.objects.exclude(event__endswith=".erased", counts={})
    # Each rule's last moment is one step into the index, however long the journal is.
    latest = [telling.filter(rule=rule).order_by("-at").values("rule", "at")[:1] for rule in rules]
    of_them = Q(pk__in=[])
    for moment in Entry.objects.values("rule", "at").none().union(*latest, all=True):
        of_them |= Q(**moment)
    entries: dict[str, list[Entry]] = {}
    for entry in telling.filter(of_them).order_by("pk"):
        entries.setdefault(entry.rule, []).append(entry)
    return {rule: _sentence(found) for rule, found in entries.items()}


def _sentence(entries: list[Entry]) -> str:
    """What was done at one moment by one rule; a sweep writes several entries."""
    counts: dict[str, dict[str, int]] = {}
    for entry in entries:
        _add(counts, entry.counts)
    done = removed(counts) or _told(entries[-1].event)
    sentence = _("Last done %(day)s: %(what)s.")
    return str(sentence % {"day": day(entries[-1].at), "what": done})


def _told(name: str) -> str:
    """What was done, in the reader's language; an earlier release may have named it otherwise."""
    event = declared().get(name)
    return gettext(event.told) if event else name.replace(".", " ").replace("_", " ")


def _add(total: dict[str, dict[str, int]], counts: Mapping[str, Any]) -> None:
    for key in DONE:
        for record, rows in counts.get(key, {}).items():
            by_record = total.setdefault(key, {})
            by_record[record] = by_record.get(record, 0) + rows
