"""Choose the bank account that invoices name."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.billing.events import BANK_ACCOUNT_CHOSEN
from troth.billing.models import BankAccount
from troth.billing.tell_bank_accounts import tell_bank_accounts
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note


@act
def choose_bank_account(account: BankAccount, *, by: Person, at: datetime) -> None:
    """Have invoices in an account's currency name it from now on; the owners are told.

    Raises TrothError for one that is closed.
    """
    if not BankAccount.objects.filter(pk=account.pk, closed_at=None).update(chosen_at=at):
        raise TrothError(_("This bank account is closed."))
    note(BANK_ACCOUNT_CHOSEN, at=at, subject=by.pseudonym, counts={"bank_account": account.pk})
    tell_bank_accounts(at=at)
