"""Agree with its customer that a service costs something else than what the catalogue says."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.services.change import ChangedError, refuse_now
from troth.services.change_price import first_day
from troth.services.charge_due import costs_on
from troth.services.events import PRICE_AGREED
from troth.services.go_on import GoesOn
from troth.services.locked import NotNowError, lock_running
from troth.services.models import OwnPrice, Service
from troth.services.note import note
from troth.services.period import months_later, periods_back
from troth.services.price_anew import price_anew
from troth.services.settle import settle
from troth.services.tell_of_own_price import agreed_words, tell_of_own_price
from troth.wall.enter import beyond_wall

MOST = 10**12  # minor units of a period


@dataclass(frozen=True)
class OwnTerms:
    """What is agreed: an amount for one, or parts per million off, as in `OwnPrice`.

    today: it begins today, else with the next period. periods: for so many. last_day: for periods
    that begin until that day. Without either it is for ever.
    """

    amount: int | None
    percent: int | None
    today: bool
    periods: int | None = None
    last_day: date | None = None
    because: str = ""


@act
def agree_price(service: Service, asked: OwnTerms, *, seen: str, at: datetime, by: Person) -> None:
    """Have a service cost that, and write to its customer.

    A price that rises is told in time before, as a new price of the catalogue is, and comes with
    the first period after that. seen: the hash of `agreed` that was shown. Raises ChangedError
    where it comes to something else by now, NotNowError where it cannot be agreed, RestrictedError
    under restriction.
    """
    refuse_restricted("services.agree_price.agree_price", service.account)
    with beyond_wall():
        made = agreed(service, asked, at=at)
        if made.seen != seen:
            raise ChangedError
        found = lock_running(service, at=at)
        settle(found.account, made.change.charges, at=at)
        note(PRICE_AGREED, found, gettext_noop("price of a service agreed"), at=at, by=by)
        own = made.change.own[0]
        tell_of_own_price([own], agreed_words(own), at=at, begins=True)


def agreed(service: Service, asked: OwnTerms, *, at: datetime, by_customer: bool = False) -> GoesOn:
    """Have a service cost that, but for the invoice; what it comes to. Raises NotNowError."""
    found, on = lock_running(service, at=at), day_at(at)
    term = refuse_now(found, on)
    assert found.charged_through
    if asked.amount is not None and term.quantity * asked.amount > MOST:
        raise NotNowError(_("This amount is too large."))
    anchor, next_one = found.anchor or found.charged_through.day, found.charged_through
    before = costs_on({found.pk: next_one})[found.pk]
    own = OwnPrice(
        account_id=found.account_id,
        service=found,
        amount=asked.amount,
        percent=asked.percent,
        currency=term.currency,
        because=asked.because,
        starts=on if asked.today else next_one,
        agreed_at=at,
    )
    own.until = _until(own, asked, found, term.months, anchor)
    own.save()
    made = price_anew(found, term, today=asked.today, on=on, at=at)
    rises = costs_on({found.pk: next_one})[found.pk].net > before.net
    if asked.today and (made.change.net > 0 or rises):
        raise NotNowError(
            _("A higher price must be announced in time. Let it begin with the next period.")
        )
    if rises and own.starts < first_day(at=at):
        while own.starts < first_day(at=at):
            own.starts = months_later(own.starts, term.months, anchor)
        own.until = _until(own, asked, found, term.months, anchor)
        own.save(update_fields=["starts", "until"])
        made = price_anew(found, term, today=False, on=on, at=at)
    return made


def _until(
    own: OwnPrice, asked: OwnTerms, service: Service, months: int, anchor: int
) -> date | None:
    """The first day of the first period that it is not for; None where it is for ever."""
    assert service.charged_through
    through = service.charged_through
    first = min(
        (ends for _starts, ends in periods_back(through, months, anchor, to=own.starts)),
        default=months_later(max(own.starts, through), months, anchor),
    )
    if asked.periods:
        return months_later(first, (asked.periods - 1) * months, anchor)
    if asked.last_day is None:
        return None
    if asked.last_day < own.starts:
        raise NotNowError(_("It would end before it begins. Choose a later day."))
    while first <= asked.last_day:
        first = months_later(first, months, anchor)
    return first
