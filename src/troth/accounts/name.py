"""What an account is called."""

from django.utils.translation import gettext

from troth.accounts.models import Account


def name_of(account: Account) -> str:
    """What an account is called where its people see it."""
    unnamed = gettext("Account %(number)s") % {"number": account.pk}
    return account.company or account.name or unnamed
