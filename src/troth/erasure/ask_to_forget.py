"""Ask recipients to forget who no longer agrees that they are told something (GDPR Art. 17(1), 19).

A withdrawal or an objection is a consent event, whichever way it came. What follows from it is
found by query: so it also does where the event came back from the journal, for a restored backup.

Whoever takes their word back has themselves forgotten, and the accounts that they own. Of an
account that they were trusted with, what was told since they agreed goes where it rests on nobody
else: no other of its people, the owner among them, agrees.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from troth.accounts.models import Membership
from troth.core.conflicts import act
from troth.erasure.models import ForgetRequest
from troth.gates.agree_to_share import TERMS
from troth.gates.models import DISCLOSURE, ConsentEvent, Disclosure
from troth.policy.plan import ANY
from troth.policy.sql import PROTECTION
from troth.publishing.running import policy_on

# ended: whom no recipient of a kind is told anything about any more, and since when. served: each
# purpose of a recipient, with how many it has; an objection to one of several ends no sharing.
# told_by: who took back what they agreed to, and since when they did. about: of whom a recipient
# forgets what it was told between two moments.
_ASK = f"""
    WITH latest AS (
        SELECT DISTINCT ON (person_id, rule) person_id, rule, kind, at
        FROM {ConsentEvent._meta.db_table}
        WHERE at <= %(at)s AND (rule::text LIKE 'share.%%' OR rule::text LIKE 'purpose.%%')
        AND person_id IN (
            SELECT person_id FROM {ConsentEvent._meta.db_table}
            WHERE kind IN ('withdrawn', 'objected')
            AND (rule::text LIKE 'share.%%' OR rule::text LIKE 'purpose.%%')
        )
        ORDER BY person_id, rule, at DESC, id DESC
    ), served AS (
        SELECT * FROM unnest(%(recipients)s::text[], %(purposes)s::text[], %(of)s::int[])
            AS served(recipient, purpose, of)
    ), ended AS (
        SELECT person_id, split_part(rule, '.', 2) AS recipient, max(at) AS at FROM latest
        WHERE kind = 'withdrawn' AND rule LIKE 'share.%%' GROUP BY 1, 2
        UNION ALL
        SELECT person_id, recipient, max(at) FROM latest
        JOIN served ON rule = 'purpose.' || purpose
        GROUP BY 1, 2 HAVING count(*) = max(served.of)
    ), told_by AS (
        SELECT person_id, recipient, min(given.at) AS since, max(latest.at) AS at
        FROM latest
        CROSS JOIN LATERAL split_part(latest.rule, '.', 2) AS recipient
        JOIN {ConsentEvent._meta.db_table} given USING (person_id, rule)
        WHERE latest.kind = 'withdrawn' AND given.kind = 'given'
        AND rule IN ('share.' || recipient, 'share.' || recipient || '.{TERMS}')
        GROUP BY 1, 2
    ), about AS (
        SELECT person_id AS subject_id, recipient, '-infinity'::timestamptz AS since, at FROM ended
        UNION ALL
        SELECT account_id, recipient, '-infinity', at FROM ended
        JOIN {Membership._meta.db_table} owned USING (person_id) WHERE owned.role = %(owner)s
        UNION ALL
        SELECT account_id, recipient, since, at FROM told_by
        JOIN {Membership._meta.db_table} trusted USING (person_id) WHERE trusted.role <> %(owner)s
        AND NOT EXISTS (
            SELECT FROM {Membership._meta.db_table} other
            JOIN LATERAL (
                SELECT DISTINCT ON (rule) kind FROM {ConsentEvent._meta.db_table} said
                WHERE said.person_id = other.person_id AND said.at <= %(at)s
                AND rule IN ('share.' || recipient, 'share.' || recipient || '.{TERMS}')
                ORDER BY rule, said.at DESC, said.id DESC
            ) word ON word.kind = 'given'
            WHERE other.account_id = trusted.account_id
        )
    ), asked AS (
        UPDATE {Disclosure._meta.db_table} told SET asked_to_forget_at = %(at)s FROM about
        WHERE told.subject_id = about.subject_id AND told.recipient = about.recipient
        AND told.rule = 'share.' || told.recipient AND told.at BETWEEN about.since AND about.at
        AND told.reference <> '' AND told.asked_to_forget_at IS NULL
        AND NOT EXISTS (
            SELECT FROM {PROTECTION} kept WHERE kept.subject_id = told.subject_id
            AND (kept.restricted OR kept.records && %(records)s::varchar[])
        )
        RETURNING told.recipient, told.reference
    )
    INSERT INTO {ForgetRequest._meta.db_table}
        (recipient, reference, asked_at, next_at, state, attempts)
    SELECT DISTINCT recipient, reference, %(at)s::timestamptz, %(at)s::timestamptz, 'waiting', 0
    FROM asked
"""


@act
def ask_to_forget(*, at: datetime) -> int:
    """Queue a call to each recipient for every name by which it knows somebody who withdrew what
    they agreed to, or objected to all that it serves; how many calls.

    What a hold covers, and who has restricted processing, waits until that is lifted. A second run
    asks nobody again.
    """
    policy = policy_on(at, missing_ok=True)
    shares = policy.tables.share if policy else {}
    served = [
        (name, purpose, len(rule.purposes))
        for name, rule in shares.items()
        for purpose in rule.purposes
    ]
    recipients, purposes, of = map(list, zip(*served, strict=True)) if served else ([], [], [])
    values: dict[str, Any] = {
        "at": at,
        "recipients": recipients,
        "purposes": purposes,
        "of": of,
        "owner": Membership.Role.OWNER.value,
        "records": [ANY, DISCLOSURE.name],
    }
    with connection.cursor() as cursor:
        cursor.execute(_ASK, values)
        return int(cursor.rowcount)
