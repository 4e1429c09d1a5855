"""What every gateway keeps to: a plug-in's tests inherit this class.

Whatever the third party does, the books are right: one payment, or none and a line in the queue
that says what to do.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Protocol
from uuid import uuid4

import pytest

from troth.accounts.models import Account
from troth.billing.books import check
from troth.billing.models import Irregularity, Payment, Posting
from troth.billing.owed import balance, owed
from troth.calls.errors import InDoubt, Refused, Unavailable
from troth.calls.work import work_due
from troth.core.leave import reaching
from troth.gateways.gateway import Due, Gateway, Outcome, Payer, Redirect, Standing
from troth.gateways.handle_open import handle_open
from troth.gateways.models import Asks, GatewayEvent, PaymentAttempt, PaymentMethod
from troth.gateways.pay_back import pay_back
from troth.gateways.settle import settle
from troth.testing import make
from troth.testing.connections import only_by_leave
from troth.testing.pretend.counterpart import Told, tell

BACK = "https://my.example/back/"
PAYER = Payer(email="somebody@customer.example", name="Some Body")


class ThirdParty(Protocol):
    """The third party of a plug-in, or a stand-in for it, as a test has it do things."""

    name: str
    gateway: Gateway

    def pays(self, to: Redirect) -> None:
        """The customer pays at its page."""

    def declines(self, to: Redirect) -> None:
        """The customer tries to, and is declined."""

    def way(self, *, declines: bool = False) -> str:
        """A payment method that it keeps."""

    def loses_way(self, reference: str) -> None:
        """It cannot be used any more."""

    def pays_back(self, payment: str, amount: int) -> None:
        """Somebody refunds at its dashboard."""

    def disputes(self, payment: str) -> str:
        """The customer disputes a payment; the dispute."""

    def decides(self, dispute: str, *, won: bool) -> None:
        """The dispute is over."""

    def pays_out(self) -> None:
        """What it has goes to our bank."""

    def misbehaves(self, *how: str) -> None:
        """Once for each: `before`, `after` and `half` of the next call; of the next event `amount`,
        `currency`, `payee`, `key`, `forged`, `stale`, `unreadable`."""

    def events(self) -> list[Told]:
        """What it would tell, which is fetched once."""


class GatewayContract:
    """Fill in the fixture; the tests are here."""

    @pytest.fixture
    def party(self) -> ThirdParty:
        """A third party that answers, its plug-in switched on, and a policy that names it."""
        raise NotImplementedError

    @pytest.fixture
    def account(self, party: ThirdParty) -> Account:
        return make.account()

    def test_who_pays_has_paid(self, party: ThirdParty, account: Account) -> None:
        attempt = owing(party, account)
        paid(party, attempt)
        all_told(party)
        assert standing(attempt) == ("paid", 0, 0)
        assert not waiting()

    def test_an_event_that_comes_twice_is_booked_once(
        self, party: ThirdParty, account: Account
    ) -> None:
        attempt = owing(party, account)
        paid(party, attempt)
        events = party.events()
        all_told(party, [*events, *events])
        all_told(party, events)
        assert standing(attempt) == ("paid", 0, 0)
        assert Payment.objects.count() == 1

    def test_one_key_pays_once(self, party: ThirdParty, account: Account) -> None:
        attempt, way = owing(party, account), party.way()
        first, second = charged(party, attempt, way), charged(party, attempt, way)
        assert first == second and first.outcome is Outcome.PAID
        all_told(party)
        assert standing(attempt) == ("paid", 0, 0)

    def test_who_is_declined_still_owes(self, party: ThirdParty, account: Account) -> None:
        attempt = owing(party, account)
        said = charged(party, attempt, party.way(declines=True))
        assert said.outcome is Outcome.DECLINED and said.code
        settle(attempt, said, party.gateway, at=make.NOW)  # as whoever has charged it does
        all_told(party)
        assert standing(attempt) == ("declined", attempt.amount, 0)
        assert not waiting()

    def test_declined_and_then_paid_is_paid_in_whatever_order_it_is_told(
        self, party: ThirdParty, account: Account
    ) -> None:
        attempt = owing(party, account)
        to = paying(party, attempt)
        party.declines(to)
        declined = party.events()
        party.pays(to)
        all_told(party, [*party.events(), *declined])
        work()
        assert standing(attempt) == ("paid", 0, 0)
        assert not waiting()

    @pytest.mark.parametrize(("how", "moved"), [("before", False), ("after", True), ("half", True)])
    def test_what_is_in_doubt_is_looked_up(
        self, party: ThirdParty, account: Account, how: str, moved: bool
    ) -> None:
        attempt, way = owing(party, account), party.way()
        party.misbehaves(how)
        with pytest.raises(InDoubt):
            charged(party, attempt, way)
        with asking(party):
            said = party.gateway.look_up(attempt.key)
        assert (said is not None and said.outcome is Outcome.PAID) is moved
        all_told(party)
        assert standing(attempt) == (("paid", 0, 0) if moved else ("", attempt.amount, 0))
        # Made again, it is one payment.
        assert charged(party, attempt, way).outcome is Outcome.PAID
        all_told(party)
        assert standing(attempt) == ("paid", 0, 0)

    @pytest.mark.parametrize("how", ["forged", "stale"])
    def test_what_is_not_signed_is_not_stored(
        self, party: ThirdParty, account: Account, how: str
    ) -> None:
        attempt = owing(party, account)
        to = paying(party, attempt)
        party.misbehaves(how)
        party.pays(to)
        events = party.events()
        with only_by_leave():
            assert {tell(each) for each in events} == {400}
        assert not GatewayEvent.objects.exists()

    @pytest.mark.parametrize(
        ("how", "asks"),
        [
            ("amount", Asks.AMOUNT),
            ("currency", Asks.CURRENCY),
            ("payee", Asks.PAYEE),
            ("key", Asks.KEY),
            ("unreadable", Asks.UNREADABLE),
        ],
    )
    def test_what_was_not_asked_for_waits_for_a_person(
        self, party: ThirdParty, account: Account, how: str, asks: Asks
    ) -> None:
        attempt = owing(party, account)
        to = paying(party, attempt)
        party.misbehaves(how)
        party.pays(to)
        all_told(party)
        assert {*waiting()} == {asks}
        assert standing(attempt) == ("", attempt.amount, 0)
        assert not Payment.objects.exists()

    def test_what_is_paid_meanwhile_is_to_the_customers_credit(
        self, party: ThirdParty, account: Account
    ) -> None:
        attempt = owing(party, account)
        paid(party, attempt)
        assert attempt.invoice
        make.payment(attempt.invoice)
        all_told(party)
        assert standing(attempt) == ("paid", 0, attempt.amount)

    def test_what_is_anothers_by_now_waits_for_a_person(
        self, party: ThirdParty, account: Account
    ) -> None:
        attempt = owing(party, account)
        paid(party, attempt)
        PaymentAttempt.objects.update(account=make.account())
        all_told(party)
        assert {*waiting()} == {Asks.ANOTHERS}
        assert not Payment.objects.exists()

    def test_who_was_erased_meanwhile_is_left_alone(
        self, party: ThirdParty, account: Account
    ) -> None:
        attempt = owing(party, account)
        paid(party, attempt)
        PaymentAttempt.objects.update(account=None)
        all_told(party)
        assert {*waiting()} == {Asks.ERASED}
        assert not Payment.objects.exists()

    @pytest.mark.parametrize("turned", [False, True])
    def test_what_goes_back_at_the_gateway_goes_out_of_the_books(
        self, party: ThirdParty, account: Account, turned: bool
    ) -> None:
        attempt = owing(party, account)
        payment = paid(party, attempt)
        party.pays_back(payment, 200)
        events = party.events()
        all_told(party, events[::-1] if turned else events)
        work()
        assert standing(attempt) == ("paid", 200, 0)
        assert waiting() == [Asks.REOPENED]
        all_told(party, events)
        assert standing(attempt) == ("paid", 200, 0)

    @pytest.mark.parametrize("turned", [False, True])
    @pytest.mark.parametrize("won", [True, False])
    def test_a_dispute_holds_until_it_is_decided(
        self, party: ThirdParty, account: Account, turned: bool, won: bool
    ) -> None:
        attempt = owing(party, account)
        dispute = party.disputes(paid(party, attempt))
        events = party.events()
        if not turned:
            all_told(party, events)
            assert standing(attempt) == ("paid", attempt.amount, 0)
            assert Irregularity.objects.get().resolved_at is None
        party.decides(dispute, won=won)
        events += party.events()
        all_told(party, events[::-1] if turned else events)
        work()
        assert standing(attempt) == ("paid", 0 if won else attempt.amount, 0)
        assert Irregularity.objects.get().resolved_at
        assert not waiting()

    def test_a_way_to_pay_is_kept_for_who_wants_it(
        self, party: ThirdParty, account: Account
    ) -> None:
        attempt = owing(party, account, keeps=True)
        with asking(party):
            party.pays(party.gateway.pay(PAYER, due(attempt), back=BACK, keep=True))
        all_told(party)
        work()
        way = PaymentMethod.objects.get()
        assert way.account == account and way.default_since and not way.removed_at
        party.loses_way(way.reference)
        all_told(party)
        way.refresh_from_db()
        assert way.removed_at

    def test_a_way_to_pay_is_left_with_nothing_paid(
        self, party: ThirdParty, account: Account
    ) -> None:
        attempt = PaymentAttempt.objects.create(
            **{"account": account, "gateway": party.name, "key": uuid4().hex, "keeps": True},
            **{"amount": 0, "currency": "EUR", "started_at": make.NOW},
        )
        with reaching(party.gateway.recipient.name):
            to = party.gateway.pay(PAYER, due(attempt), back=BACK, keep=True)
            PaymentAttempt.objects.update(
                reference=to.reference
            )  # as whoever has asked for it does
            party.pays(to)
        all_told(party)
        work()
        assert PaymentMethod.objects.get().account == account
        assert PaymentAttempt.objects.get().ended_at
        assert not waiting() and not Payment.objects.exists()

    @pytest.mark.parametrize("how", ["before", "after", "half"])
    def test_a_refund_in_doubt_is_looked_up(
        self, party: ThirdParty, account: Account, how: str
    ) -> None:
        paid(party, owing(party, account))
        all_told(party)
        assert pay_back(Payment.objects.get(), 200, at=make.NOW, reopen=True)
        party.misbehaves(how)
        for minutes in range(0, 120, 20):
            work_due(at=make.NOW + timedelta(minutes=minutes))
        assert Payment.objects.get(amount__lt=0).amount == -200
        all_told(party)
        assert standing(PaymentAttempt.objects.get(refunds=None)) == ("paid", 200, 0)
        assert not waiting()

    def test_a_payout_empties_the_cash_at_the_gateway(
        self, party: ThirdParty, account: Account
    ) -> None:
        attempt = owing(party, account)
        paid(party, attempt)
        party.pays_out()
        all_told(party)
        work()
        assert not waiting()
        cash = Posting.objects.filter(part=party.name)
        assert sum(cash.filter(ledger="cash").values_list("amount", flat=True)) == 0
        underway = sum(cash.filter(ledger="underway").values_list("amount", flat=True))
        fees = Posting.objects.filter(ledger="fees").values_list("amount", flat=True)
        assert underway == attempt.amount - sum(fees)

    def test_nobody_is_named_by_a_refusal(self, party: ThirdParty, account: Account) -> None:
        attempt = owing(party, account)
        with pytest.raises((Refused, Unavailable)) as refusal:
            charged(party, attempt, "no-such-way")
        said = str(refusal.value)
        assert said.isprintable() and PAYER.email not in said and PAYER.name not in said


def owing(party: ThirdParty, account: Account, *, keeps: bool = False) -> PaymentAttempt:
    """That an invoice is to be paid through the gateway, as it stands before that is asked."""
    invoice = make.invoice(account, paid=False)
    return PaymentAttempt.objects.create(
        account=account,
        invoice=invoice,
        gateway=party.name,
        key=uuid4().hex,
        amount=invoice.total,
        currency=invoice.currency,
        keeps=keeps,
        started_at=make.NOW,
    )


def due(attempt: PaymentAttempt) -> Due:
    number = attempt.invoice.number if attempt.invoice else ""
    return Due(attempt.key, attempt.amount, attempt.currency, number)


@contextmanager
def asking(party: ThirdParty) -> Iterator[None]:
    """Within this the gateway alone may be reached, in this thread alone, whoever's code it is."""
    with only_by_leave(), reaching(party.gateway.recipient.name):
        yield


