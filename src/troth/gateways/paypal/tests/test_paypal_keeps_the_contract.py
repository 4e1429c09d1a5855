"""The contract of gateways, kept by PayPal, where the stand-in plays its part."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pytest_django import Settings

from troth.accounts.models import Account
from troth.billing.models import Posting
from troth.calls.errors import InDoubt
from troth.core import ask_outside
from troth.core.leave import reaching
from troth.gateways.gateway import Outcome, Redirect
from troth.gateways.installed import gateways, made
from troth.gateways.paypal.gateway import PayPal
from troth.gateways.tests.contract import (
    GatewayContract,
    ThirdParty,
    all_told,
    charged,
    owing,
    paid,
    standing,
    waiting,
)
from troth.testing import make
from troth.testing.paypal.counterpart import SHARE, Counterpart
from troth.testing.pretend.counterpart import Told

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "paypal"


class Paid:
    name = NAME

    def __init__(self, counterpart: Counterpart) -> None:
        self._is = counterpart
        gateway = gateways()[NAME]
        assert isinstance(gateway, PayPal)
        self._paypal, self.gateway = gateway, gateways()[NAME]

    def pays(self, to: Redirect) -> None:
        """The customer agrees, and what they have agreed to is taken, as the room does."""
        self._does(to, "ok")

    def declines(self, to: Redirect) -> None:
        self._does(to, "declined")

    def way(self, *, declines: bool = False) -> str:
        return str(self._is.do("way", declines=declines)["id"])

    def loses_way(self, reference: str) -> None:
        self._is.do("gone", name=reference)

    def pays_back(self, payment: str, amount: int) -> None:
        value = str(Decimal(amount).scaleb(-2))
        self._is.do("refund", payment=payment, amount={"currency_code": "EUR", "value": value})

    def disputes(self, payment: str) -> str:
        return str(self._is.do("dispute", payment=payment)["name"])

    def decides(self, dispute: str, *, won: bool) -> None:
        outcome = "RESOLVED_SELLER_FAVOUR" if won else "RESOLVED_BUYER_FAVOUR"
        self._is.do("decide", name=dispute, outcome=outcome)

    def pays_out(self) -> None:
        raise NotImplementedError  # nobody is told of it

    def misbehaves(self, *how: str) -> None:
        for each in how:
            self._is.do("misbehave", how=each)

    def events(self) -> list[Told]:
        """That a customer has agreed is old by the time that the money was taken."""
        return [*self._is.events(without="CHECKOUT.ORDER.APPROVED")]

    def _does(self, to: Redirect, what: str) -> None:
        self._is.do("act", name=to.reference.partition(":")[2], does=what)
        with reaching(NAME):
            waits = self.gateway.look_up("", to.reference)
            assert waits and waits.agreed
            self._paypal.take(to.reference, waits.key)


class TestPayPal(GatewayContract):
    @pytest.fixture
    def party(
        self, stand_in: Counterpart, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[ThirdParty]:
        stand_in.do("forget")
        backend = "troth.gateways.paypal.gateway.PayPal"
        settings.GATEWAYS = {NAME: {"BACKEND": backend, "OPTIONS": stand_in.options}}
        made.cache_clear()
        monkeypatch.setattr(ask_outside, "PATIENCE", 0.5)
        make.in_force(make.changed("softsys", rules=SHARE))
        yield Paid(stand_in)
        made.cache_clear()

    # PayPal keeps a wallet when it is asked what came of it, which follows the customer's coming
    # back: see `test_what_a_customer_agreed_to_is_taken_once.py`.
    test_a_way_to_pay_is_left_with_nothing_paid = None  # type: ignore[assignment]

    @pytest.mark.parametrize(("how", "moved"), [("before", False), ("after", True), ("half", True)])
    def test_what_is_in_doubt_is_looked_up(
        self, party: ThirdParty, account: Account, how: str, moved: bool
    ) -> None:
        """PayPal finds nothing by our key: it is asked for the same again, which is one payment."""
        attempt, way = owing(party, account), party.way()
        with reaching(NAME):
            party.gateway.look_up("", "order:none")  # there is a token
        party.misbehaves(how)
        with pytest.raises(InDoubt):
            charged(party, attempt, way)
        all_told(party)
        assert standing(attempt) == (("paid", 0, 0) if moved else ("", attempt.amount, 0))
        assert charged(party, attempt, way).outcome is Outcome.PAID
        all_told(party)
        assert standing(attempt) == ("paid", 0, 0)

    def test_a_payout_empties_the_cash_at_the_gateway(
        self, party: ThirdParty, account: Account
    ) -> None:
        """PayPal tells nobody of it: what is paid stays in the books as cash there, less fees."""
        attempt = owing(party, account)
        paid(party, attempt)
        all_told(party)
        assert not waiting()
        cash = Posting.objects.filter(part=NAME, ledger="cash").values_list("amount", flat=True)
        fees = Posting.objects.filter(ledger="fees").values_list("amount", flat=True)
        assert sum(fees) == 30 and sum(cash) == attempt.amount - 30
