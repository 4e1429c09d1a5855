"""What customers are mailed about looks of staff, in the transaction of the act."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from django.template.loader import render_to_string

from troth.accounts.models import Account, Person
from troth.accounts.owned import owner_of
from troth.messaging.language import in_language_of
from troth.messaging.link import link
from troth.messaging.send import send
from troth.policy.vocabulary import CATEGORIES
from troth.publishing.running import policy_on

# Where what a mail tells of is seen, or answered.
_LEADS_TO = {"asked": "restrict", "emergency": "activity"}


def tell_look(
    kind: Literal["asked", "emergency"],
    subject: Account | Person,
    categories: Collection[str],
    reason: str,
    *,
    at: datetime,
) -> None:
    """To a person, or the owner of an account: staff ask to look, or have in an emergency."""
    person = subject if isinstance(subject, Person) else owner_of(subject)
    if person is None:
        return
    with in_language_of(person, at=at):
        context = {
            "person": person,
            "meanings": [CATEGORIES[category].meaning for category in sorted(categories)],
            "reason": reason,
            "link": link(_LEADS_TO[kind]),
            "provider": policy_on(at).tables.provider,
        }
        subject_line = render_to_string(f"desk/look_{kind}_subject.txt").strip()
        body = render_to_string(f"desk/look_{kind}_message.txt", context)
    send(person, subject=subject_line, body=body, at=at)
