"""What is locked before money is booked: the account first, as every verb on money does.

Only then is it asked what has been booked. Whoever asks before would not see what another worker
books while this one waits.
"""

from typing import Any

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account
from troth.billing.models import Payment
from troth.gateways.models import PaymentAttempt


def locked_attempt(**which: Any) -> PaymentAttempt | None:
    """The attempt of which that is so, locked after its account; None where there is none."""
    found = PaymentAttempt.objects.filter(**which).values_list("pk", "account").first()
    if found is None:
        return None
    number, account = found
    if account:
        Account.objects.select_for_update().filter(pk=account).first()
    related = ("account", "by", "invoice", "method", "payment", "refunds__account")
    attempts = PaymentAttempt.objects.select_for_update(of=("self",)).select_related(*related)
    return attempts.filter(pk=number).first()


def lock_payment(payment: Payment) -> Account | None:
    """Lock whose a payment is, or the payment itself where it is nobody's; whose it is.

    Raises GoneError for who has just been erased.
    """
    if payment.account:
        return lock_or_refuse(payment.account)
    Payment.objects.select_for_update().get(pk=payment.pk)
    return None
