"""Change what is agreed for a service: its product, options, quantity or length of period.

`preview` is the same function that `change` acts by.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troth.accounts.models import Person
from troth.accounts.owned import owner_of
from troth.core.conflicts import act
from troth.core.day import day_at
from troth.messaging.language import in_language_of
from troth.services.ahead import ahead
from troth.services.events import CHANGED
from troth.services.locked import NotNowError, lock_running
from troth.services.models import Charge, OwnPrice, Service, Term
from troth.services.note import note
from troth.services.own_price import Pays, going_on, held, own_prices, pays
from troth.services.period import months_later
from troth.services.settle import settle
from troth.services.stock import give_stock_back, take_stock
from troth.services.tell import called, tell
from troth.services.unused import unused
from troth.services.wish import Wish
from troth.wall.enter import beyond_wall


class ChangedError(NotNowError):
    """It would cost something else than was shown."""

    def __init__(self) -> None:
        super().__init__(_("The figures have changed; please look again."))


@dataclass(frozen=True)
class Change:
    """What a change comes to: a term that begins, and what is given back and charged net of tax.

    own: the prices of its own that the service has then; ends_own: it loses one by the change.
    """

    term: Term
    charges: tuple[Charge, ...]
    charged_through: date
    anchor: int
    on: date
    own: Sequence[OwnPrice] = ()
    ends_own: bool = False

    @property
    def pays(self) -> Pays:
        """What a period costs from then on."""
        return pays(self.term, held(self.own, self.on))

    @property
    def net(self) -> int:
        """Minor units; below nothing for a credit note."""
        return sum(charge.amount for charge in self.charges)

    @property
    def seen(self) -> str:
        """A hash of every figure: who agrees to it, agrees to these."""
        term = self.term
        figures = [
            (term.product, term.options, term.quantity, term.months, term.price, term.currency),
            (self.on, self.charged_through, self.pays),
            *((c.reason, c.starts, c.ends, c.amount) for c in self.charges),
        ]
        return hashlib.sha256(repr(figures).encode()).hexdigest()


def term_on(service: Service, day: date) -> Term | None:
    """What is agreed for a service on a day; None before anything was, and where nothing is."""
    begun = service.terms.filter(Q(until=None) | Q(until__gt=day), starts__lte=day)
    return begun.order_by("-starts", "-pk").first()


def preview(service: Service, wish: Wish, *, at: datetime) -> Change:
    """What a change comes to when it is made now.

    The days from today on that have been charged are given back at what was really charged for
    them, and charged anew at the new price by the day; see `period.py`. Another length of period
    begins a new one today, charged whole. Raises NotNowError where it cannot be made.
    """
    on = day_at(at)
    before = _refuse(service, wish, on)
    term = Term(
        account_id=service.account_id,
        service=service,
        offer=wish.offer,
        product=wish.product,
        options=wish.options,
        choices=wish.choices,
        supply=wish.supply,
        quantity=wish.quantity,
        months=wish.months,
        currency=before.currency,
        price=wish.price,
        starts=on,
    )
    through = service.charged_through or on
    anchor = service.anchor or through.day
    if wish.months != before.months:
        anchor, through = on.day, months_later(on, wish.months, on.day)
    back = unused(service, on, at=at)
    had = going_on(own_prices(service), on)
    own = [each for each in had if each.amount is None or _is_same_plan(wish, before)]
    new = ahead(service, term, own, through=through, anchor=anchor, on=on, at=at)
    return Change(term, (*back, *new), through, anchor, on, own, ends_own=len(own) < len(had))


@act
def change(
    service: Service, wish: Wish, *, seen: str, at: datetime, by: Person | None = None
) -> Change:
    """Change a service as of today, and issue one invoice or credit note for it.

    seen: the hash of the preview that was agreed to. by: the customer, None for staff. Raises
    ChangedError where it comes to something else by now, NotNowError where it cannot be made, and
    NotSoldError where nothing is left of the product.
    """
    with beyond_wall():
        found = lock_running(service, at=at)
        owner = owner_of(found.account)
        with in_language_of(owner, at=at):
            made = preview(found, wish, at=at)
        if made.seen != seen:
            raise ChangedError
        on = made.term.starts
        if (before := term_on(found, on)) and before.offer:
            give_stock_back(before.offer.pk, before.quantity)
        if wish.offer:
            take_stock(wish.offer, wish.quantity)
        for term in found.terms.filter(Q(until=None) | Q(until__gt=on)):
            term.until = max(term.starts, on)
            term.save(update_fields=["until"])
        made.term.save()
        if made.ends_own:
            goes_on = Q(until=None) | Q(until__gt=on)
            found.own_prices.filter(goes_on, taken_back_at=None).exclude(amount=None).update(
                until=Greatest("starts", on), end_told_at=at
            )
        found.offer, found.product = wish.offer, wish.product
        found.charged_through, found.anchor = made.charged_through, made.anchor
        found.save(update_fields=["offer", "product", "charged_through", "anchor"])
        settle(found.account, made.charges, at=at)
        note(CHANGED, found, gettext_noop("service changed"), at=at, by=by)
        tell(found, lambda: _words(found), at=at)
    return made


def _is_same_plan(wish: Wish, term: Term) -> bool:
    """Whether nothing but the quantity differs, for which an amount was not agreed."""
    plan = (term.offer_id, term.months, term.choices)
    return wish.offer is not None and plan == (wish.offer.pk, wish.months, dict(wish.choices))


def refuse_now(service: Service, on: date) -> Term:
    """The term in force. Raises NotNowError where nothing of it can be changed today."""
    term = term_on(service, on)
    if term is None or not term.months or service.charged_through is None:
        raise NotNowError(_("This service is not charged by period; write to us to change it."))
    if service.cancellations.filter(taken_back_at=None).exists():
        raise NotNowError(_("This service is cancelled. Take the cancellation back first."))
    if service.suspensions.filter(until=None).exists():
        raise NotNowError(_("This service is paused at the moment and cannot be changed."))
    if service.terms.exclude(currency=term.currency).filter(starts__gt=on).exists():
        raise NotNowError(_("Its currency is about to change. It can be changed once it has."))
    if service.charged_through < on:
        raise NotNowError(
            _("The current period has yet to be invoiced. Please try again once it has been.")
        )
    return term


def _refuse(service: Service, wish: Wish, on: date) -> Term:
    """The same, where there is something to change. Raises NotNowError."""
    term = refuse_now(service, on)
    if not wish.months:
        raise NotNowError(_("This service is not charged by period; write to us to change it."))
    is_now = (term.offer, term.product, term.options, term.quantity, term.months, term.price)
    if is_now == (
        *(wish.offer, wish.product, wish.options, wish.quantity, wish.months),
        wish.price,
    ):
        raise NotNowError(_("That is already what is agreed; nothing was changed."))
    return term


def _words(service: Service) -> tuple[str, str]:
    return (
        _("Your service was changed"),
        _("From today your service is %(service)s. The invoice shows what it costs.")
        % {"service": called(service)},
    )
