"""Take in money that a customer keeps with us, for what comes."""

from datetime import datetime

from troth.accounts.models import Account
from troth.billing.models import Payment
from troth.billing.receive import receive
from troth.core.conflicts import act


@act
def top_up(
    account: Account,
    amount: int,
    currency: str,
    *,
    at: datetime,
    method: str,
    key: str | None = None,
    payer: str = "",
    reference: str = "",
) -> Payment:
    """Take in `amount` to the customer's balance, whatever is open meanwhile; see `receive`."""
    return receive(
        account,
        amount,
        currency,
        at=at,
        method=method,
        key=key,
        payer=payer,
        reference=reference,
        allocate={},
    )
