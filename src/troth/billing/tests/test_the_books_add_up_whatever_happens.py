"""Any sequence of what can happen to money leaves books that add up."""

from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from troth.accounts.models import Account
from troth.billing.books import check
from troth.billing.charge_back import charge_back
from troth.billing.credit import credit
from troth.billing.decide_dispute import decide_dispute
from troth.billing.draft import Draft, DraftLine
from troth.billing.issue import issue
from troth.billing.models import Invoice, Irregularity, Payment, Posting, Transaction
from troth.billing.owed import balance, owed
from troth.billing.receive import receive
from troth.billing.refund import paid_by, refund
from troth.billing.reverse import reverse
from troth.billing.undo import undo, undone
from troth.billing.use_balance import use_balance
from troth.billing.write_off import write_off
from troth.core.errors import TrothError
from troth.tax.enter_rate import enter_rate
from troth.testing import make

pytestmark = pytest.mark.django_db

AT = make.NOW
AMOUNTS = st.integers(1, 2_500)
WHICH = st.integers(0, 3)


class Money(RuleBasedStateMachine):
    """A customer; `position` is what they owe us, less what we owe them, in minor units.

    What a verb refuses changes nothing.
    """

    account: Account
    position: int

    @initialize()
    def begins(self) -> None:
        self.account = make.account(country="CY")
        self.position = 0

    def invoice(self, which: int) -> Invoice | None:
        found = self.account.invoices.filter(kind=Invoice.Kind.INVOICE).order_by("-pk")
        return found[which : which + 1].first()

    def payment(self, which: int) -> Payment | None:
        found = self.account.payments.filter(amount__gt=0).order_by("-pk")
        return found[which : which + 1].first()

    @rule(nets=st.lists(AMOUNTS, min_size=1, max_size=3))
    def is_invoiced(self, nets: list[int]) -> None:
        lines = [DraftLine("Hosting", net, "standard") for net in nets]
        (made,) = issue([Draft(self.account, "EUR", lines, AT.date())], at=AT)
        assert made.tax == (made.net * 8875 + 50_000) // 100_000
        self.position += made.total

    @rule(amount=AMOUNTS)
    def pays(self, amount: int) -> None:
        receive(self.account, amount, "EUR", at=AT, method="transfer")
        self.position -= amount

    @rule(which=WHICH, part=st.none() | AMOUNTS)
    def is_credited(self, which: int, part: int | None) -> None:
        with suppress(TrothError):
            if invoice := self.invoice(which):
                made = credit(invoice, part, at=AT)
                assert part is None or part - 3 <= made.total <= part
                self.position -= made.total

    @rule(which=WHICH, amount=AMOUNTS, reopens=st.booleans())
    def is_refunded(self, which: int, amount: int, reopens: bool) -> None:
        with suppress(TrothError):
            if payment := self.payment(which):
                paid = dict(list(paid_by(payment).items())[:1]) if reopens else {}
                refund(payment, amount, at=AT, reopen={i: min(n, amount) for i, n in paid.items()})
                self.position += amount

    @rule(which=WHICH, amount=st.none() | AMOUNTS)
    def is_written_off(self, which: int, amount: int | None) -> None:
        with suppress(TrothError):
            if invoice := self.invoice(which):
                self.position -= write_off(invoice, amount, at=AT)

    @rule(which=WHICH, amount=st.none() | AMOUNTS)
    def uses_the_balance(self, which: int, amount: int | None) -> None:
        with suppress(TrothError):
            if invoice := self.invoice(which):
                use_balance(invoice, amount, at=AT)

    @rule(which=WHICH)
    def moves_a_payment_to_the_balance(self, which: int) -> None:
        if payment := self.payment(which):
            for invoice in paid_by(payment):
                reverse(payment, invoice, at=AT)

    @rule(which=WHICH, amount=st.none() | AMOUNTS)
    def disputes(self, which: int, amount: int | None) -> None:
        with suppress(TrothError):
            if payment := self.payment(which):
                opened = charge_back(payment, at=AT, amount=amount)
                assert opened.payment
                self.position -= opened.payment.amount

    @rule(won=st.booleans())
    def has_the_bank_decide(self, won: bool) -> None:
        if opened := Irregularity.objects.filter(account=self.account, resolved_at=None).first():
            back = opened.payment
            assert back
            lost = sum(back.postings.filter(ledger="disputed").values_list("amount", flat=True))
            decide_dispute(opened, won=won, at=AT)
            self.position += back.amount if won else -lost

    @rule(which=WHICH)
    def sees_an_entry_undone(self, which: int) -> None:
        entries = Transaction.objects.filter(account=self.account, kind="write-off", key=None)
        with suppress(TrothError):
            entry = entries.order_by("-pk")[which : which + 1].first()
            if entry and not undone([entry]):
                given_up = entry.postings.get(ledger="write-offs").amount
                undo(entry, at=AT)
                self.position += given_up

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "account"):
            return
        ledgers = (Posting.Ledger.RECEIVABLE, Posting.Ledger.CREDIT, Posting.Ledger.DISPUTED)
        said = Posting.objects.filter(account=self.account, ledger__in=ledgers)
        assert sum(said.values_list("amount", flat=True)) == self.position
        assert balance(self.account, "EUR") >= 0
        assert all(owed(each) >= 0 for each in self.account.invoices.all())

    def teardown(self) -> None:
        assert check() == []


def test_any_sequence_leaves_books_that_add_up() -> None:
    make.in_force("ispsystem")
    enter_rate("CY", "standard", 8_8750, AT.date(), at=AT)
    run_state_machine_as_test(
        Money, settings=settings(max_examples=4, stateful_step_count=15, deadline=None)
    )
