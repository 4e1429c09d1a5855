"""Have a service go on in another account."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.accounts.owned import owner_of
from troth.accounts.restricted import refuse_restricted
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.services.change import term_on
from troth.services.concerned import prices_to_come
from troth.services.end import end_locked, give_back
from troth.services.events import TRANSFERRED
from troth.services.locked import NotNowError, lock_running
from troth.services.models import Charge, Service, Term
from troth.services.note import note
from troth.services.own_price import going_on, own_prices
from troth.services.right_to_withdraw import is_consumer
from troth.services.set_up_paid import set_up_paid
from troth.services.settle import settle
from troth.services.stock import take_stock
from troth.services.tell import called, tell
from troth.services.tell_of_price import changes, tell_of_price
from troth.wall.enter import beyond_wall


@act
def transfer(service: Service, to: Account, *, at: datetime, by: Person) -> Service:
    """End a service here and open the same one in another account, as it is agreed.

    Its product, name and terms go along; what was paid, asked and written stays with the account
    whose it was, and so does its history. Each account pays for its own days: what is left of them
    is given back to the one and charged to the other. The right to withdraw is the consumer's who
    ordered: it goes along to another account of theirs alone. `by` owns both accounts, or is staff
    to whom both have agreed.
    Raises NotNowError where it cannot be, RestrictedError under restriction.
    """
    with beyond_wall():
        for account in sorted((service.account, to), key=lambda each: each.pk):
            lock_or_refuse(account)
        found = lock_running(service, at=at)
        to = lock_or_refuse(to)
        refuse_restricted("services.transfer.transfer", found.account, to)
        _refuse(found, to)
        on, paid = day_at(at), found.charged_through
        term = term_on(found, on)
        to_come = prices_to_come(found, since=found.started_at, at=at)
        end_locked([found.pk], at=at)
        if term and term.offer:
            take_stock(term.offer, term.quantity)  # which its end has just given back
        back = give_back(found, on, at=at, whole=False)
        found.cancellations.filter(taken_back_at=None).update(taken_back_at=at)
        owner = owner_of(to)
        same = owner == owner_of(found.account)
        made = Service.objects.create(
            account=to,
            offer=found.offer,
            product=found.product,
            label=found.label,
            started_at=at,
            activated_at=at if found.activated_at else None,
            charged_through=paid,
            anchor=found.anchor,
            withdraw_until=found.withdraw_until if same and is_consumer(to) else None,
            begin_words=found.begin_words,
            delivery_ends_right=found.delivery_ends_right,
            waits_for_payment=found.waits_for_payment,
        )
        Service.objects.filter(pk=found.pk).update(withdraw_until=None)
        if term:
            if term.discounts is not None:
                term.discounts = _discounts_left(found, term)
            term.pk, term.account, term.service = None, to, made
            term.priced_on = term.priced_on or term.starts
            term.starts, term.until = on, None
            term._state.adding = True
            term.save()
        for price in reversed(going_on(own_prices(found), on)):
            price.pk, price.account, price.service = None, to, made
            price.end_told_at = price.end_told_at if same else None  # who has not been told yet
            price._state.adding = True
            price.save()
        settle(to, [_charged_on(each, made) for each in back], at=at)
        set_up_paid([to.pk], at=at)
        for each in (found, made):
            note(TRANSFERRED, each, gettext_noop("service transferred"), at=at, by=by)
        tell(found, lambda: _gone(found), at=at)
        tell(made, lambda: _come(made), at=at)
        if owner and not same:  # who has not been told yet
            new = {"account": to.pk, "person": owner.pk, "language": owner.language}
            for change, own in to_come:
                tell_of_price(change, [each._replace(**new) for each in own], changes, at=at)
    return made


def _refuse(service: Service, to: Account) -> None:
    if to.pk == service.account_id or to.cancelled_at:
        raise NotNowError(
            _("The service cannot be transferred to that account. Please choose another.")
        )
    if service.suspensions.filter(until=None).exists():
        raise NotNowError(_("This service is paused at the moment and cannot be transferred."))
    term = service.terms.order_by("-starts", "-pk").first()
    if term and to.currency not in ("", term.currency):
        raise NotNowError(_("The other account is invoiced in another currency."))


def _discounts_left(service: Service, term: Term) -> int:
    """For how many periods a discount still holds, of a term that has one for so many."""
    had = service.charges.filter(reason=Charge.Reason.PERIOD, starts__gte=term.starts).count()
    return max((term.discounts or 0) - had, 0)


def _charged_on(back: Charge, service: Service) -> Charge:
    """What is given back to the one account for days, as it is charged to the other."""
    name = f"{service.said}, {service.label}" if service.label else service.said
    return Charge(
        account_id=service.account_id,
        service=service,
        reason=Charge.Reason.CHANGE,
        starts=back.starts,
        ends=back.ends,
        product=back.product,
        description=name[:300],
        supply=back.supply,
        currency=back.currency,
        price=-back.price,
        amount=-back.amount,
        made_at=back.made_at,
    )


def _gone(service: Service) -> tuple[str, str]:
    return (
        _("Your service was transferred"),
        _("From today your service %(service)s is in another account.")
        % {"service": called(service)},
    )


def _come(service: Service) -> tuple[str, str]:
    return (
        _("A service was transferred to you"),
        _("From today the service %(service)s is in your account.") % {"service": called(service)},
    )
