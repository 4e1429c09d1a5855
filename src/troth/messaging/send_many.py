"""Write to many people at once, each in words of their own, through the gate of `send`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from troth.messaging.send import system_rule
from troth.messaging.sms import body_of_text, sms
from troth.publishing.running import policy_on


@dataclass(frozen=True)
class Letter:
    """What is written to a person about an account of theirs."""

    person: int
    account: int
    subject: str
    body: str


# Whoever has objected to every purpose of the rule is not written to, as `may_send` has it.
_PEOPLE = """
    SELECT p.id, p.email,
        CASE WHEN EXISTS (SELECT FROM account_emailaddress e WHERE e.user_id = p.id AND e.verified
                          AND e.email = p.email) THEN p.phone ELSE '' END
    FROM accounts_person p
    WHERE p.id = ANY(%(people)s) AND (%(rules)s::text[] = '{}' OR cardinality(%(rules)s::text[]) > (
        SELECT count(DISTINCT rule) FROM gates_consentevent
        WHERE person_id = p.id AND rule = ANY(%(rules)s::text[]) AND at <= %(at)s
    ))
"""
_COPY = """
    COPY messaging_message (person_id, account_id, rule, channel, address, subject, body,
    created_at, next_at, attempts, secret) FROM STDIN
"""


def send_many(letters: Iterable[Letter], *, at: datetime) -> int:
    """Queue letters under the rule of messages that cannot be declined; how many go by e-mail.

    They go out within the minute. Raises TrothError where the policy has no such rule.
    """
    letters = list(letters)
    if not letters:
        return 0
    policy = policy_on(at)
    rule = system_rule(policy)
    message = policy.tables.message[rule.partition(".")[2]]
    by_text = "sms" in message.channels and sms() is not None
    rules = sorted({f"purpose.{purpose}" for purpose in message.purposes})
    values: dict[str, Any] = {
        "people": [letter.person for letter in letters],
        "rules": rules,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, values)
        reached = {person: (email, phone) for person, email, phone in cursor.fetchall()}
        sent = [letter for letter in letters if letter.person in reached]
        with connection.wrap_database_errors, cursor.copy(_COPY) as copy:
            for letter in sent:
                email, phone = reached[letter.person]
                subject = " ".join(letter.subject.split())[:200]
                ways = [("email", email, letter.body)]
                if by_text and phone:
                    ways.append(("sms", phone, body_of_text(subject, policy)))
                for channel, address, body in ways:
                    copy.write_row(
                        (letter.person, letter.account, rule, channel, address, subject, body)
                        + (at, at, 0, False)
                    )
    return len(sent)
