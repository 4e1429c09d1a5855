"""Let a person in again: by a new password, and the mail of their own address."""

from datetime import datetime

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.messaging.language import in_language_of
from troth.messaging.link import link
from troth.messaging.send import send


def let_in(person: Person, *, at: datetime) -> None:
    """Take the password that a person has, and mail them the link to a new one."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    with in_language_of(person, at=at):
        subject = _("Choose a new password")
        body = _("By this link you choose a new password and get in again:\n\n%(link)s") % {
            "link": link("account_reset_password_from_key", user_pk_to_url_str(person), key)
        }
    send(person, subject=subject, body=body, at=at, secret=True)
