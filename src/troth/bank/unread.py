"""Whether the statements that were read say what customers have transferred of late."""

from datetime import date

from django.db.models import Max

from troth.bank.models import BankStatement
from troth.core.provider import provider


def unread(on: date) -> dict[str, date]:
    """The currencies of which an account in use has no statement of the last days, each with the
    day until which there is one.

    Of an account of which none was ever read, payments are entered by hand.
    """
    newest = (
        BankStatement.objects.filter(bank_account__closed_at=None)
        .order_by()
        .values_list("bank_account", "bank_account__currency")
        .annotate(last=Max("until"))
        .order_by("-last")
    )
    least = on - provider().bank_fresh
    return {currency: last for _account, currency, last in newest if last < least}
