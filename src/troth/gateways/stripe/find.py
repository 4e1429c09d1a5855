"""Find what Stripe made for us, where its answer was lost.

Stripe's search knows a payment some time after it was made, an hour in bad times, and its lists at
once (https://docs.stripe.com/search#data-freshness). So the last two days are read through, and
only what is older is searched for. Refunds cannot be searched for: older ones are found by their
payment.
"""

import time
from collections.abc import Iterator
from typing import Any

from stripe import StripeClient

from troth.gateways.gateway import Outcome, Standing
from troth.gateways.stripe import read
from troth.gateways.stripe.client import MissingError, ask, every

RECENT = 48 * 3600  # seconds; a call in doubt has been looked up for the last time before
_PAYMENT = ["latest_charge.balance_transaction", "payment_method"]
_SESSION = [
    *(f"payment_intent.{each}" for each in _PAYMENT),
    "setup_intent.payment_method",
]


class Find:
    """Read how things stand; payee: the account of ours."""

    def __init__(self, stripe: StripeClient, payee: str) -> None:
        self._stripe, self._payee = stripe.v1, payee

    def named(self, reference: str, key: str = "") -> Standing | None:
        """What has this name, None where there is nothing.

        key: ours, where it is known; of a payment that has another, the refund that has it.
        """
        try:
            if reference.startswith("cs_"):
                return self._session(reference)
            if reference.startswith("re_"):
                return read.refund(ask(self._stripe.refunds.retrieve, reference), self._payee)
            intent = ask(self._stripe.payment_intents.retrieve, reference, expand=_PAYMENT)
        except MissingError:
            return None
        if key and read.key_of(intent) != key:
            return self._refund_with(key, payment_intent=reference)
        if read.on_page(intent) and (page := self._page_of(reference)):
            return page
        return read.payment(intent, self._payee)

    def keyed(self, key: str) -> Standing | None:
        """What was made under a key of ours, a payment, page or refund; None where nothing was."""
        since = {"gte": int(time.time()) - RECENT}  # Stripe's time, not a day of the books
        mine = [
            read.payment(each, self._payee)
            for each in every(self._stripe.payment_intents.list, created=since)
            if read.key_of(each) == key
        ]
        final = (Outcome.PAID, Outcome.UNDERWAY)
        if paid := next((each for each in mine if each.outcome in final), None):
            return self.named(paid.reference)
        if page := self.page(key):
            return self._session(page["id"])
        if mine := mine or list(self._searched(key)):
            return self.named(mine[0].reference)
        return self._refund_with(key, created=since)

    def page(self, key: str) -> dict[str, Any] | None:
        """The page that was made under a key of ours; it is open for a day at most."""
        since = {"gte": int(time.time()) - RECENT}
        pages = every(self._stripe.checkout.sessions.list, created=since)
        return next((each for each in pages if each["client_reference_id"] == key), None)

    def _searched(self, key: str) -> Iterator[Standing]:
        query = f"metadata['{read.KEY}']:'{key}'"
        found = ask(self._stripe.payment_intents.search, query=query)
        yield from (read.payment(each, self._payee) for each in found["data"])

    def _session(self, reference: str) -> Standing:
        found = ask(self._stripe.checkout.sessions.retrieve, reference, expand=_SESSION)
        return read.session(found, self._payee)

    def _page_of(self, payment: str) -> Standing | None:
        """The page from which a payment came; a decline there is no end while it is open."""
        found = ask(self._stripe.checkout.sessions.list, payment_intent=payment)["data"]
        return self._session(found[0]["id"]) if found else None

    def _refund_with(self, key: str, **which: Any) -> Standing | None:
        refunds = every(self._stripe.refunds.list, **which)
        mine = (each for each in refunds if read.key_of(each) == key)
        return next((read.refund(each, self._payee) for each in mine), None)
