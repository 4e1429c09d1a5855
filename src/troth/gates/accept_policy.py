"""That customers accept the policy before they use the services."""

from datetime import datetime
from functools import lru_cache

from troth.accounts.models import Person
from troth.core.conflicts import act
from troth.gates.events import POLICY_ACCEPTED
from troth.gates.models import Acceptance
from troth.policy.parse import Policy
from troth.publishing.coming import told_changes
from troth.publishing.evidence import note
from troth.publishing.running import CannotRunError, Edition, past_editions, read_edition


@act
def accept_policy(person: Person, policy: Policy, way: str, *, at: datetime) -> None:
    """Record that a person accepts this edition; once more is nothing.

    way: one of those by which the policy is accepted, `tick` or `agreement`.
    """
    _row, is_new = Acceptance.objects.get_or_create(
        person=person,
        policy=policy.digest,
        defaults={"version": policy.tables.policy.version, "way": way, "at": at},
    )
    if is_new:
        subject = person.pseudonym
        note(POLICY_ACCEPTED, "policy", at=at, subject=subject, policy=policy, counts={"way": way})


def has_accepted(person: Person, policy: Policy, *, at: datetime) -> bool:
    """Whether nothing keeps a person from the services.

    An acceptance holds until an edition comes into force that changes something of which people
    are told. True of staff, who acknowledge the policy, and where it need not be accepted.
    """
    if person.is_staff or not policy.tables.policy.accepted:
        return True
    return Acceptance.objects.filter(person=person, policy__in=_accepted_alike(at)).exists()


def _accepted_alike(at: datetime) -> list[str]:
    """The editions, by their digests, of which an acceptance holds for the one in force."""
    newer, *older = past_editions(at)
    found = [newer.digest]
    for edition in older:
        try:
            if _asks_anew(edition, newer):
                break
        except CannotRunError:  # what it said, this release does not know
            continue
        found.append(edition.digest)
        newer = edition
    return found


@lru_cache
def _asks_anew(before: Edition, after: Edition) -> bool:
    changes = told_changes(read_edition(before), read_edition(after), editorial=after.editorial)
    return bool(changes)
