"""The one way in which a verb takes hold of a person or an account."""

from django.utils.translation import gettext as _

from troth.accounts.models import Account, Person
from troth.core.errors import TrothError


def lock_or_refuse(subject: Account | Person) -> Account | Person:
    """A person or an account as they stand now, locked until the transaction ends.

    The lock makes of two acts at once one after the other. Raises TrothError for who is gone.
    """
    kind = Account if isinstance(subject, Account) else Person
    found = kind._default_manager.select_for_update().filter(pk=subject.pk).first()
    if found is None:
        raise TrothError(_("This person or account has been erased already; nothing was changed."))
    return found
