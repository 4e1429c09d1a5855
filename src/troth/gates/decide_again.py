"""After a backup was restored: what people have decided since counts again."""

from collections.abc import Callable, Iterable
from itertools import batched
from uuid import UUID

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.gates.agree_to_share import TERMS, wording
from troth.gates.models import ConsentEvent, ReadLimit
from troth.journal.models import Entry
from troth.policy.parse import Policy

CHUNK = 500
UNKNOWN = "unknown"  # a channel that an entry of an earlier version does not name


@act
def consent_again(start: int, text: Callable[[str], Policy | None]) -> int:
    """Record every consent, refusal, withdrawal and objection from place `start` on; how many.

    The words are those of the policy that the entry names, by `text` from its digest; empty
    where that is not known. A second run records nothing. People who are not here are passed over.
    """
    entries = Entry.objects.filter(
        seq__gte=start, event__in=[f"consent.{kind.value}" for kind in ConsentEvent.Kind]
    )
    recorded = 0
    for chunk in batched(entries.order_by("seq").iterator(), CHUNK):
        people = _people(entry.subject for entry in chunk)
        events = ConsentEvent.objects.filter(
            person__in=people.values(), at__in={entry.at for entry in chunk}
        )
        known = set(events.values_list("person_id", "rule", "kind", "at"))
        missing = []
        for entry in chunk:
            key = people.get(entry.subject)
            kind = entry.event.partition(".")[2]
            if key is not None and (key, _decided(entry), kind, entry.at) not in known:
                missing.append(_event(entry, key, kind, text(entry.policy)))
        recorded += len(ConsentEvent.objects.bulk_create(missing))
    return recorded


@act
def limit_again(start: int) -> int:
    """Limit reading by staff to each person's last word from place `start` on; for how many.

    A second run changes nothing.
    """
    last = (
        Entry.objects.filter(seq__gte=start, event="reading.limited")
        .order_by("subject", "-seq")
        .distinct("subject")
    )
    changed = 0
    for chunk in batched(last.iterator(), CHUNK):
        people = _people(entry.subject for entry in chunk)
        wanted = {
            (people[entry.subject], category)
            for entry in chunk
            if entry.subject in people
            for category in entry.counts["categories"]
        }
        limits = ReadLimit.objects.filter(person__in=people.values())
        have = {(limit.person_id, limit.category): limit.pk for limit in limits}
        wrong = [number for pair, number in have.items() if pair not in wanted]
        limits.filter(pk__in=wrong).delete()
        ReadLimit.objects.bulk_create(
            ReadLimit(person_id=person, category=category)
            for person, category in sorted(wanted - have.keys())
        )
        changed += len({person for person, _ in wanted ^ have.keys()})
    return changed


def _people(pseudonyms: Iterable[UUID | None]) -> dict[UUID | None, int]:
    here = Person.objects.filter(pseudonym__in={each for each in pseudonyms if each})
    return dict(here.values_list("pseudonym", "pk"))


def _decided(entry: Entry) -> str:
    """What was decided on: a consent, a new use of what was given by a rule, or the terms of who
    is told something."""
    of_it = TERMS if entry.counts.get("terms") else entry.counts.get("purpose")
    return f"{entry.rule}.{of_it}" if of_it else entry.rule


def _wording(entry: Entry, policy: Policy | None) -> str:
    if policy is None:
        return ""
    if purpose := policy.tables.purpose.get(entry.counts.get("purpose", "")):
        return purpose.description
    if entry.rule.startswith("share."):
        return wording(_decided(entry), policy)
    rule = policy.rules.get(entry.rule)
    return getattr(rule, "wording", "") or getattr(rule, "description", "")


def _event(entry: Entry, person: int, kind: str, policy: Policy | None) -> ConsentEvent:
    return ConsentEvent(
        person_id=person,
        rule=_decided(entry),
        kind=kind,
        at=entry.at,
        channel=entry.counts.get("channel", UNKNOWN),
        wording=_wording(entry, policy),
        policy=entry.policy,
    )
