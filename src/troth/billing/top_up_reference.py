"""The reference by which a transfer goes to a customer's balance."""

from collections.abc import Iterable

from troth.accounts.models import Account
from troth.billing.models import BankAccount
from troth.billing.reference import held_in, kind_for

# No invoice's number begins with it, as none is of such a year. The digits behind it are always as
# many, so that what payers write besides, such as a telephone number, is hardly ever one.
_MARK = "99"
_DIGITS = 10


def top_up_reference(account: Account, bank: BankAccount) -> str:
    """What to write on a transfer to one of the provider's accounts."""
    return kind_for(bank.iban).make(f"{_MARK}{account.pk:0{_DIGITS}}")


def topped_up(text: str, bank: BankAccount) -> Account | None:
    """The account that a text names by such a reference; None for none, and for several."""
    found = Account.objects.filter(pk__in=_numbers(held_in(text, kind_for(bank.iban))))[:2]
    return found[0] if len(found) == 1 else None


def _numbers(held: Iterable[str]) -> set[int]:
    """The numbers of accounts among what references hold."""
    length = len(_MARK) + _DIGITS
    return {
        int(each.removeprefix(_MARK))
        for each in held
        if each.startswith(_MARK) and len(each) == length
    }
