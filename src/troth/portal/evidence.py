"""When the system last acted by a rule, as the journal has it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from troth.journal.models import Entry
from troth.policy.parse import Policy
from troth.portal.wording import day, removed

DONE = {
    "account.confirmed": _("someone said that an account's details are right"),
    "account.corrected": _("an account's details were corrected"),
    "account.opened": _("an account was opened"),
    "account.reactivated": _("an account was taken up again"),
    "account.reseller_marked": _("an account was marked as a reseller's"),
    "account.reseller_unmarked": _("an account was marked as no reseller's any more"),
    "consent.given": _("a consent was given"),
    "consent.objected": _("an objection ended a consent"),
    "consent.refused": _("a consent was refused"),
    "consent.withdrawn": _("a consent was withdrawn"),
    "copy.fetched": _("someone fetched the copy of their data"),
    "data.read": _("staff read someone's data"),
    "inquiry.answered": _("an inquiry was answered"),
    "inquiry.asked": _("an inquiry came in"),
    "inquiry.closed": _("an inquiry was closed"),
    "inquiry.erased": _("inquiries were erased"),
    "keep.removed": _("what was due was removed"),
    "membership.accepted": _("someone accepted an invitation"),
    "membership.changed": _("the access of a trusted person was changed"),
    "membership.ended": _("the access of a trusted person was ended"),
    "membership.handed_over": _("an account was handed over"),
    "membership.invited": _("a trusted person was invited"),
    "membership.left": _("a trusted person left"),
    "membership.uninvited": _("an invitation was withdrawn"),
    "message.stopped": _("a message was not sent, since its consent no longer held"),
    "person.confirmed": _("someone said that their details are right"),
    "person.corrected": _("someone corrected their details"),
    "person.erased": _("someone's data was erased"),
    "person.exported": _("someone's data was handed out"),
    "person.partly_erased": _("what may go of someone's data was erased"),
    "person.preferences_told": _("someone told what they prefer"),
    "policy.accepted": _("someone accepted this policy"),
    "policy.acknowledged": _("a member of staff acknowledged this policy"),
    "policy.announced": _("a new policy was announced"),
    "processing.restricted": _("processing was restricted"),
    "reading.limited": _("someone limited what staff read"),
    "recipient.forgot": _("the recipient confirmed that it has forgotten"),
    "request.answered": _("a request was answered"),
    "request.asked": _("a request was made"),
    "request.assigned": _("a request was given to who handles it"),
    "request.carried_out": _("what was asked was carried out"),
    "request.confirmation_asked": _("a link was sent to confirm a new address"),
    "request.discarded": _("a message that asks for no right was deleted"),
    "request.ended": _("a request went with whoever had asked"),
    "request.extended": _("more time was taken for a request"),
    "request.handed_over": _("a request was handed over"),
    "request.joined": _("a message was added to a request"),
    "request.paused": _("a request waited for whoever had asked"),
    "request.proof_asked": _("a proof of who asks was asked for"),
    "request.proof_received": _("a proof of who asks came in"),
    "request.proof_seen": _("a proof of who asks was looked at"),
    "request.question_asked": _("whoever had asked was asked a question"),
    "request.refused": _("a request was refused, with its reason"),
    "request.resumed": _("a request went on"),
    "request.sender_confirmed": _("a new address was confirmed"),
    "request.sorted": _("it was said what a message asks for"),
    "request.taken_back": _("a request was taken back"),
    "request.verified": _("it was verified who asks"),
    "restriction.lifted": _("a restriction was lifted"),
    "site.added": _("a site was added"),
    "site.allowed": _("someone said what a site may learn"),
    "site.removed": _("a site was removed"),
    "site.withdrawn": _("someone withdrew what a site may learn"),
    "staff.appointed": _("a member of staff was given a role"),
    "staff.dismissed": _("the role of a member of staff was taken away"),
}


def evidence(policy: Policy) -> dict[str, str]:
    """For each rule of the policy that the journal knows, a sentence on when it last acted."""
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return _evidence(frozenset(policy.rules), last, get_language())


@lru_cache(maxsize=8)
def _evidence(rules: frozenset[str], last: int, language: str | None) -> dict[str, str]:
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
    event = entries[-1].event
    done = removed(counts) or DONE.get(event, event.replace(".", " ").replace("_", " "))
    sentence = _("Last done %(day)s: %(what)s.")
    return str(sentence % {"day": day(entries[-1].at), "what": done})


def _add(total: dict[str, dict[str, int]], counts: Mapping[str, Any]) -> None:
    for key in ("erased", "depersonalised", "unlinked"):
        for record, rows in counts.get(key, {}).items():
            by_record = total.setdefault(key, {})
            by_record[record] = by_record.get(record, 0) + rows