def paying(party: ThirdParty, attempt: PaymentAttempt) -> Redirect:
    """Where the customer goes to pay."""
    with asking(party):
        return party.gateway.pay(PAYER, due(attempt), back=BACK, keep=False)


def paid(party: ThirdParty, attempt: PaymentAttempt) -> str:
    """The customer has paid; the gateway's reference of it."""
    party.pays(to := paying(party, attempt))
    with asking(party):
        said = party.gateway.look_up(attempt.key, to.reference)
    assert said and said.outcome is Outcome.PAID
    return said.reference


def charged(party: ThirdParty, attempt: PaymentAttempt, way: str) -> Standing:
    with asking(party):
        return party.gateway.charge(way, PAYER, due(attempt))


def all_told(party: ThirdParty, events: Sequence[Told] | None = None) -> None:
    """All that waits, or these, is told and handled."""
    told = party.events() if events is None else events
    with only_by_leave():
        assert {tell(each) for each in told} <= {204}
        handle_open(at=make.NOW)
    assert not check()


def work() -> None:
    """What the gateway is asked is asked, and what came of it handled."""
    with only_by_leave():
        work_due(at=make.NOW)
        handle_open(at=make.NOW)
    assert not check()


def waiting() -> list[str]:
    return list(GatewayEvent.objects.waiting().values_list("asks", flat=True))


def standing(attempt: PaymentAttempt) -> tuple[str, int, int]:
    """How an attempt ended, what is owed of its invoice, and its customer's balance."""
    attempt.refresh_from_db()
    assert attempt.invoice and attempt.account
    return attempt.outcome, owed(attempt.invoice), balance(attempt.account, attempt.currency)
