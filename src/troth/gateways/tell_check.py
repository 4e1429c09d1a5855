"""Tell the owner of an account what staff have decided about a bank account of theirs."""

from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.owned import owner_of
from troth.gateways.models import PaymentAttempt
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send


def tell_check(attempt: PaymentAttempt, *, accepted: bool, at: datetime) -> None:
    """That it is taken, or that nothing comes of it and how else to pay."""
    account = attempt.account
    owner = owner_of(account) if account else None
    if account is None or owner is None:
        return
    with in_language_of(owner, at=at):
        if accepted:
            subject = _("Your bank account is confirmed as yours")
            text = _(
                "We have looked at the bank account that you have shown us, and it is confirmed as "
                "yours. Here you read what comes of it:\n\n%(link)s"
            ) % {"link": link("paid", account.pk, attempt.key)}
        else:
            subject = _("Your bank account could not be confirmed as yours")
            text = _(
                "We have looked at the bank account that you have shown us. It could not be "
                "confirmed as yours, and nothing is taken from it. Please pay in another "
                "way:\n\n%(link)s"
            ) % {"link": _otherwise(attempt)}
        body = letter(owner, text, at=at)
    send(owner, account=account, subject=subject, body=body, at=at)


def _otherwise(attempt: PaymentAttempt) -> str:
    """Where they pay in another way, or leave one."""
    assert attempt.account
    if attempt.invoice_id:
        return link("pay", attempt.account.pk, attempt.invoice_id)
    return link("ways_to_pay", attempt.account.pk)
