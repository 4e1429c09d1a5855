"""When the system last acted by a rule, as the journal has it."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from troth.journal.models import Entry
from troth.policy.parse import Policy
from troth.portal.wording import day, removed

_DONE = {
    "account.confirmed": _("someone said that an account's details are right"),
    "account.corrected": _("an account's details were corrected"),
    "account.opened": _("an account was opened"),
    "account.reactivated": _("an account was taken up again"),
    "consent.given": _("a consent was given"),
    "consent.refused": _("a consent was refused"),
    "consent.withdrawn": _("a consent was withdrawn"),
    "consent.objected": _("an objection ended a consent"),
    "membership.accepted": _("someone accepted an invitation"),
    "membership.changed": _("the access of a trusted person was changed"),
    "membership.ended": _("the access of a trusted person was ended"),
    "membership.handed_over": _("an account was handed over"),
    "membership.invited": _("a trusted person was invited"),
    "membership.left": _("a trusted person left"),
    "membership.uninvited": _("an invitation was withdrawn"),
    "person.confirmed": _("someone said that their details are right"),
    "person.corrected": _("someone corrected their details"),
    "person.exported": _("someone's data was handed out"),
    "policy.accepted": _("someone accepted this policy"),
    "processing.restricted": _("processing was restricted"),
    "reading.limited": _("someone limited what staff read"),
    "recipient.forgot": _("the recipient confirmed that it has forgotten"),
    "request.answered": _("a request was answered"),
    "request.asked": _("a request was made"),
    "request.extended": _("more time was taken for a request"),
    "request.handed_over": _("a request was handed over"),
    "request.paused": _("a request waited for whoever had asked"),
    "request.refused": _("a request was refused, with its reason"),
    "request.resumed": _("a request went on"),
    "request.taken_back": _("a request was taken back"),
    "request.verified": _("it was verified who asks"),
    "restriction.lifted": _("a restriction was lifted"),
}


def evidence(policy: Policy) -> dict[str, str]:
    """For each rule of the policy that the journal knows, a sentence on when it last acted."""
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return _evidence(frozenset(policy.rules), last, get_language())


@lru_cache(maxsize=8)
def _evidence(rules: frozenset[str], last: int, language: str | None) -> dict[str, str]:
    """Read once for each state of the journal, since the page is public and the journal long."""
    # A tombstone names a subject that went with others; the entry with the counts tells of it.
    telling = Entry.objects.filter(rule__in=rules).exclude(event__endswith=".erased", counts={})
    latest: dict[str, datetime] = dict(
        telling.order_by().values_list("rule").annotate(latest=Max("at"))
    )
    of_them = Q(pk__in=[])
    for rule, at in latest.items():
        of_them |= Q(rule=rule, at=at)
    entries: dict[str, list[Entry]] = {}
    for entry in telling.filter(of_them).order_by("pk"):
        entries.setdefault(entry.rule, []).append(entry)
    return {rule: _sentence(found) for rule, found in entries.items()}


def _sentence(entries: list[Entry]) -> str:
    """What was done at one moment by one rule; a sweep writes several entries."""
    counts: dict[str, dict[str, int]] = {}
    for entry in entries:
        _add(counts, entry.counts)
    event = entries[-1].event
    done = removed(counts) or _DONE.get(event, event.replace(".", " ").replace("_", " "))
    sentence = _("Last done %(day)s: %(what)s.")
    return str(sentence % {"day": day(entries[-1].at), "what": done})


def _add(total: dict[str, dict[str, int]], counts: Mapping[str, Any]) -> None:
    for key in ("erased", "depersonalised", "unlinked"):
        for record, rows in counts.get(key, {}).items():
            by_record = total.setdefault(key, {})
            by_record[record] = by_record.get(record, 0) + rows
