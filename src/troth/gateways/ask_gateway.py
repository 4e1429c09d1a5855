"""The calls by which customers pay, and payment methods are forgotten: see `calls/kinds.py`.

Each verb is a method of a gateway. What is in doubt is looked up by the key of its attempt.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TypeGuard

from django.db.models import QuerySet

from troth.billing.never_went import never_went
from troth.billing.owed import owed
from troth.billing.reserve import reserved
from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.calls.kinds import Answer, Ask
from troth.calls.models import Call
from troth.core.provider import provider
from troth.core.written_once import Given, written_once
from troth.gates.share import share
from troth.gateways.by_names_alone import by_names_alone
from troth.gateways.charge_alike import paid_by, read_charges
from troth.gateways.gateway import (
    Again,
    Due,
    Forgetful,
    Gateway,
    Outcome,
    Payer,
    Standing,
    Takes,
)
from troth.gateways.installed import gateways, switched_on
from troth.gateways.locked import locked_attempt
from troth.gateways.look_up import said_of
from troth.gateways.models import Asks, PaymentAttempt, PaymentMethod
from troth.gateways.pay_back import may_go_back
from troth.gateways.payer import customer_at, told_of, wanted
from troth.gateways.settle import have_looked_at, settle
from troth.gateways.take_answers import Charged, take_answers
from troth.gateways.tell_attempt import tell_declined
from troth.messaging.link import link


class AskGateway:
    """Pay, take, charge, charge here, refund: an attempt. Forget: a payment method."""

    def make(self, call: Call, *, at: datetime) -> Answer:
        """Ask; `told` is where the customer goes on."""
        if call.verb == "forget":
            return self._forget(call)
        attempt = _stored(call) or _attempt(call)
        if attempt is None or attempt.ended_at:
            raise Refused("Nobody waits for it any more.")
        gateway = switched_on(attempt.gateway)
        match call.verb:
            case "charge" | "charge here" as verb:
                return self._charge(attempt, gateway, at, here=verb == "charge here")
            case "take":
                return self._take(attempt, gateway)
            case "refund":
                return self._refund(attempt, gateway)
        return self._pay(attempt, gateway, at)

    def look_up(self, call: Call, *, at: datetime) -> Answer | None:
        """What the gateway knows by our key. To be told again to forget does no harm.

        One that finds nothing by it is asked for the same once more, while it does that once; so
        that the call stays in doubt, whatever comes of that. Raises InDoubt after that: it is not
        asked again to move the money, and a person sees to it; nor where its customer has been
        erased, until the gateway's event tells. Raises Unavailable where the gateway is switched
        off: it may have moved the money before.
        """
        attempt = _attempt(call) if call.verb != "forget" else None
        if attempt is None:
            if reserved(_kept_for(call)):
                raise InDoubt("Its customer is erased, and the gateway has not told of it yet.")
            return None
        if attempt.gateway not in gateways() and call.verb != "pay":
            raise Unavailable(f"{attempt.gateway} is switched off, and cannot be asked.")
        gateway = switched_on(attempt.gateway)
        standing = said_of(attempt, gateway)
        if standing is None and attempt.ended_at is None and _cannot_tell(gateway, call):
            if call.in_doubt_since and at >= call.in_doubt_since + gateway.keys_last:
                raise InDoubt("The gateway knows our key no longer.")
            return self.make(call, at=at)
        if standing is None or standing.agreed:  # agreed to, and not taken yet
            return None
        return _answer(attempt, standing, gateway)

    def read(self, calls: Sequence[Call], *, at: datetime) -> Mapping[int, Ask]:
        """How those are charged that are alike."""
        return read_charges(calls, _settled, partial(self.make, at=at), at=at)

    def write(self, alike: Sequence[Charged], *, at: datetime) -> None:
        """Store what was paid by them, to be booked."""
        take_answers(alike, at=at)

    def refused(self, call: Call, *, at: datetime) -> None:
        """Nothing is paid by it: its owner is told, or staff, whoever waits for it."""
        attempt = _attempt(call) if call.verb != "forget" else None
        if attempt is None:
            never_went(_kept_for(call), at=at)
        if attempt is None or attempt.ended_at:
            return
        locked_attempt(pk=attempt.pk)  # after its account, as every verb on money does
        open_ = PaymentAttempt.objects.filter(pk=attempt.pk, ended_at=None)
        if call.verb == "pay":
            open_.update(ended_at=at)
            return
        if not open_.update(ended_at=at, outcome=Outcome.DECLINED, again=Again.OTHERWISE):
            return  # while this one waited, the gateway's own event has ended it
        attempt.refresh_from_db()
        if attempt.refunds_id:
            never_went(attempt.key, at=at)
            have_looked_at(attempt, Asks.FAILED, at=at)
        else:
            tell_declined(attempt, at=at)

    def _pay(self, attempt: PaymentAttempt, gateway: Gateway, at: datetime) -> Answer:
        assert attempt.account
        back = link("paid", attempt.account.pk, attempt.key)
        with share(
            gateway.recipient,
            attempt.account,
            Payer,
            at=at,
            by=attempt.by,
            since=attempt.started_at,
            wished=True,
            customer=customer_at(attempt.gateway, attempt.account),
            wants=wanted(attempt.invoice),
            **told_of(attempt.account, attempt.by),
        ) as payer:
            on = gateway.pay(payer, _due(attempt), back=back, keep=attempt.keeps)

        def write(now: datetime) -> None:
            of_it = PaymentAttempt.objects.filter(pk=attempt.pk, ended_at=None)
            of_it.update(reference=on.reference)

        return Answer(on.reference[:120], write, told=on.url)

    def _charge(
        self, attempt: PaymentAttempt, gateway: Gateway, at: datetime, *, here: bool
    ) -> Answer:
        method = attempt.method
        if attempt.account is None or method is None or method.removed_at:
            raise Refused("The payment method was removed.")
        if attempt.invoice and owed(attempt.invoice) < attempt.amount:
            # Paid otherwise or credited since; of what may still be owed, another attempt is made.
            PaymentAttempt.objects.filter(pk=attempt.pk, ended_at=None).update(ended_at=at)
            raise Refused("It is not owed any more.")
        with share(
            gateway.recipient,
            attempt.account,
            Payer,
            at=at,
            by=method.by,
            since=attempt.started_at,
            wished=here,
            customer=method.customer,
        ) as payer:
            standing = gateway.charge(method.reference, payer, _due(attempt, here=here))
        if here or standing.outcome is not Outcome.PAID:
            return _answer(attempt, standing, gateway)
        charged = Charged(attempt.account.pk, attempt.gateway, attempt.key, standing)
        return paid_by(charged)

    def _take(self, attempt: PaymentAttempt, gateway: Gateway) -> Answer:
        if not isinstance(gateway, Takes):
            raise Refused("This gateway takes nothing that was agreed to.")
        with by_names_alone(gateway):
            standing = gateway.take(attempt.reference, attempt.key)
        return _answer(attempt, standing, gateway)

    def _refund(self, attempt: PaymentAttempt, gateway: Gateway) -> Answer:
        assert attempt.refunds
        if not may_go_back(attempt):
            # Used for an invoice since, or taken back by the bank: it would go twice.
            raise Refused("The books do not have it any more.")
        with by_names_alone(gateway):
            standing = gateway.refund(attempt.refunds.reference, _due(attempt))
        return _answer(attempt, standing, gateway)

    def _forget(self, call: Call) -> Answer:
        method = PaymentMethod.objects.filter(pk=call.row).first()
        if method is None:
            raise Refused("Whoever has erased it has had it forgotten.")
        gateway = gateways().get(method.gateway)
        if gateway is None:
            # It is kept there still: a person has it deleted, or the gateway is switched on again.
            raise Unavailable(f"{method.gateway} is switched off, and was not told to forget.")
        with by_names_alone(gateway):
            gateway.forget(method.reference)
        mine = PaymentMethod.objects.filter(pk=method.pk)
        return Answer("", lambda now: mine.update(forgotten_at=now))


def _stored(call: Call) -> PaymentAttempt | None:
    """The attempt that was begun just now, where no more than a page is asked for: what moves money
    looks again whether it may."""
    begun = call.stored if call.verb == "pay" else None
    return begun if isinstance(begun, PaymentAttempt) else None


def _kept_for(call: Call) -> str:
    """The key of the attempt of a refund, by which money is kept for it also once that is gone."""
    return call.key.removeprefix("refund ")


def _attempt(call: Call) -> PaymentAttempt | None:
    return next(iter(_found(number=call.row)), None)


def _settled(number: int, standing: Standing, gateway: Gateway) -> Answer:
    """What is answered of an attempt that is not just paid."""
    [attempt] = _found(number=number)
    return _answer(attempt, standing, gateway)


@written_once
def _found() -> QuerySet[PaymentAttempt]:
    every = PaymentAttempt.objects.select_related("account", "by", "invoice", "method")
    return every.select_related("refunds__account").filter(pk=Given("number"))


def _answer(attempt: PaymentAttempt, standing: Standing, gateway: Gateway) -> Answer:
    def write(at: datetime) -> None:
        settle(attempt, standing, gateway, at=at)

    return Answer(standing.reference[:120], write, told=standing.url)


def _cannot_tell(gateway: Gateway, call: Call) -> TypeGuard[Forgetful]:
    """Whether what moves money may have done so though the gateway finds nothing. A page, and what
    a customer has agreed to, are paid once, however often they are asked for."""
    return call.verb in ("charge", "charge here", "refund") and isinstance(gateway, Forgetful)


def _due(attempt: PaymentAttempt, *, here: bool = False) -> Due:
    invoice = attempt.invoice
    words = invoice.number if invoice else provider().site_url
    return Due(attempt.key, attempt.amount, attempt.currency, words, here)
