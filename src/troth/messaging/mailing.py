"""Write to all customers at once: an offer, or news of the service."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gates.consent import means_yes
from troth.gates.new_use import DECLINED
from troth.gates.purposes import refuse_other_purposes
from troth.messaging.events import MAILED
from troth.messaging.sms import body_of_text, sms
from troth.policy.declare import PersonalData, declarations
from troth.policy.parse import Policy
from troth.publishing.evidence import note
from troth.publishing.running import policy_on


@dataclass(frozen=True)
class Mailing:
    """What is written, by which rule of the policy (`message.offers`), and for which purpose.

    signed_in: it goes to those alone who signed in within so many days; 0 for everybody.
    """

    rule: str
    purpose: str
    subject: str
    body: str
    signed_in: int = 0


# Whose processing is restricted is left alone; so is who never confirmed their address, which may
# be somebody else's.
_RECIPIENTS = """
    FROM accounts_person AS p
    JOIN accounts_subject AS subject ON subject.id = p.id
    JOIN account_emailaddress AS confirmed
        ON confirmed.user_id = p.id AND confirmed.verified AND confirmed.email = p.email
    LEFT JOIN LATERAL (
        SELECT kind FROM gates_consentevent AS said
        WHERE said.person_id = p.id AND said.rule = %(consent)s AND said.at <= %(at)s
        ORDER BY said.at DESC, said.id DESC LIMIT 1
    ) AS latest ON true
    LEFT JOIN LATERAL (
        SELECT kind FROM gates_consentevent AS said
        WHERE said.person_id = p.id AND said.rule = %(use)s AND said.at <= %(at)s
        ORDER BY said.at DESC, said.id DESC LIMIT 1
    ) AS chosen ON true
    WHERE p.is_active AND NOT p.is_staff AND chosen.kind IS DISTINCT FROM %(declined)s
    AND (subject.restricted_at IS NULL OR subject.restricted_at > %(at)s)
    AND (%(consent)s = '' OR CASE WHEN latest.kind IS NULL THEN %(silence)s
                                  ELSE latest.kind = 'given' END)
    AND (NOT %(served)s OR {served})
    AND (%(since)s::timestamptz IS NULL OR EXISTS (
        SELECT FROM accounts_signin AS signin
        WHERE signin.person_id = p.id AND signin.succeeded AND signin.at >= %(since)s))
    AND NOT EXISTS (SELECT FROM gates_consentevent AS objected
                    WHERE objected.person_id = p.id AND objected.rule = %(purpose)s
                    AND objected.at <= %(at)s)
"""
# One statement, so that whoever says no at this moment gets both messages or none.
_QUEUE = """
    WITH reached AS (SELECT p.id, p.email, p.phone {recipients}), queued AS (
        INSERT INTO messaging_message
        (person_id, rule, channel, address, subject, body, created_at, next_at, attempts, secret)
        SELECT id, %(rule)s, way.channel, way.address, %(subject)s, way.body, %(at)s, %(at)s, 0,
            false
        FROM reached CROSS JOIN LATERAL (
            VALUES ('email', email, %(body)s), ('sms', phone, %(text)s)
        ) AS way (channel, address, body)
        WHERE way.channel = 'email' OR (%(by_text)s AND way.address <> '')
        RETURNING channel
    ) SELECT count(*) FROM queued WHERE channel = 'email'
"""
# Somebody who belongs to an account of which something goes on, such as a service.
_SERVED = """
    EXISTS (SELECT FROM {table} AS span JOIN accounts_membership AS member
            ON member.account_id = span.account_id
            WHERE member.person_id = p.id AND span.{since} <= %(at)s
            AND (span.{until} IS NULL OR span.{until} > %(at)s))
"""


def reached(mailing: Mailing, *, at: datetime) -> int:
    """How many people would get a mailing. Raises TrothError as `mail_everybody` does."""
    recipients, values = _recipients(mailing, policy_on(at), at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*)" + recipients, values)
        return int(cursor.fetchall()[0][0])


@act
def mail_everybody(mailing: Mailing, *, at: datetime) -> int:
    """Queue a mail to everybody whom the policy lets it reach; how many these are.

    Where its rule has text messages too, one goes to each of them who has a telephone.

    These are all who confirmed their address and, where its rule needs a consent, whose last word
    is yes; where its purpose ends with the last active service, who has one. Whoever objected to
    the purpose, or declined it when it was new, is left out.
    Raises TrothError for a rule or a purpose that the policy does not have, and PurposeError where
    the purpose is none of those for which the addresses came.
    """
    policy = policy_on(at)
    recipients, values = _recipients(mailing, policy, at)
    channels = policy.tables.message[mailing.rule.removeprefix("message.")].channels
    values["by_text"] = "sms" in channels and sms() is not None
    values["text"] = body_of_text(values["subject"], policy)
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE.format(recipients=recipients), values)
        queued = int(cursor.fetchall()[0][0])
    note(MAILED, at=at, rule=mailing.rule, counts={"messages": queued}, policy=policy)
    return queued


def _recipients(mailing: Mailing, policy: Policy, at: datetime) -> tuple[str, dict[str, Any]]:
    """Whom a mailing reaches, as the end of a statement, and its values."""
    tables = policy.tables
    rule = tables.message.get(mailing.rule.removeprefix("message."))
    purpose = tables.purpose.get(mailing.purpose)
    if rule is None or "email" not in rule.channels or purpose is None:
        raise TrothError(_("The policy has no such message by e-mail, or no such purpose."))
    if rule.purposes and mailing.purpose not in rule.purposes:
        raise TrothError(
            _("%(rule)s is not for purpose.%(purpose)s.")
            % {"rule": mailing.rule, "purpose": mailing.purpose}
        )
    by = f"consent.{rule.consent}" if rule.consent else "collect.account"
    refuse_other_purposes(mailing.purpose, by, policy)
    if mailing.signed_in:
        refuse_other_purposes(mailing.purpose, "collect.signin", policy)
    consent = tables.consent[rule.consent] if rule.consent else None
    values = {
        "rule": mailing.rule,
        "subject": " ".join(mailing.subject.split())[:200],
        "body": mailing.body,
        "at": at,
        "consent": by if consent else "",
        "use": f"{by}.{mailing.purpose}",
        "declined": DECLINED.value,
        "silence": consent is not None and means_yes(consent, None),
        "purpose": f"purpose.{mailing.purpose}",
        "since": at - timedelta(days=mailing.signed_in) if mailing.signed_in else None,
        "served": purpose.while_ == "active-service",
    }
    return _RECIPIENTS.format(served=_served()), values


def _served() -> str:
    """That somebody has something that goes on, as the declarations of their data tell it."""
    spans = [
        _SERVED.format(table=model._meta.db_table, since=data.activity[0], until=data.activity[1])
        for model, data in declarations().items()
        if isinstance(data, PersonalData) and data.activity and len(data.activity) == 2
    ]
    return f"({' OR '.join(spans) or 'false'})"
