"""Tell the owner of an account of a payment: that it has arrived, or that it is gone again."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from troth.billing.mail_invoices import how_to_pay, taken
from troth.billing.models import Invoice, Payment, Posting, account_for
from troth.billing.owed import at_hand
from troth.billing.tell import tell
from troth.core.day import day, day_at
from troth.core.money import money
from troth.messaging.link import link


class What(StrEnum):
    """What became of money: it came, is to go back, or to go back by transfer, went back, has not
    arrived there, stays after all, the bank took it back, or it never was theirs."""

    CAME = "came"
    GOES_BACK = "goes back"
    GOES_OTHERWISE = "goes otherwise"
    WENT_BACK = "went back"
    NOT_ARRIVED = "not arrived"
    STAYS = "stays"
    TAKEN_BACK = "taken back"
    MISTAKEN = "mistaken"


def tell_payment(payment: Payment, what: What, *, at: datetime) -> None:
    """Say how much it is, what it pays of which invoice, or pays no more, and what is left."""
    about = _invoices(payment)
    owed = [invoice for invoice, _amount in about if invoice.owed > 0]
    due = owed[0] if len(owed) == 1 else None
    tell(payment.account, lambda: _words(payment, what, about, due, at=at), at=at, due=due)


def _invoices(payment: Payment) -> list[tuple[Any, int]]:
    """Each with what was paid of it, in minor units, below zero where it is not paid any more."""
    about = payment.postings.filter(ledger=Posting.Ledger.RECEIVABLE, invoice__isnull=False)
    amounts = dict(about.order_by().values_list("invoice").annotate(sum=-Sum("amount")))
    every = Invoice.objects.with_standing().filter(pk__in=amounts).order_by("pk")
    found = [(invoice, amounts[invoice.pk]) for invoice in every]
    return [each for each in found if each[1]]  # nothing is left of what was taken back


def _words(
    payment: Payment,
    what: What,
    about: list[tuple[Any, int]],
    due: Invoice | None,
    *,
    at: datetime,
) -> tuple[str, str]:
    origin = payment.refunds or payment
    values = {
        "amount": money(abs(payment.amount), payment.currency),
        "day": day(day_at(origin.received_at)),
    }
    subject, told = {
        What.CAME: (
            _("We have received %(amount)s"),
            _("We have received your payment of %(amount)s on %(day)s. Thank you."),
        ),
        What.GOES_BACK: (
            _("We are refunding %(amount)s"),
            _(
                "We are refunding %(amount)s of your payment of %(day)s, the way you paid. It will "
                "be sent shortly."
            ),
        ),
        What.GOES_OTHERWISE: (
            _("We are refunding %(amount)s"),
            _(
                "We are refunding %(amount)s of your payment of %(day)s by bank transfer. It will "
                "be sent shortly."
            ),
        ),
        What.WENT_BACK: (
            _("We have refunded %(amount)s"),
            _("We have refunded %(amount)s of your payment of %(day)s, the way you paid."),
        ),
        What.NOT_ARRIVED: (
            _("Your refund of %(amount)s did not reach you"),
            _(
                "We refunded %(amount)s of your payment of %(day)s, and your bank returned it to "
                "us. We will look into it; you do not lose the money."
            ),
        ),
        What.STAYS: (
            _("Your refund of %(amount)s is cancelled"),
            _(
                "We wrote to you that we were refunding %(amount)s of your payment of %(day)s. "
                "That was a mistake: nothing was sent, and everything is as it was before."
            ),
        ),
        What.TAKEN_BACK: (
            _("A payment of %(amount)s was returned by the bank"),
            _("The bank has taken back %(amount)s of your payment of %(day)s."),
        ),
        What.MISTAKEN: (
            _("A payment of %(amount)s was not yours"),
            _(
                "We wrote to you about a payment of %(amount)s on %(day)s. It was not yours, so we "
                "have removed it from your account."
            ),
        ),
    }[what]
    return subject % values, "\n\n".join(
        [
            told % values,
            *(_about(invoice, amount, invoice != due, at=at) for invoice, amount in about),
            *_left(payment),
        ]
    )


def _left(payment: Payment) -> Iterator[str]:
    left = at_hand(payment.account, payment.currency) if payment.account else 0
    if left > 0:
        amount = money(left, payment.currency)
        yield _("Your account is now %(amount)s in credit.") % {"amount": amount}


def _about(invoice: Any, amount: int, leads: bool, *, at: datetime) -> str:
    """leads: whether with the way to the invoice, to which the letter does not lead itself."""
    values = {"number": invoice.number, "amount": money(abs(amount), invoice.currency)}
    if amount < 0:
        again = _("%(amount)s of invoice %(number)s is due again.") % values
        return "\n\n".join([again, *_how(invoice, leads, at=at)])
    if invoice.owed <= 0:
        return _("%(amount)s went to invoice %(number)s, which is now paid.") % values
    part = _("%(amount)s went to invoice %(number)s, which is now paid in part.") % values
    bank = account_for(invoice.currency)
    return "\n".join([part, how_to_pay(invoice, bank, on=day_at(at)).rstrip()])


def _how(invoice: Any, leads: bool, *, at: datetime) -> Iterator[str]:
    """Where what is owed again is paid, and how, or by what it is taken by itself."""
    if invoice.owed <= 0 or invoice.account_id is None:
        return
    if leads:
        yield link("invoice", invoice.account_id, invoice.pk)
    by_itself = import_string(settings.TAKEN_BY)([invoice.pk], at=at)
    way, on = by_itself.get(invoice.pk, ("", None))
    if way:
        yield taken(invoice.owed, invoice.currency, way, on).rstrip()
    else:
        yield how_to_pay(invoice, account_for(invoice.currency), on=day_at(at)).rstrip()
