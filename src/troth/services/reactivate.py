"""Take up a service again that has ended, while the policy keeps what it was."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.accounts.owned import owner_of
from troth.billing.models import Invoice
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.messaging.language import in_language_of
from troth.policy.parse import Policy
from troth.publishing.running import policy_on
from troth.services.ahead import ahead
from troth.services.change import Change, ChangedError
from troth.services.charge_due import reprice
from troth.services.events import REACTIVATED
from troth.services.go_on import GoesOn, goes_on
from troth.services.locked import NotNowError, lock_service
from troth.services.models import Cancellation, Charge, Service, Suspension, Term
from troth.services.note import note
from troth.services.own_price import own_prices
from troth.services.period import months_later
from troth.services.settle import settle
from troth.services.stock import is_in_stock, take_stock
from troth.wall.enter import beyond_wall


def refusal(service: Service, *, at: datetime, by_customer: bool) -> str:
    """Why a service cannot be taken up again; blank where it can."""
    if service.ended_at is None or service.ended_at > at:
        return _("This service has not ended.")
    until = _kept_until(policy_on(at), day_at(service.ended_at))
    if service.deleted_at or service.kept_since or (until and day_at(at) >= until):
        return _("This service cannot be resumed: its contents are being erased.")
    stand = service.cancellations.filter(taken_back_at=None)
    kinds = {*stand.values_list("kind", flat=True)}
    if Cancellation.Kind.WITHDRAWN in kinds:
        return _("The contract was withdrawn from. Please order again.")
    if service.account.cancelled_at:
        return _("The account is closed. Reopen it first.")
    if by_customer and Cancellation.Kind.UNPAID in kinds and _owes(service):
        return _("This service has unpaid invoices. Once they are paid, it can be resumed.")
    if by_customer and not kinds:
        return _("We ended this service. Write to us to have it resumed.")
    term = _last_term(service)
    if term and term.offer and not is_in_stock(term.offer, term.quantity):
        return _("%(product)s is sold out.") % {"product": term.offer.said.name}
    return ""


@act
def reactivate(
    service: Service, *, at: datetime, by: Person | None = None, seen: str | None = None
) -> None:
    """Have a service go on as it was agreed last; by: the customer, None for staff.

    Days that are paid are used up first; where none are, a period begins today and is charged. A
    pause that its end had ended goes on. seen: the hash of `taken_up` that was agreed to, None
    where nobody is asked. Raises NotNowError with what `refusal` says, ChangedError where it comes
    to something else by now.
    """
    with beyond_wall():
        made = taken_up(service, at=at, by_customer=by is not None)
        if made and seen not in (None, made.seen):
            raise ChangedError
        found = lock_service(service)
        if made:
            settle(found.account, made.change.charges, at=at)
        note(REACTIVATED, found, gettext_noop("service taken up again"), at=at, by=by)


def taken_up(service: Service, *, at: datetime, by_customer: bool) -> GoesOn | None:
    """Have a service go on, but for its invoice; what it comes to, None where nothing is agreed.

    What it was is taken from the stock again. Raises NotNowError with what `refusal` says, and
    NotSoldError where somebody has taken the last one just now.
    """
    found = lock_service(service)
    if why := refusal(found, at=at, by_customer=by_customer):
        raise NotNowError(why)
    on = day_at(at)
    term = _last_term(found)
    if term and term.offer:
        take_stock(term.offer, term.quantity)
    ends_discount = bool(term and term.discount and term.discounts is not None)
    if term:
        term.priced_on = term.priced_on or term.starts
        term.pk, term.starts, term.until = None, on, None
        term.discount = term.discount if term.discounts is None else 0
        term._state.adding = True
        term.save()
    begins = term and term.months and (found.charged_through or on) <= on
    if begins:
        found.anchor, found.charged_through = on.day, on
    # What was paused when it ended is paused on; nobody pays by ending it for a moment.
    paused = found.suspensions.filter(until=found.ended_at)
    if not _owes(found):
        paused = paused.exclude(reason=Suspension.Reason.OVERDUE)
    paused.update(until=None)
    found.ended_at = None
    found.save(update_fields=["ended_at", "anchor", "charged_through"])
    found.cancellations.filter(taken_back_at=None).update(taken_back_at=at)
    charges = _begin(found, on, at) if begins else []
    if term is None:
        return None
    term = found.terms.latest("starts", "pk")
    through = found.charged_through or on
    anchor = found.anchor or through.day
    change = Change(term, tuple(charges), through, anchor, on, own_prices(found))
    return goes_on(change, ends_discount=ends_discount)


def _begin(service: Service, on: date, at: datetime) -> list[Charge]:
    """The charge of a period that begins today, at the price that holds by now; not stored yet."""
    reprice([service.account_id], until=on)
    term = service.terms.latest("starts", "pk")
    service.charged_through = months_later(on, term.months, on.day)
    service.save(update_fields=["charged_through"])
    with in_language_of(owner_of(service.account), at=at):
        return ahead(
            *(service, term, own_prices(service)),
            through=service.charged_through,
            anchor=on.day,
            on=on,
            at=at,
        )


def _last_term(service: Service) -> Term | None:
    return service.terms.select_related("offer").order_by("-starts", "-pk").first()


def _owes(service: Service) -> bool:
    """Whether an invoice with a charge of a service is still to be paid."""
    with beyond_wall():
        invoices = service.charges.exclude(line=None).values("line__invoice")
        unpaid = Invoice.objects.with_owed().filter(owed__gt=0)
        return unpaid.filter(pk__in=invoices).exists()


def _kept_until(policy: Policy, ended: date) -> date | None:
    """When what a service held is erased; None where it stays as long as its account."""
    terms = [
        keep.for_.after(ended)
        for _rule, keep in policy.tables.kept_by("service")
        if keep.from_ == "cancellation" and keep.for_
    ]
    return min(terms, default=None)
