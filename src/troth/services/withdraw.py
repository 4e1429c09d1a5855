"""Withdraw from the contract of a service (Directive 2011/83/EU Art. 9, 11, 11a, 13 and 14)."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.accounts.owned import owner_of
from troth.billing.owed import balance
from troth.billing.set_aside import set_aside
from troth.core.conflicts import act
from troth.core.day import day, day_at, moment
from troth.core.money import money
from troth.messaging.language import in_language_of
from troth.services.end import end_locked, settle_back
from troth.services.events import WITHDRAWN
from troth.services.locked import NotNowError, lock_service
from troth.services.models import Cancellation, Charge, Service
from troth.services.note import note
from troth.services.period import last_days
from troth.services.right_to_withdraw import DAYS, may_withdraw
from troth.services.standing import standing
from troth.services.tell import called, tell
from troth.services.unused import back, taken_back
from troth.wall.enter import beyond_wall


def statement_of(service: Service, name: str) -> str:
    """The words of a withdrawal, as a form of ours has them."""
    return _("I withdraw from the contract for %(service)s, concluded on %(day)s.\n%(name)s") % {
        "service": called(service),
        "day": day(service.started_at),
        "name": name,
    }


@act
def withdraw(
    service: Service, statement: str, *, sent_on: date, at: datetime, by: Person | None = None
) -> Cancellation:
    """End a service at once, and give back what was charged for it; of two, the first one holds.

    Who asked for it to begin before the time was over pays for the days until they withdrew, others
    for nothing. sent_on: the day on which the statement was made, which decides whether it was in
    time. by: the customer, None for staff who enter what came another way. Raises NotNowError where
    there is no right any more.
    """
    with beyond_wall():
        found = lock_service(service)
        made = standing(found)
        if made and made.kind == Cancellation.Kind.WITHDRAWN:
            return made
        if not may_withdraw(found, at=at) and not _in_time(found, sent_on):
            raise NotNowError(_("The period for withdrawing from this contract is over."))
        made = made or Cancellation(account=found.account, service=found, person=by)
        made.kind, made.statement, made.asked_at = Cancellation.Kind.WITHDRAWN, statement, at
        made.effective_on = min(sent_on, day_at(found.ended_at or at))
        made.refund_by = sent_on + timedelta(days=DAYS)
        end_locked([found.pk], at=at)
        term = found.terms.latest("starts", "pk")
        had = balance(found.account, term.currency)
        with in_language_of(owner_of(found.account), at=at):
            charges = _given_back(found, made.effective_on, at)
        settle_back(found, charges, at=at)
        made.refund = max(0, balance(found.account, term.currency) - had)
        made.save()
        set_aside(found.account, made.refund, term.currency, at=at)
        note(WITHDRAWN, found, gettext_noop("contract of a service withdrawn from"), at=at, by=by)
        tell(found, lambda: _words(found, made, term.currency), at=at)
    return made


def _in_time(service: Service, sent_on: date) -> bool:
    return service.withdraw_until is not None and sent_on <= service.withdraw_until


def _given_back(service: Service, on: date, at: datetime) -> list[Charge]:
    """What is given back of each charge: all of it, or the days that were not lived.

    The set-up goes back by the same days as the period that it began. What is paid once has no
    days, and goes back whole.
    """
    asked = bool(service.begin_words)
    paid = service.charges.filter(amount__gt=0).select_related("line", "taken_back_by")
    charges = list(paid.order_by("starts", "pk"))
    first = next((each for each in charges if each.reason == Charge.Reason.PERIOD), None)
    taken, found = taken_back(charges), []
    for each in charges:
        earlier: Charge | None = getattr(each, "taken_back_by", None)
        if asked and earlier:
            continue  # the days from then on are back already, those before were lived
        starts, ends, amount = each.starts, each.ends or (first and first.ends), each.amount
        if asked and starts and ends:
            days, starts = (ends - starts).days, min(max(on, starts), ends)
            amount = last_days(each.amount, (ends - starts).days, days)
        gone = max(taken.get(each.line_id or 0, 0), -earlier.amount if earlier else 0)
        if (amount := min(amount, each.amount - gone)) > 0:
            one = back(each, starts, amount, at)
            if earlier:  # which names it already
                one.takes_back = None
            found.append(one)
    return found


def _words(service: Service, made: Cancellation, currency: str) -> tuple[str, str]:
    told = _(
        "You have withdrawn from the contract for %(service)s. We received your statement on "
        "%(moment)s:\n\n%(statement)s\n\nThe service has ended."
    ) % {
        "service": called(service),
        "moment": moment(made.asked_at),
        "statement": made.statement,
    }
    if made.refund and made.refund_by:
        refund = _("We will refund %(amount)s by %(day)s, the way you paid.") % {
            "amount": money(made.refund, currency),
            "day": day(made.refund_by),
        }
    elif service.begin_words:
        refund = _("You still owe only for the days until then.")
    else:
        refund = _("You owe nothing more for it.")
    return _("We have received your withdrawal"), f"{told} {refund}"
