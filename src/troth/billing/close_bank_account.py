"""Use a bank account of the provider's own no longer."""

from datetime import datetime

from troth.accounts.models import Person
from troth.billing.events import BANK_ACCOUNT_CLOSED
from troth.billing.models import BankAccount
from troth.billing.tell_bank_accounts import tell_bank_accounts
from troth.core.conflicts import act
from troth.publishing.evidence import note


@act
def close_bank_account(account: BankAccount, *, by: Person, at: datetime) -> None:
    """Have no invoice name an account any longer; the owners are told. Closed twice, nothing more.

    Its statements are still read: customers go on paying to an account that they know.
    """
    if not BankAccount.objects.filter(pk=account.pk, closed_at=None).update(closed_at=at):
        return
    note(BANK_ACCOUNT_CLOSED, at=at, subject=by.pseudonym, counts={"bank_account": account.pk})
    tell_bank_accounts(at=at)
