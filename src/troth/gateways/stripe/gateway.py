"""The plug-in for Stripe: customers pay on its pages (Checkout), where it saves how they pay.

No number of a card comes near us, and no script of Stripe's runs on our pages.
"""

import time
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from troth.calls.errors import Refused
from troth.core.errors import UsageError
from troth.gates.recipient import Recipient
from troth.gateways.gateway import (
    Again,
    Due,
    Event,
    Kept,
    Outcome,
    Payer,
    Payout,
    Redirect,
    Standing,
)
from troth.gateways.stripe import accounts, checkout, events, payouts, read
from troth.gateways.stripe.amounts import to_stripe
from troth.gateways.stripe.checkout import METHODS, filled
from troth.gateways.stripe.client import (
    API,
    DeclinedError,
    MissingError,
    RepeatedError,
    ask,
    client,
)
from troth.gateways.stripe.declines import again, code_of
from troth.gateways.stripe.find import Find

_OPEN_FOR = 3600  # seconds; Stripe takes half an hour at least


class Stripe:
    """An account at Stripe.

    webhook_secrets: all by which Stripe signs now. site: where a customer comes back to who had to
    confirm a payment. account: its id (`acct_…`), as the one that is paid. methods: which of
    METHODS are offered; Apple Pay and Google Pay are cards. country: of the company of Stripe's
    with which the provider has its contract, US or IE. url: another in its place, for tests.
    """

    def __init__(
        self,
        *,
        secret_key: str,
        webhook_secrets: Iterable[str],
        site: str,
        account: str = "",
        methods: Collection[str] = ("card",),
        country: str = "US",
        url: str = API,
    ) -> None:
        if unknown := {*methods} - METHODS.keys():
            raise UsageError(
                f"STRIPE_METHODS must be of {', '.join(METHODS)}, without {', '.join(unknown)}."
            )
        self._stripe = client(secret_key, url)
        self._secrets = tuple(webhook_secrets)
        self._is_live = "_live_" in secret_key
        self._site, self.payee, self._methods = site, account, tuple(methods)
        self._find = Find(self._stripe, account)
        self.kinds: Mapping[str, bool] = {METHODS[each]: True for each in self._methods}
        self.recipient = Recipient(
            name="stripe",
            title="Stripe",
            role="processor",
            function="takes payments",
            country=country,
            # Its own name for a card is enough; what else the policy lets go spares typing it.
            receives=frozenset({"payment"}),
            address=url,
        )

    def pay(self, payer: Payer, due: Due, *, back: str, keep: bool) -> Redirect:
        page = checkout.page(payer, due, back=back, methods=self._methods, keep=keep)
        try:
            return self._page(page | {"expires_at": int(time.time()) + _OPEN_FOR}, key=due.key)
        except RepeatedError:  # it was asked for before, at another second
            found = self._find.page(due.key)
            if found is None or not found["url"]:
                raise
            return Redirect(found["url"], found["id"])

    def charge(self, kept: str, payer: Payer, due: Due) -> Standing:
        sent = {
            "amount": to_stripe(due.amount, due.currency),
            "currency": due.currency.lower(),
            "customer": payer.customer,
            "payment_method": kept,
            "off_session": not due.here,
            "confirm": True,
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
            "description": due.reference,
            "metadata": {read.KEY: due.key},
            "expand": ["latest_charge.balance_transaction", "payment_method"],
        }
        try:
            intent = ask(self._stripe.v1.payment_intents.create, key=due.key, **filled(sent))
        except DeclinedError as declined:
            error = declined.error
            intent = error.get("payment_intent") or {}
            if code_of(error) != "authentication_required":
                return Standing(
                    outcome=Outcome.DECLINED,
                    reference=intent.get("id", ""),
                    key=due.key,
                    payee=self.payee,
                    amount=due.amount,
                    currency=due.currency,
                    code=code_of(error),
                    again=again(error),
                )
        else:
            if intent["status"] != "requires_action":
                return read.payment(intent, self.payee)
        return self._confirm(intent, payer, due)

    def refund(self, payment: str, due: Due) -> Standing:
        if payment.startswith("cs_"):
            page = ask(self._stripe.v1.checkout.sessions.retrieve, payment)
            payment = page["payment_intent"] or ""
        of = "charge" if payment.startswith(("ch_", "py_")) else "payment_intent"
        sent = {
            of: payment,
            "amount": to_stripe(due.amount, due.currency),
            "metadata": {read.KEY: due.key},
        }
        try:
            made = ask(self._stripe.v1.refunds.create, key=due.key, **sent)
        except DeclinedError as declined:
            raise Refused(f"Stripe refuses it: {code_of(declined.error)}") from None
        return read.refund(made, self.payee)

    def parse(self, raw: bytes, headers: Mapping[str, str], *, at: datetime) -> Event:
        events.require_signed(raw, headers.get("stripe-signature", ""), self._secrets, at=at)
        return events.event(raw, self.payee, live=self._is_live)

    def look_up(self, key: str, reference: str = "") -> Standing | None:
        return self._find.named(reference, key) if reference else self._find.keyed(key)

    def payout(self, reference: str) -> Payout:
        return payouts.payout(self._stripe, reference)

    def take_account(self, token: str, payer: Payer, *, key: str, agreed_at: datetime) -> Kept:
        """See `bank_check.TakesAccounts`."""
        return accounts.take(self._stripe, token, payer, key=key, agreed_at=agreed_at)

    def forget(self, reference: str) -> None:
        """A customer with all that is kept for it, or one payment method.

        What was paid stays at Stripe as long as its own duties say; it can be asked to redact that.
        """
        v1 = self._stripe.v1
        try:
            if reference.startswith("cus_"):
                ask(v1.customers.delete, reference)
            elif reference.startswith(("pm_", "card_", "src_", "ba_")):
                self._detach(reference)
            else:
                raise Refused("Stripe deletes no payments: ask it to redact this one.")
        except MissingError:
            return  # it is gone already

    def _detach(self, method: str) -> None:
        try:
            ask(self._stripe.v1.payment_methods.detach, method)
        except MissingError:
            raise
        except Refused:  # so says Stripe of one that is detached already
            if ask(self._stripe.v1.payment_methods.retrieve, method)["customer"]:
                raise

    def _page(self, asked: Mapping[str, Any], *, key: str) -> Redirect:
        said = ask(self._stripe.v1.checkout.sessions.create, key=key, **asked)
        return Redirect(said["url"], said["id"])

    def _confirm(self, refused: Mapping[str, Any], payer: Payer, due: Due) -> Standing:
        """A payment for which the bank wants its customer, on a page where they are asked.

        Confirming the refused one would take a script of Stripe's on a page of ours. So that one is
        cancelled, before the page is made: of the two, one can be paid at any time.
        """
        intents = self._stripe.v1.payment_intents
        if name := refused.get("id"):
            try:
                ask(intents.cancel, name, key=f"{due.key}-cancel")
            except Refused:
                now = ask(intents.retrieve, name)
                if now["status"] != "canceled":
                    return read.payment(now, self.payee)
        # Open for a day.
        page = checkout.page(payer, due, back=self._site, methods=self._methods, keep=False)
        page["metadata"] |= {read.CONFIRMS: "1"}
        to = self._page(page, key=f"{due.key}-page")
        return Standing(
            outcome=Outcome.ASKED,
            reference=to.reference,
            key=due.key,
            payee=self.payee,
            amount=due.amount,
            currency=due.currency,
            url=to.url,
            code="authentication_required",
            again=Again.LATER,
        )
