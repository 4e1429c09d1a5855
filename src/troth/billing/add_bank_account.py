"""Enter a bank account of the provider's own."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.billing.events import BANK_ACCOUNT_ADDED
from troth.billing.models import BankAccount
from troth.billing.tell_bank_accounts import tell_bank_accounts
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.publishing.evidence import note


@act
def add_bank_account(
    iban: str, *, holder: str, currency: str, by: Person, at: datetime, bic: str = ""
) -> BankAccount:
    """Have an account money can come to; the owners are told. Invoices in its currency name it
    where no other account is open for that. One that was closed is opened again.

    Raises TrothError for one that is open.
    """
    had = BankAccount.objects.select_for_update().filter(iban=iban).first()
    if had and not had.closed_at:
        raise TrothError(_("This bank account has already been entered."))
    account = had or BankAccount(iban=iban)
    account.holder, account.bic, account.currency = holder, bic, currency
    account.chosen_at = account.closed_at = None
    account.save()
    note(BANK_ACCOUNT_ADDED, at=at, subject=by.pseudonym, counts={"bank_account": account.pk})
    tell_bank_accounts(at=at)
    return account
