"""The link by which somebody chooses a new password."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str

from troth.accounts.models import Person
from troth.messaging.link import link


def link_to_new_password(person: Person) -> str:
    """A link that works once, for as long as PASSWORD_RESET_TIMEOUT says."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    return link("account_reset_password_from_key", user_pk_to_url_str(person), key)
