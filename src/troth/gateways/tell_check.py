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
                "We have checked the bank account you connected, and it is confirmed as yours. You "
                "can see what happens next here:\n\n%(link)s"
            ) % {"link": link("paid", account.pk, attempt.key)}
        else:
            subject = _("Your bank account could not be confirmed as yours")
            text = _(
                "We have checked the bank account you connected. It could not be confirmed as "
                "yours, so nothing is charged to it. Please pay another way:\n\n%(link)s"
            ) % {"link": _otherwise(attempt)}
        body = letter(owner, text, at=at)
    send(owner, account=account, subject=subject, body=body, at=at)


def _otherwise(attempt: PaymentAttempt) -> str:
    """Where they pay in another way, or leave one."""
    assert attempt.account
    if attempt.invoice_id:
        return link("pay", attempt.account.pk, attempt.invoice_id)
    return link("ways_to_pay", attempt.account.pk)
