"""Tell everybody of a policy that is to come and what it changes, by mail or in their account."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.utils import translation

from troth.core.conflicts import act
from troth.gates.new_use import new_uses
from troth.journal.models import Entry
from troth.messaging.events import ANNOUNCED
from troth.messaging.link import link
from troth.messaging.send import system_rule
from troth.publishing.coming import compared
from troth.publishing.evidence import note
from troth.publishing.models import PublishedPolicy
from troth.publishing.running import policies_on

# One statement for all who read a language; whose language is none of ours reads the policy's.
_QUEUE = """
    INSERT INTO messaging_message
    (person_id, rule, channel, address,
     subject, body, created_at, next_at, sent_at, attempts, secret)
    SELECT id, %(rule)s, %(channel)s, CASE WHEN %(by_mail)s THEN email ELSE '' END,
        %(subject)s, %(body)s, %(at)s,
        CASE WHEN %(by_mail)s THEN %(at)s END, CASE WHEN NOT %(by_mail)s THEN %(at)s END, 0, false
    FROM accounts_person WHERE is_active AND NOT is_staff
    AND CASE WHEN language = ANY(%(languages)s) THEN language ELSE %(own)s END = %(language)s
"""


@act
def announce(*, at: datetime) -> int:
    """Queue a mail to everybody about the policy that comes next; how many these are.

    Whoever gets it reads it in the account area as well. Where the policy in force tells of
    changes there and not by e-mail, it stands there alone. None are where it tells by neither,
    where nothing changes that people must be told of, and where they have been told already.
    """
    running, following = policies_on(at)
    if running is None or following is None:
        return 0
    upcoming = compared(running, following)
    ways = [way for way in ("email", "portal") if way in running.tables.change.told]
    if not upcoming.changes or not ways:
        return 0
    digest = upcoming.policy.digest
    # The lock makes of two who publish at once one announcement.
    list(PublishedPolicy.objects.select_for_update().filter(digest=digest))
    if Entry.objects.filter(event=ANNOUNCED, policy=digest).exists():
        return 0
    own = running.tables.policy.language
    languages = list(dict.fromkeys([own, *(code for code, _name in settings.LANGUAGES)]))
    queued = 0
    for language in languages:
        with translation.override(language), connection.cursor() as cursor:
            words = {
                "coming": compared(running, following),
                "provider": running.tables.provider,
                "opt_out": running.tables.change.opt_out,
                "uses": new_uses(running, following.policy),
                "link": link("coming_policy"),
            }
            subject = render_to_string("messaging/announce_subject.txt", words).strip()[:200]
            body = render_to_string("messaging/announce_message.txt", words).strip() + "\n"
            values: dict[str, Any] = {
                "rule": system_rule(running),
                "channel": ways[0],
                "by_mail": ways[0] == "email",
                "subject": subject,
                "body": body,
                "at": at,
                "language": language,
                "languages": languages,
                "own": own,
            }
            cursor.execute(_QUEUE, values)
            queued += cursor.rowcount
    note(ANNOUNCED, "change", at=at, counts={"messages": queued}, policy=upcoming.policy)
    return queued
