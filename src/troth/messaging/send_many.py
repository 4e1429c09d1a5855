"""Write to many people at once, each in words of their own, through the gate of `send`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from troth.messaging.letter import letter_to
from troth.messaging.send import system_rule
from troth.messaging.sms import body_of_text, sms
from troth.publishing.running import policy_on


@dataclass(frozen=True)
class Letter:
    """What is written to a person about an account of theirs, in a language; `body` has neither
    a greeting nor a signature."""

    person: int
    account: int
    language: str
    subject: str
    body: str
    attached: str = ""  # see `attached.py`


# Whoever has objected to every purpose of the rule is not written to, as `may_send` has it. A text
# message goes to a telephone whose owner has proved their address.
_QUEUE = """
    WITH queued AS (
        INSERT INTO messaging_message (person_id, account_id, rule, channel, address, subject,
        body, attached, created_at, next_at, attempts, secret)
        SELECT p.id, letter.account, %(rule)s, way.channel, way.address, letter.subject, way.body,
            way.attached, %(at)s, %(at)s, 0, false
        FROM unnest(%(people)s::bigint[], %(accounts)s::bigint[], %(subjects)s::text[],
                    %(bodies)s::text[], %(texts)s::text[], %(attached)s::text[])
            WITH ORDINALITY AS letter (person, account, subject, body, text, attached, place)
        JOIN accounts_person p ON p.id = letter.person
        CROSS JOIN LATERAL (
            VALUES ('email', p.email, letter.body, letter.attached),
                ('sms', p.phone, letter.text, '')
        ) AS way (channel, address, body, attached)
        WHERE (way.channel = 'email' OR (%(by_text)s AND way.address <> '' AND EXISTS (
            SELECT FROM account_emailaddress e
            WHERE e.user_id = p.id AND e.verified AND e.email = p.email)))
        AND (%(rules)s::text[] = '{}' OR cardinality(%(rules)s::text[]) > (
            SELECT count(DISTINCT rule) FROM gates_consentevent
            WHERE person_id = p.id AND rule = ANY(%(rules)s::text[]) AND at <= %(at)s))
        ORDER BY letter.place, way.channel
        RETURNING channel
    ) SELECT count(*) FROM queued WHERE channel = 'email'
"""


def send_many(letters: Iterable[Letter], *, at: datetime) -> int:
    """Queue letters under the rule of messages that cannot be declined; how many go by e-mail.
    Each is greeted and signed as `letter` does it.

    They go out within the minute. Raises TrothError where the policy has no such rule.
    """
    letters = list(letters)
    if not letters:
        return 0
    policy = policy_on(at)
    rule = system_rule(policy)
    message = policy.tables.message[rule.partition(".")[2]]
    by_text = "sms" in message.channels and sms() is not None
    subjects = [" ".join(letter.subject.split())[:200] for letter in letters]
    people = [letter.person for letter in letters]
    values: dict[str, Any] = {
        "rule": rule,
        "at": at,
        "people": people,
        "accounts": [letter.account for letter in letters],
        "subjects": subjects,
        "texts": [body_of_text(subject, policy) if by_text else "" for subject in subjects],
        "attached": [letter.attached for letter in letters],
        "by_text": by_text,
        "rules": sorted({f"purpose.{purpose}" for purpose in message.purposes}),
    }
    provider = policy.tables.provider
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM accounts_person WHERE id = ANY(%s)", [people])
        names = dict(cursor.fetchall())
        values["bodies"] = [
            letter_to(names.get(letter.person, ""), letter.body, letter.language, provider)
            for letter in letters
        ]
        cursor.execute(_QUEUE, values)
        return int(cursor.fetchall()[0][0])
