"""What the stand-in for PayPal knows, all of it in memory."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

type Said = dict[str, Any]
type Answered = tuple[int, Said]

OURS, ANOTHERS = "MERCHANT23456", "ANATHER234567"
_PAYER = "PAYER23456789"
_EMAIL = "payer@customer.example"


class NotDoneError(Exception):
    """What is asked for is not done: the status of the answer, and why in words for programs."""

    def __init__(self, status: int, issue: str) -> None:
        super().__init__(issue)
        self.status, self.issue = status, issue


class Wallets:
    """Orders, payments, refunds, payment methods and disputes; events that wait to be told."""

    def __init__(self) -> None:
        self.url, self.count = "", 0
        self.orders: dict[str, Said] = {}
        self.captures: dict[str, Said] = {}
        self.refunds: dict[str, Said] = {}
        self.setups: dict[str, Said] = {}
        self.tokens: dict[str, Said] = {}
        self.disputes: dict[str, Said] = {}
        self.numbers: set[str] = set()  # of invoices that are paid
        self.events: list[Said] = []

    # What the plug-in asks for.

    def order(self, said: Said) -> Answered:
        unit, wallet = said["purchase_units"][0], said["payment_source"]["paypal"]
        if unit["payee"]["merchant_id"] != OURS:
            raise NotDoneError(422, "PAYEE_ACCOUNT_INVALID")
        name, now = self._new(), _now()
        made = {
            **{"id": name, "intent": "CAPTURE", "status": "PAYER_ACTION_REQUIRED"},
            "purchase_units": [{"reference_id": "default", **unit}],
            **{"payment_source": {"paypal": {}}, "create_time": now, "update_time": now},
            "links": [
                _link("self", f"{self.url}/v2/checkout/orders/{name}"),
                _link("payer-action", f"{self.url}/checkoutnow?token={name}"),
            ],
        }
        kept = wallet.get("vault_id")
        if kept and kept not in self.tokens:
            raise NotDoneError(404, "INVALID_RESOURCE_ID")
        self.orders[name] = {"said": made, "wallet": wallet, "declines": False}
        if kept:
            if self.tokens[kept]["declines"]:
                del self.orders[name]
                raise NotDoneError(422, "INSTRUMENT_DECLINED")
            self._capture(name)
        return (201 if kept else 200), made

    def capture(self, name: str) -> Answered:
        order = self._known(self.orders, name)
        if order["said"]["status"] == "COMPLETED":
            raise NotDoneError(422, "ORDER_ALREADY_CAPTURED")
        if order["said"]["status"] != "APPROVED":
            raise NotDoneError(422, "ORDER_NOT_APPROVED")
        if order["declines"]:
            raise NotDoneError(422, "INSTRUMENT_DECLINED")
        self._capture(name)
        return 201, order["said"]

    def refund(self, payment: str, said: Said) -> Answered:
        paid = self._known(self.captures, payment)
        money = said.get("amount") or paid["amount"]
        back = [each["amount"] for each in self.refunds.values() if each["of"] == payment]
        if _sum(*back, money) > _sum(paid["amount"]):
            raise NotDoneError(422, "REFUND_AMOUNT_EXCEEDED")
        name, now = self._new(), _now()
        made: Said = {
            **{"id": name, "status": "COMPLETED", "amount": money, "payer": {"merchant_id": OURS}},
            **{each: said[each] for each in ("custom_id", "invoice_id") if each in said},
            **{"seller_payable_breakdown": {"gross_amount": money, "net_amount": money}},
            **{"create_time": now, "update_time": now},
            "links": [
                _link("self", f"{self.url}/v2/payments/refunds/{name}"),
                _link("up", f"{self.url}/v2/payments/captures/{payment}"),
            ],
        }
        self.refunds[name] = {"said": made, "of": payment, "amount": money}
        order = self.orders[paid["supplementary_data"]["related_ids"]["order_id"]]["said"]
        order["purchase_units"][0]["payments"].setdefault("refunds", []).append(made)
        whole = _sum(*back, money) == _sum(paid["amount"])
        paid["status"] = "REFUNDED" if whole else "PARTIALLY_REFUNDED"
        self.tell("PAYMENT.CAPTURE.REFUNDED", made)
        return 201, made

    def setup(self, said: Said) -> Answered:
        name = self._new()
        made = {
            **{"id": name, "status": "PAYER_ACTION_REQUIRED", "customer": {"id": "customer1"}},
            "links": [
                _link("approve", f"{self.url}/agreements/approve?approval_session_id={name}")
            ],
        }
        self.setups[name] = {"said": made, "wallet": said["payment_source"]["paypal"]}
        return 201, made

    def token(self, said: Said) -> Answered:
        setup = self._known(self.setups, said["payment_source"]["token"]["id"])
        if setup["said"]["status"] != "APPROVED":
            raise NotDoneError(422, "SETUP_TOKEN_NOT_APPROVED")
        setup["said"]["status"] = "VAULTED"
        return 201, self.way()

    def delete(self, name: str) -> Answered:
        self.tokens.pop(name, None)
        return 204, {}

    def standing(self, path: list[str]) -> Said:
        """What stands at a path."""
        match path:
            case ["v2", "checkout", "orders", name]:
                return dict(self._known(self.orders, name)["said"])
            case ["v2", "payments", "captures", name]:
                return self._known(self.captures, name)
            case ["v2", "payments", "refunds", name]:
                return dict(self._known(self.refunds, name)["said"])
            case ["v3", "vault", "setup-tokens", name]:
                return dict(self._known(self.setups, name)["said"])
        raise NotDoneError(404, "INVALID_RESOURCE_ID")

    def memory(self) -> Said:
        """The payment methods that are kept, and what was paid."""
        kept = [each["said"] for each in self.tokens.values()]
        return {"tokens": kept, "captures": [*self.captures.values()]}

    # What happens there.

    def act(self, name: str, does: str) -> str:
        """What a customer does on the page: ok, declined, pending, cancel. Where they go next."""
        of = self.orders.get(name) or self.setups[name]
        context = of["wallet"]["experience_context"]
        if does == "cancel":
            return str(context["cancel_url"])
        of["said"]["status"] = "APPROVED"
        of["said"]["update_time"] = _now()
        of |= {"declines": does == "declined", "pending": does == "pending"}
        if name in self.orders:
            self.tell("CHECKOUT.ORDER.APPROVED", of["said"])
        return f"{context['return_url']}?token={name}&PayerID={_PAYER}"

    def way(self, *, declines: bool = False) -> Said:
        """A payment method that is kept."""
        name = f"token{self._new().lower()}"
        made = {
            **{"id": name, "customer": {"id": "customer1"}},
            "payment_source": {"paypal": {"email_address": _EMAIL, "payer_id": _PAYER}},
            "links": [_link("self", f"{self.url}/v3/vault/payment-tokens/{name}")],
        }
        self.tokens[name] = {"said": made, "declines": declines}
        return made

    def gone(self, name: str) -> None:
        """The customer takes it back at PayPal."""
        said = self.tokens.pop(name)["said"]
        self.tell("VAULT.PAYMENT-TOKEN.DELETED", said)

    def settle(self, name: str, *, paid: bool) -> None:
        """Money that was on its way arrives, or does not."""
        capture = self.captures[name]
        capture["status"] = "COMPLETED" if paid else "DECLINED"
        self.tell(f"PAYMENT.CAPTURE.{'COMPLETED' if paid else 'DENIED'}", capture)

    def dispute(self, payment: str) -> str:
        name, now = f"PP-D-{self._new()}", datetime.now(UTC)
        paid = self.captures[payment]
        self.disputes[name] = {
            **{"dispute_id": name, "create_time": _now(), "update_time": _now()},
            "disputed_transactions": [
                {
                    **{"seller_transaction_id": payment, "custom": paid["custom_id"]},
                    **{"seller": {"merchant_id": OURS}, "transaction_status": "COMPLETED"},
                }
            ],
            **{"reason": "UNAUTHORISED", "status": "WAITING_FOR_SELLER_RESPONSE"},
            **{"dispute_amount": paid["amount"], "dispute_life_cycle_stage": "CHARGEBACK"},
            "seller_response_due_date": _at(now + timedelta(days=10)),
        }
        self.tell("CUSTOMER.DISPUTE.CREATED", self.disputes[name])
        return name

    def decide(self, name: str, outcome: str) -> None:
        ended = {"status": "RESOLVED", "dispute_outcome": {"outcome_code": outcome}}
        self.disputes[name] |= ended
        self.tell("CUSTOMER.DISPUTE.RESOLVED", self.disputes[name])

    def tell(self, kind: str, resource: Said) -> None:
        """Make an event, which waits until it is fetched."""
        said = {
            **{"id": f"WH-{self._new()}", "create_time": _now(), "event_type": kind},
            **{"event_version": "1.0", "resource_version": "2.0", "summary": kind.title()},
            "resource": deepcopy(resource),
        }
        self.events.append(said)

    def _capture(self, order: str) -> None:
        of = self.orders[order]
        (unit,) = of["said"]["purchase_units"]
        if unit["invoice_id"] in self.numbers:
            raise NotDoneError(422, "DUPLICATE_INVOICE_ID")
        self.numbers.add(unit["invoice_id"])
        name, now, money = self._new(), _now(), unit["amount"]
        made = {
            **{"id": name, "status": "PENDING" if of.get("pending") else "COMPLETED"},
            **{"amount": money, "custom_id": unit["custom_id"], "invoice_id": unit["invoice_id"]},
            **{"final_capture": True, "create_time": now, "update_time": now},
            "links": [_link("self", f"{self.url}/v2/payments/captures/{name}")],
        }
        if not of.get("pending"):
            fee = {**money, "value": "30" if "." not in money["value"] else "0.30"}
            net = str(Decimal(money["value"]) - Decimal(fee["value"]))
            made["seller_receivable_breakdown"] = {
                **{"gross_amount": money, "paypal_fee": fee},
                "net_amount": {**money, "value": net},
            }
        unit["payments"] = {"captures": [made]}
        of["said"] |= {"status": "COMPLETED", "update_time": now}
        related = {"supplementary_data": {"related_ids": {"order_id": order}}}
        self.captures[name] = {**made, **related, "payee": {"merchant_id": OURS}}
        if (of["wallet"].get("attributes") or {}).get("vault"):
            self._keep(order, of)
        word = "PENDING" if of.get("pending") else "COMPLETED"
        self.tell(f"PAYMENT.CAPTURE.{word}", self.captures[name])

    def _keep(self, order: str, of: Said) -> None:
        way = self.way()
        vault = {"id": way["id"], "status": "VAULTED", "customer": {"id": "customer1"}}
        wallet = {"email_address": _EMAIL, "attributes": {"vault": vault}}
        of["said"]["payment_source"] = {"paypal": wallet}
        self.tell("VAULT.PAYMENT-TOKEN.CREATED", {**way, "metadata": {"order_id": order}})

    def _known(self, among: Mapping[str, Said], name: str) -> Said:
        if name not in among:
            raise NotDoneError(404, "INVALID_RESOURCE_ID")
        return among[name]

    def _new(self) -> str:
        self.count += 1
        return f"{self.count:017d}"


def _link(rel: str, href: str) -> Said:
    return {"rel": rel, "href": href, "method": "GET"}


def _now() -> str:
    return _at(datetime.now(UTC))


def _at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _sum(*money: Said) -> Decimal:
    return sum((Decimal(each["value"]) for each in money), Decimal(0))
