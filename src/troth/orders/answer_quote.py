"""A customer accepts a quote, or declines it."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Person
from troth.accounts.restricted import refuse_restricted
from troth.accounts.verified import need_verified_email
from troth.billing.missing import need_details
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.core.errors import TrothError
from troth.orders.accept import accept
from troth.orders.events import DECLINED
from troth.orders.models import Order, Quote
from troth.orders.place import ChangedError
from troth.orders.quote import agreement_of
from troth.orders.review import RESIDENCE, is_proved
from troth.orders.take import take
from troth.orders.tell import tell
from troth.orders.write_order import write_order
from troth.publishing.evidence import note
from troth.services.use_promotion import give_use_back
from troth.wall.enter import beyond_wall


class AnsweredError(TrothError):
    """The quote is declined, or does not hold any more."""


@act
def accept_quote(
    quote: Quote, *, mark: str, asked: Collection[str] = (), by: Person, at: datetime
) -> Order:
    """Order what a quote offers; accepted twice it is one order.

    It holds at once: staff have looked at it when they made it, but perhaps not at where the
    customer lives, which has to be proved first. mark, asked: as in `place`. Raises
    AnsweredError where it cannot be accepted any more, ChangedError where the tax or the terms are
    not those that were shown.
    """
    refuse_restricted("orders.answer_quote.accept_quote", quote.account, by=by)
    with beyond_wall():
        account = lock_or_refuse(quote.account)
        quote = Quote.objects.get(pk=quote.pk)
        if quote.order:
            return quote.order
        need_verified_email(by)
        need_details(account)
        over = quote.lapsed_at or day_at(at) > quote.last_day
        if quote.declined_at or quote.withdrawn_at or over:
            raise AnsweredError(_("This quote is no longer valid. Please ask us for another."))
        agreement = agreement_of(quote, at=at)
        if agreement.mark != mark:
            raise ChangedError(
                _("The tax or the terms have changed. Nothing was ordered; please look again.")
            )
        take((line.offer_id, line.quantity) for line in agreement.lines)
        quote.order = write_order(account, agreement, asked=asked, by=by, at=at)
        quote.save(update_fields=["order"])
        if is_proved(account, agreement.taxed):
            accept(quote.order, at=at)
        else:
            quote.order.review = RESIDENCE
            quote.order.save(update_fields=["review"])
            tell(quote.order, "placed", at=at)
        return quote.order


@act
def decline_quote(quote: Quote, *, by: Person, at: datetime) -> None:
    """Say no to a quote; again is nothing. Raises AnsweredError for one that was accepted or
    withdrawn, or has lapsed."""
    refuse_restricted("orders.answer_quote.decline_quote", quote.account, by=by)
    with beyond_wall():
        account = lock_or_refuse(quote.account)
        open = Quote.objects.filter(pk=quote.pk, order=None, withdrawn_at=None, lapsed_at=None)
        if open.filter(declined_at=None).update(declined_at=at):
            give_use_back(quote.promotion)
            note(DECLINED, "keep.quote", at=at, subject=account.pseudonym)
        elif not open.exists():
            raise AnsweredError(_("This quote has been accepted or withdrawn, or has lapsed."))
