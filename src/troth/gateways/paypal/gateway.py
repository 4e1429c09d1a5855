"""The plug-in for PayPal: customers agree on its page, and the money is taken after that.

No script of PayPal's runs on our pages. To take what a customer has agreed to is a call of its own
(`take`), which the room stores before it is made: a question, such as how a payment stands, moves
no money.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from troth.calls.errors import InDoubt, Refused
from troth.gates.recipient import Recipient
from troth.gateways.gateway import Due, Event, Kept, Outcome, Payer, Payout, Redirect, Standing
from troth.gateways.paypal import events, order, read
from troth.gateways.paypal.amounts import to_paypal
from troth.gateways.paypal.client import LIVE, SANDBOX, Client, IssueError, MissingError
from troth.gateways.paypal.declines import DECLINES
from troth.gateways.paypal.read import ORDER, REFUND, SETUP, Object
from troth.gateways.paypal.signature import NAME, SANDBOX_NAME, Signatures

_ORDERS, _TOKENS = "/v2/checkout/orders", "/v3/vault/payment-tokens"


class PayPal:
    """An app at PayPal, of a business account.

    merchant: the account's id, as the one that is paid. webhook: the id of the app's webhook.
    keeps: whether PayPal lets the app keep wallets (its vault). country: of the company of PayPal's
    with which the provider has its contract, US or LU. From `url` on it is for tests: where PayPal
    is, whose names certificates have, where those are, and by whom they may be given.
    """

    # PayPal knows a key for six hours: https://developer.paypal.com/api/rest/reference/idempotency/
    keys_last = timedelta(hours=5)

    def __init__(
        self,
        *,
        client_id: str,
        secret: str,
        webhook: str,
        merchant: str,
        keeps: bool = False,
        country: str = "US",
        sandbox: bool = False,
        url: str = "",
        names: tuple[str, ...] = (),
        certificates: str = "",
        roots: str = "",
    ) -> None:
        url = url or (SANDBOX if sandbox else LIVE)
        names = names or ((NAME, SANDBOX_NAME) if sandbox else (NAME,))
        self._paypal = Client(url, client_id, secret)
        self._signatures = Signatures(webhook, names, at=certificates, roots=roots)
        self.payee = merchant
        self.kinds: Mapping[str, bool] = {"wallet": keeps}
        self.recipient = Recipient(
            name="paypal",
            title="PayPal",
            role="controller",
            function="takes payments, by its own policy",
            country=country,
            # An amount and the number of an invoice are enough; what else the policy lets go
            # spares typing it, and has PayPal show what is paid for.
            receives=frozenset({"billing"}),
            address=url,
        )

    def pay(self, payer: Payer, due: Due | None, *, back: str, keep: bool) -> Redirect:
        if due is None or not due.amount:
            # A second page of these that nobody uses does no harm, and has no key to be known by.
            key = due.key if due else uuid4().hex
            found = self._paypal.post(
                "/v3/vault/setup-tokens", order.setup(payer, back=back), key=key
            )
            return _page(found, SETUP)
        asked = order.order(payer, due, payee=self.payee, back=back, keep=keep)
        return _page(self._paypal.post(_ORDERS, asked, key=due.key), ORDER)

    def take(self, reference: str, key: str) -> Standing:
        """See `Takes`. An order is paid once at most, whatever PayPal has forgotten of our keys."""
        if reference.startswith(SETUP):
            return self._take_setup(reference, key)
        name = _name(reference, ORDER)
        try:
            found = self._paypal.post(f"{_ORDERS}/{name}/capture", {}, key=f"{key}-take")
        except IssueError as refusal:
            now = self._order(name)
            if now and now.reference != reference:
                return now  # it was taken before
            if now is None or refusal.issue not in DECLINES:
                raise
            return _declined(now, refusal)
        return _read(read.order, found)

    def charge(self, kept: str, payer: Payer, due: Due) -> Standing:
        asked = order.charge(kept, payer, due, payee=self.payee)
        try:
            found = self._paypal.post(_ORDERS, asked, key=due.key)
        except IssueError as refusal:
            if refusal.issue == "DUPLICATE_INVOICE_ID":
                # Only this attempt has the number: it was paid, longer ago than PayPal knows our
                # keys. Its event has told, or a person sees to it.
                raise InDoubt("PayPal has a payment for this already.") from None
            if refusal.issue not in DECLINES:
                raise
            asked_for = (due.key, self.payee, due.amount, due.currency)
            return _declined(Standing(Outcome.OPEN, "", *asked_for), refusal)
        said = _read(read.order, found)
        return replace(said, outcome=Outcome.ASKED) if said.url else said

    def refund(self, payment: str, due: Due) -> Standing:
        if payment.startswith(ORDER):
            paid = self._order(_name(payment, ORDER))
            if paid is None or paid.reference == payment:
                raise Refused("PayPal has no money of this to pay back.")
            payment = paid.reference
        asked = {
            "amount": to_paypal(due.amount, due.currency),
            "custom_id": due.key,
            "invoice_id": order.invoice_id(due),
        }
        path = f"/v2/payments/captures/{quote(payment, safe='')}/refund"
        found = self._paypal.post(path, asked, key=due.key)
        return _read(read.refund, found, self.payee, payment)

    def parse(self, raw: bytes, headers: Mapping[str, str], *, at: datetime) -> Event:
        self._signatures.require(raw, headers, at=at)
        return events.event(raw, self.payee)

    def look_up(self, key: str, reference: str = "") -> Standing | None:
        """PayPal finds nothing by a key of ours, but tells, when it is asked for the same again
        under it, what came of that: what has no reference yet is None, and is asked for again."""
        if not reference:
            return None
        if reference.startswith(SETUP):
            return self._setup(_name(reference, SETUP), key)
        if reference.startswith(ORDER):
            return self._order(_name(reference, ORDER))
        if reference.startswith(REFUND):
            found = self._found(f"/v2/payments/refunds/{_name(reference, REFUND)}")
            return _read(read.refund, found, self.payee) if found else None
        found = self._found(f"/v2/payments/captures/{quote(reference, safe='')}")
        if found and key and found.get("custom_id") != key:
            return self._refund_of(found, key)
        return _read(read.capture, found) if found else None

    def payout(self, reference: str) -> Payout:
        """PayPal tells no app what its owner has sent to a bank, and no event is of that."""
        raise Refused("PayPal tells of no payouts: enter it by hand.")

    def forget(self, reference: str) -> None:
        """A payment method. What was paid stays at PayPal as long as its own policy says."""
        if reference.startswith((ORDER, REFUND, SETUP)):
            raise Refused("PayPal deletes no payments.")
        with suppress(MissingError):  # it is gone already
            self._paypal.delete(f"{_TOKENS}/{quote(reference, safe='')}")

    def _take_setup(self, reference: str, key: str) -> Standing:
        token = {"id": _name(reference, SETUP), "type": "SETUP_TOKEN"}
        found = self._paypal.post(_TOKENS, {"payment_source": {"token": token}}, key=f"{key}-take")
        kept = _read(_token, found)
        return Standing(Outcome.PAID, reference, key, self.payee, 0, "", kept=kept)

    def _order(self, name: str) -> Standing | None:
        found = self._found(f"{_ORDERS}/{name}")
        return _read(read.order, found) if found else None

    def _setup(self, name: str, key: str) -> Standing | None:
        found = self._found(f"/v3/vault/setup-tokens/{name}")
        return _read(read.setup, found, key, self.payee) if found else None

    def _refund_of(self, payment: Object, key: str) -> Standing | None:
        """The refund of a payment that was made under a key of ours; its order knows it."""
        name = ((payment.get("supplementary_data") or {}).get("related_ids") or {}).get("order_id")
        found = self._found(f"{_ORDERS}/{quote(str(name), safe='')}") if name else None
        units = found["purchase_units"] if found else []
        refunds = (
            each for unit in units for each in (unit.get("payments") or {}).get("refunds", [])
        )
        mine = next((each for each in refunds if each.get("custom_id") == key), None)
        return _read(read.refund, mine, self.payee, payment["id"]) if mine else None

    def _found(self, path: str) -> dict[str, Any] | None:
        try:
            return self._paypal.get(path)
        except MissingError:
            return None


def _read[T](reader: Callable[..., T], found: Object, *more: str) -> T:
    """What an answer says. Raises InDoubt for one that is not what it should be."""
    try:
        return reader(found, *more)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise InDoubt(f"PayPal answered something else: {type(error).__name__}") from None


def _page(found: Object, kind: str) -> Redirect:
    """Where the customer goes on. Raises Refused where nowhere: they have agreed already."""
    url = _read(read.page, found)
    if not url:
        raise Refused("PayPal has no page for this any more.")
    return Redirect(url, f"{kind}{_read(lambda told: told['id'], found)}")


def _token(found: Object) -> Kept:
    return read.token(found["id"], found["payment_source"]["paypal"])


def _declined(said: Standing, refusal: IssueError) -> Standing:
    """The same, declined for what PayPal has refused it."""
    return replace(
        said,
        outcome=Outcome.DECLINED,
        url="",
        agreed=False,
        code=refusal.issue[:60],
        again=DECLINES[refusal.issue],
    )


def _name(reference: str, kind: str) -> str:
    """PayPal's own name, as it stands in a path."""
    return quote(reference.removeprefix(kind), safe="")
