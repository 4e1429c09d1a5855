"""End a price of its own that a service has, or take it back before it holds."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.services.change import ChangedError, refuse_now
from troth.services.change_price import first_day
from troth.services.charge_due import costs_on
from troth.services.events import PRICE_ENDED
from troth.services.go_on import GoesOn
from troth.services.locked import NotNowError, lock_running
from troth.services.models import OwnPrice, Service
from troth.services.note import note
from troth.services.period import months_later
from troth.services.price_anew import price_anew
from troth.services.settle import settle
from troth.services.tell_of_own_price import tell_of_own_price
from troth.services.tell_of_price import changes, stays
from troth.wall.enter import beyond_wall


@act
def end_own_price(own: OwnPrice, *, seen: str, at: datetime, by: Person) -> None:
    """Have it end, and write to the customer of the service.

    One that was agreed today, or does not hold yet, is taken back as if it had never been. Any
    other ends with the period that runs; where the service costs more without it, with the last one
    that begins before customers can have been told in time. seen: as in `agree_price`. Raises
    ChangedError, NotNowError where it cannot end, and RestrictedError under restriction.
    """
    refuse_restricted("services.end_own_price.end_own_price", own.account)
    with beyond_wall():
        made = own_price_ended(own.service, own, at=at)
        if made.seen != seen:
            raise ChangedError
        found = lock_running(own.service, at=at)
        settle(found.account, made.change.charges, at=at)
        note(PRICE_ENDED, found, gettext_noop("price of a service ended"), at=at, by=by)
        row = OwnPrice.objects.get(pk=own.pk)
        taken_back = row.taken_back_at is not None
        tell_of_own_price([row], stays if taken_back else changes, at=at, begins=taken_back)


def own_price_ended(
    service: Service, own: OwnPrice, *, at: datetime, by_customer: bool = False
) -> GoesOn:
    """Have it end, but for the invoice; what that comes to. Raises NotNowError."""
    found, on = lock_running(service, at=at), day_at(at)
    term = refuse_now(found, on)
    standing = found.own_prices.filter(Q(until=None) | Q(until__gt=on), taken_back_at=None)
    row = standing.select_for_update().filter(pk=own.pk).first()
    next_one = found.charged_through
    if row is None or next_one is None:
        raise NotNowError(_("This price has already ended; nothing was changed."))
    if on == day_at(row.agreed_at) or row.starts >= next_one:
        row.taken_back_at = at
        row.save(update_fields=["taken_back_at"])
        return price_anew(found, term, today=row.starts <= on, on=on, at=at)
    before, anchor = costs_on({found.pk: next_one})[found.pk], found.anchor or next_one.day
    had, row.until, row.end_told_at = row.until, next_one, at
    row.save(update_fields=["until", "end_told_at"])
    if costs_on({found.pk: next_one})[found.pk].net > before.net:
        while row.until < first_day(at=at):
            row.until = months_later(row.until, term.months, anchor)
    if had and row.until >= had:
        raise NotNowError(_("It ends automatically before that; customers are told in time."))
    row.save(update_fields=["until"])
    return price_anew(found, term, today=False, on=on, at=at)
