"""What an account is called."""

from django.utils.translation import gettext

from troth.accounts.models import Account
from troth.core.text import unlinked


def name_of(account: Account) -> str:
    """What an account is called where its people see it."""
    unnamed = gettext("Account %(number)s") % {"number": account.pk}
    return account.company or account.name or unnamed


def written_name_of(account: Account) -> str:
    """What an account is called in mails, which go to others as well."""
    return unlinked(name_of(account))
