"""Tell the rooms above that what was to go back from a balance has not gone."""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from troth.accounts.models import Account


def set_aside_again(account: Account, currency: str, *, at: datetime) -> None:
    """Have whoever set it aside, whom `SET_ASIDE_AGAIN` names, see that it is owed again.

    In the transaction of whoever has locked the account, once it is in the balance again.
    """
    for name in settings.SET_ASIDE_AGAIN:
        import_string(name)(account, currency, at=at)
