"""Evidence: what was done in the journal, under the policy in force and its own rule for it.

The journal itself takes whatever rule it is given. Rooms write by this file instead, so that no
entry names a rule which the policy does not have.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from troth.journal.append import append, append_each
from troth.journal.event import Event
from troth.journal.models import Entry
from troth.policy.about import has_rule, rule_about
from troth.policy.parse import Policy
from troth.publishing.running import policy_on


def note(
    event: Event,
    about: str = "",
    *,
    at: datetime,
    rule: str = "",
    subject: UUID | None = None,
    counts: Mapping[str, object] | None = None,
    policy: Policy | None = None,
) -> Entry:
    """Write down that something was done, in the transaction that does it; see `append`.

    about: what the rule is about by which it was done, as `rule_about` reads it. rule: its id
    instead, where that is known, as of a request. policy: the one that it was done by, where
    that is not the one in force at `at`.

    The entry names that policy, and the rule by the id that the policy has for it. Where the
    policy has no such rule, it names none; before any policy is in force, neither.
    """
    policy = policy or policy_on(at, missing_ok=True)
    if policy is None:
        return append(event, at=at, subject=subject, counts=counts)
    rule = rule or rule_about(about, policy)
    return append(
        event,
        at=at,
        rule=rule if has_rule(rule, policy) else "",
        policy=policy.digest,
        subject=subject,
        counts=counts,
    )


def note_each(event: Event, query: str, *, at: datetime, rule: str, policy: Policy) -> int:
    """Write down an entry for each row of a query of pseudonyms and counts; see `append_each`."""
    rule = rule if has_rule(rule, policy) else ""
    return append_each(event, query, at=at, rule=rule, policy=policy.digest)


def entry(
    event: Event,
    *,
    at: datetime,
    rule: str,
    policy: Policy,
    subject: UUID | None = None,
    counts: Mapping[str, object] | None = None,
    receipt: UUID | None = None,
) -> Entry:
    """An entry for `append_many`, as `note` would write it. receipt: its number, if it has one."""
    return Entry(
        receipt=receipt or uuid4(),
        event=event,
        at=at,
        rule=rule if has_rule(rule, policy) else "",
        policy=policy.digest,
        subject=subject,
        counts=dict(counts or {}),
    )
