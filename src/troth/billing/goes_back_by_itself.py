"""Have what brought a payment pay it back, where that does so without our hands."""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from troth.billing.models import Payment


def goes_back_by_itself(payment: Payment, amount: int, *, reopen: bool, at: datetime) -> bool:
    """Whether what `PAYS_BACK` names sees to a refund of `amount` (minor units), which then is in
    the books once it has gone. reopen: what the payment has paid is owed again.

    Raises TrothError as `refund` does.
    """
    return any(
        import_string(name)(payment, amount, reopen=reopen, at=at) for name in settings.PAYS_BACK
    )
