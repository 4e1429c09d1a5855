"""Have an account invoiced in another currency, with its services at the catalogue's prices in it.

`foresee_currency` is the same function that `change_currency` acts by.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from troth.accounts.locked import lock_or_refuse
from troth.accounts.models import Account, Person
from troth.accounts.owned import owner_of
from troth.accounts.restricted import refuse_restricted
from troth.billing.owed import balances, owed_in_all
from troth.billing.readers import reader_of
from troth.catalog.price import NotSoldError, chosen_of, prices_on
from troth.catalog.words import period
from troth.core.conflicts import act
from troth.core.day import day, day_at
from troth.core.money import money
from troth.messaging.language import in_language_of
from troth.messaging.letter import letter
from troth.messaging.link import link
from troth.messaging.send import send
from troth.publishing.evidence import note
from troth.services.change_price import first_day
from troth.services.events import CURRENCY_CHANGED
from troth.services.locked import NotNowError
from troth.services.models import Service, Term
from troth.services.own_price import going_on, own_prices
from troth.services.period import months_later
from troth.services.tell import called


@dataclass(frozen=True)
class Repriced:
    """A service with what is agreed for it, and what will be from a later period on."""

    service: Service
    before: Term
    after: Term


@act
def change_currency(account: Account, currency: str, *, by: Person, at: datetime) -> None:
    """Have an account invoiced in a currency from now on, as its customer has agreed with staff.

    What it orders is in it from now on. Each service that runs costs what the catalogue says, from
    its first period on that begins after the notice that is given of new prices; the owner is
    written to. Raises NotNowError as `foresee_currency`, RestrictedError under restriction.
    """
    account = lock_or_refuse(account)
    refuse_restricted("services.change_currency.change_currency", account)
    repriced = foresee_currency(account, currency, at=at)
    for each in repriced:
        each.before.until = each.after.starts
        each.before.save(update_fields=["until"])
        each.after.save()
    account.currency = currency
    account.save(update_fields=["currency"])
    note(CURRENCY_CHANGED, "keep.service", at=at, subject=account.pseudonym)
    if owner := owner_of(account):
        with in_language_of(owner, at=at):
            subject, text = _words(account, repriced, at)
            body = letter(owner, text, at=at)
        send(owner, account=account, subject=subject, body=body, at=at)


def foresee_currency(account: Account, currency: str, *, at: datetime) -> list[Repriced]:
    """What each service that runs will cost. Raises NotNowError, with one line that says why,
    while anything is open that is in the old currency, and where a service has no price in the
    new one."""
    on = day_at(at)
    if account.currency == currency:
        raise NotNowError(_("That is already the currency of the account."))
    if owed_in_all(account) or balances(account) or account.charges.filter(line=None).exists():
        raise NotNowError(
            _("Something is still to be paid or invoiced, or there is a credit balance.")
        )
    waiting = account.orders.filter(accepted_at=None, refused_at=None)
    quotes = account.quotes.filter(
        order=None, declined_at=None, withdrawn_at=None, last_day__gte=on
    )
    if waiting.exists() or quotes.exists():
        raise NotNowError(_("An order or a quote in the old currency is still open."))
    running = account.services.filter(ended_at=None).select_related("account", "offer")
    return [
        _repriced(service, term, currency, first_day(at=at), on)
        for service in running.order_by("pk")
        for term in service.terms.filter(Q(until=None) & Q(months__gt=0))
    ]


def _repriced(service: Service, term: Term, currency: str, earliest: date, on: date) -> Repriced:
    named = {"service": called(service), "currency": currency}
    if service.withdraw_until and service.withdraw_until + timedelta(days=1) >= on:
        raise NotNowError(_("%(service)s may still be withdrawn from.") % named)
    if term.starts > on or service.charged_through is None:
        raise NotNowError(_("A change is already planned for %(service)s.") % named)
    if term.discount:
        raise NotNowError(_("%(service)s has a discount in the old currency.") % named)
    if going_on(own_prices(service), on):
        raise NotNowError(_("%(service)s has a special price in the old currency.") % named)
    starts = service.charged_through
    while starts < earliest:
        starts = months_later(starts, term.months, service.anchor or starts.day)
    held = Q(product=term.offer_id, currency=currency, months=term.months)
    prices = prices_on(starts, held) if term.offer else []
    choices = {int(key): count for key, count in term.choices.items()}
    try:
        if not prices or not term.offer or (term.options and not choices):
            raise NotSoldError
        chosen = chosen_of(term.offer, currency, term.months, choices, starts)
    except NotSoldError:
        raise NotNowError(_("%(service)s has no price in %(currency)s.") % named) from None
    after = Term(
        account=term.account,
        service=service,
        offer=term.offer,
        product=term.product,
        options=term.options,
        choices=term.choices,
        supply=term.supply,
        quantity=term.quantity,
        months=term.months,
        currency=currency,
        price=term.quantity * ((prices[0].amount or 0) + sum(each.amount for each in chosen)),
        starts=starts,
    )
    return Repriced(service, term, after)


def _words(account: Account, repriced: list[Repriced], at: datetime) -> tuple[str, str]:
    reader = reader_of(account, at=at)
    lines = [
        _("* %(service)s: from %(day)s on %(new)s instead of %(old)s for %(period)s")
        % {
            "service": called(each.service),
            "day": day(each.after.starts),
            "new": money(reader.price(each.after.price, each.after.supply), each.after.currency),
            "old": money(reader.price(each.before.price, each.before.supply), each.before.currency),
            "period": period(each.after.months),
        }
        for each in repriced
    ]
    told = {
        "currency": account.currency,
        "services": "\n".join(lines),
        "tax": reader.words(each.after.supply for each in repriced),
        "link": link("services", account.pk),
    }
    subject = _("Your account is invoiced in %(currency)s") % told
    if not repriced:
        return subject, _("What you order is now invoiced in %(currency)s.\n") % told
    return subject, (
        _(
            "What you order is now invoiced in %(currency)s, and so are your "
            "services:\n\n%(services)s\n\n%(tax)s\n\nIf you do not agree, cancel before that day. "
            "Here are your services: %(link)s\n"
        )
        % told
    )
