"""Let a person in again: by a new password, and the mail of their own address."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.send import send
from troth.people.new_password import link_to_new_password


def let_in(person: Person, *, at: datetime) -> None:
    """Take the password that a person has, and mail them the link to a new one."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    with in_language_of(person, at=at):
        subject = _("Choose a new password")
        text = _("Use this link to choose a new password and sign in again:\n\n%(link)s") % {
            "link": link_to_new_password(person)
        }
        body = letter(person, text, at=at)
    send(person, subject=subject, body=body, at=at, secret=True)
