"""Handle what gateways have told: each event by itself, once, in whatever order they come."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from troth.accounts.models import Account
from troth.billing.models import Payment
from troth.calls.ask import ask
from troth.core.conflicts import act
from troth.core.errors import TrothError
from troth.gateways.book_dispute import book_dispute
from troth.gateways.book_payment import book_payment
from troth.gateways.book_refund import book_refund
from troth.gateways.gateway import Gateway, Outcome, Standing, What
from troth.gateways.installed import gateways
from troth.gateways.keep_way import keep_way
from troth.gateways.keys import payment_key
from troth.gateways.lose_way import lose_way
from troth.gateways.models import BOOKED, Asks, GatewayEvent, PaymentAttempt, PaymentMethod
from troth.gateways.read_event import kept_of, standing_of
from troth.gateways.unclear import UnclearError

STANDING, PAYOUT = "standing", "payout"  # kinds of our calls: see `CALLS`


@act
def handle(number: int, *, at: datetime) -> bool:
    """Book one event that is still open, or note why a person has to look at it; whether it was.

    One that another worker has, or about which the gateway is being asked, is left alone.
    """
    events = GatewayEvent.objects.still_open().filter(pk=number, asked_at=None, asks="")
    event = events.select_for_update(of=("self",), skip_locked=True).first()
    if event is None:
        return False
    of = gateways().get(event.gateway)
    if of is None:
        event.asks = Asks.OFF
        event.save(update_fields=["asks"])
    elif event.what == What.PAYOUT:
        _ask_more(event, PAYOUT, at=at)
    else:
        lacks_way = _lacks_way(event)
        try:
            asks = booked(event, of, at=at)
        except UnclearError:
            _ask_more(event, STANDING, at=at)
        else:
            if lacks_way and asks is None:
                _ask_more(event, STANDING, at=at)
            else:
                end(event, asks, at=at)
    return True


@act
def handle_answered(number: int, said: Standing | None, *, at: datetime) -> None:
    """Handle an event about whose payment the gateway was asked; said: what it says, None where it
    does not know it, or nobody could ask."""
    events = GatewayEvent.objects.still_open().filter(pk=number)
    event = events.select_for_update(of=("self",)).first()
    if event is None:
        return
    of = gateways().get(event.gateway)
    if of is None:
        end(event, Asks.OFF, at=at)
        return
    why_not = {What.PAYMENT: Asks.CONTRADICTS, What.KEPT: Asks.OWNER}
    asks: Asks | None = why_not.get(What(event.what), Asks.NO_PAYMENT)
    if event.what == What.PAYMENT and event.outcome == Outcome.PAID:
        asks = None  # it is booked, and was asked about for the payment method alone
    if said:
        try:
            with transaction.atomic():
                why = book_payment(event.gateway, of, said, at=at, asked=True)
            asks = why or (None if event.what == What.PAYMENT else booked(event, of, at=at))
        except UnclearError:
            pass
        except TrothError:
            asks = Asks.BOOKS
    end(event, asks, at=at)


def booked(event: GatewayEvent, of: Gateway, *, at: datetime) -> Asks | None:
    """Book what an event tells; why a person has to look at it. Raises UnclearError."""
    gateway, said = event.gateway, standing_of(event)
    try:
        with transaction.atomic():
            match What(event.what):
                case What.PAYMENT:
                    return book_payment(gateway, of, said, at=at)
                case What.REFUND:
                    return book_refund(gateway, of, said, at=at)
                case What.DISPUTE | What.DISPUTE_WON | What.DISPUTE_LOST as what:
                    return book_dispute(gateway, of, what, said, event.reference, at=at)
                case What.KEPT:
                    return _keep(event, of, at=at)
                case What.GONE:
                    lose_way(gateway, event.reference, at=at)
    except TrothError:
        return Asks.BOOKS
    return None


def end(event: GatewayEvent, asks: Asks | None, *, at: datetime) -> None:
    """Note of an event that the books have it, or why a person has to look at it."""
    event.asks = asks or ""
    event.asked_at = None
    event.account = event.account or _whose(event)
    if asks is Asks.FOREIGN or (asks is None and _is_of_nobody(event)):
        # Others' customers are none of ours, and of whom we have erased nothing is kept anew.
        event.raw, event.way, event.way_customer, event.way_label = b"", "", "", ""
    elif asks and asks not in BOOKED and _is_told_already(event):
        event.settled_at, event.settled_why = at, _("Another event reports the same.")
    event.handled_at = at if asks in {None, Asks.FOREIGN, *BOOKED} else None
    event.save(
        update_fields=[
            *("asks", "asked_at", "handled_at", "account", "settled_at", "settled_why"),
            *("raw", "way", "way_customer", "way_label"),
        ]
    )
    if event.handled_at and event.what == What.PAYMENT:
        # What came before the payment that it is about waits no longer.
        early = GatewayEvent.objects.still_open().filter(
            gateway=event.gateway, payment=event.payment, asks__in=["", Asks.NO_PAYMENT]
        )
        early.exclude(what__in=[What.PAYMENT, What.PAYOUT]).update(asked_at=None, asks="")


def _is_of_nobody(event: GatewayEvent) -> bool:
    """Whether it is of somebody whom nobody here knows, so that no account would have it."""
    return event.account is None and event.what != What.PAYOUT


def _is_told_already(event: GatewayEvent) -> bool:
    """Whether a person has to look at the very same thing for another event already."""
    same = ("gateway", "what", "reference", "payment", "amount", "currency", "payee", "asks")
    told = GatewayEvent.objects.waiting().exclude(pk=event.pk).exclude(payment="")
    return told.filter(**{name: getattr(event, name) for name in same}).exists()


def _ask_more(event: GatewayEvent, kind: str, *, at: datetime) -> None:
    event.asked_at = at
    event.save(update_fields=["asked_at"])
    verb = "payout" if kind == PAYOUT else "look up"
    ask(kind, event.gateway, verb, event, key=f"{kind} {event.pk} {at.timestamp()}", at=at)


def _lacks_way(event: GatewayEvent) -> bool:
    """Whether it is the first to tell that a payment is made whose way is kept, and not which."""
    if event.what != What.PAYMENT or event.outcome != Outcome.PAID or event.way or not event.key:
        return False
    keeping = PaymentAttempt.objects.filter(gateway=event.gateway, key=event.key, keeps=True)
    return keeping.exclude(outcome=Outcome.PAID).filter(account__isnull=False).exists()


def _keep(event: GatewayEvent, of: Gateway, *, at: datetime) -> Asks | None:
    """Note a payment method of whoever has left it, or had it changed."""
    kept = kept_of(event)
    if kept is None:
        return None
    attempts = PaymentAttempt.objects.select_for_update(of=("self",)).select_related("account")
    attempt = attempts.filter(gateway=event.gateway, key=event.key).first() if event.key else None
    if attempt is None and event.payment:
        attempt = attempts.filter(gateway=event.gateway, reference=event.payment).first()
    account, by = (attempt.account, attempt.by) if attempt else (None, None)
    if account is None:
        known = PaymentMethod.objects.filter(gateway=event.gateway, customer=kept.customer)
        way = known.select_related("account").first() if kept.customer else None
        account = way.account if way else None
    if account is None and event.payment:
        raise UnclearError  # the payment by which it was left may tell whose it is
    if account is None:
        return Asks.OWNER if event.key else Asks.FOREIGN
    keep_way(account, event.gateway, kept, of, by=by, at=at)
    if attempt and attempt.ended_at is None and not attempt.amount:
        attempt.ended_at, attempt.outcome = at, Outcome.PAID
        attempt.save(update_fields=["ended_at", "outcome"])
    return None


def _whose(event: GatewayEvent) -> Account | None:
    """Whom an event is about, as far as its payment or our key tells."""
    if event.key:
        attempt = PaymentAttempt.objects.filter(gateway=event.gateway, key=event.key)
        if found := attempt.select_related("account").first():
            return found.account
    if event.payment:
        payment = Payment.objects.filter(key=payment_key(event.gateway, event.payment))
        if paid := payment.select_related("account").first():
            return paid.account
    way = event.way or (event.reference if event.what == What.GONE else "")
    method = PaymentMethod.objects.filter(gateway=event.gateway, reference=way) if way else None
    known = method.select_related("account").first() if method is not None else None
    return known.account if known else None
