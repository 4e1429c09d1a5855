"""In which currencies customers are invoiced and cannot pay by transfer."""

from collections.abc import Iterable

from troth.accounts.models import Account
from troth.billing.models import BankAccount
from troth.wall.enter import beyond_wall


def without_account(sold: Iterable[str] = ()) -> list[str]:
    """The currencies of customers' accounts (ISO 4217) in which no bank account of ours is open.

    Invoices in these name no bank account. sold: currencies in which something is for sale, which
    count as well.
    """
    with beyond_wall():  # how many have which is said of nobody
        used = {*Account.objects.exclude(currency="").values_list("currency", flat=True).distinct()}
        open_ = BankAccount.objects.filter(closed_at=None)
        return sorted((used | {*sold}) - {*open_.values_list("currency", flat=True)})
