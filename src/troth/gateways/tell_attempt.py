"""Tell the owner of an account what came of taking money by the way that is kept."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.owned import owner_of
from troth.core.day import day
from troth.core.money import money
from troth.gateways.gateway import Again
from troth.gateways.models import PaymentAttempt
from troth.gateways.next_taking import next_taking
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send


def tell_declined(attempt: PaymentAttempt, *, at: datetime) -> None:
    """That it was declined, whether it is tried again, and how else to pay."""

    def words() -> tuple[str, str]:
        values = _values(attempt)
        subject = _("%(amount)s could not be charged to %(way)s") % values
        if attempt.again != Again.LATER:
            return subject, _(
                "We could not charge %(amount)s for invoice %(number)s to %(way)s, and will not "
                "try it again. Please pay another way:\n\n%(link)s"
            ) % values
        assert attempt.invoice
        comes = next_taking(attempt.invoice, at=at)
        if comes is None:
            return subject, _(
                "We could not charge %(amount)s for invoice %(number)s to %(way)s, and will not "
                "try again automatically. Please pay now, with it or another way:\n\n%(link)s"
            ) % values
        if comes.on is None:
            return subject, _(
                "We could not collect %(amount)s for invoice %(number)s from %(way)s. We will try "
                "again, and write to you first with the date. You can also pay now:\n\n%(link)s"
            ) % values
        return subject, _(
            "We could not charge %(amount)s for invoice %(number)s to %(way)s. On %(day)s we will "
            "try again with %(next)s. You can also pay now:\n\n%(link)s"
        ) % (values | {"day": day(comes.on), "next": comes.way})

    _tell(attempt, words, at=at)


def tell_asked(attempt: PaymentAttempt, *, at: datetime) -> None:
    """That their bank wants them to confirm it (PSD2 Art. 97), and where."""

    def words() -> tuple[str, str]:
        values = _values(attempt)
        assert attempt.account
        values["link"] = link("paid", attempt.account.pk, attempt.key)
        return _("Please confirm %(amount)s for invoice %(number)s") % values, _(
            "Your bank asks you to confirm the payment of %(amount)s for invoice %(number)s with "
            "%(way)s. Nothing is charged until you do:\n\n%(link)s"
        ) % values

    _tell(attempt, words, at=at)


def _values(attempt: PaymentAttempt) -> dict[str, str]:
    assert attempt.account and attempt.invoice and attempt.method
    return {
        "amount": money(attempt.amount, attempt.currency),
        "number": attempt.invoice.number,
        "way": attempt.method.label,
        "link": link("pay", attempt.account.pk, attempt.invoice.pk),
    }


def _tell(attempt: PaymentAttempt, words: Callable[[], tuple[str, str]], *, at: datetime) -> None:
    account = attempt.account
    owner = owner_of(account) if account else None
    if account is None or owner is None or attempt.invoice is None or attempt.method is None:
        return
    with in_language_of(owner, at=at):
        subject, text = words()
        body = letter(owner, text, at=at)
    send(owner, account=account, subject=subject, body=body, at=at)
