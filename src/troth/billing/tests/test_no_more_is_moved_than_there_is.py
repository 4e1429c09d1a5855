"""Money that is not there, is another's, or in another currency, moves nothing in the books."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from troth.accounts.models import Account
from troth.billing.credit import credit
from troth.billing.models import Invoice, Payment, Posting
from troth.billing.receive import receive
from troth.billing.refund import refund
from troth.billing.reverse import reverse
from troth.billing.use_balance import use_balance
from troth.billing.write_off import write_off
from troth.core.errors import TrothError
from troth.testing import make

pytestmark = pytest.mark.django_db

AT = make.NOW


@dataclass
class Books:
    """A customer with a paid and an open invoice of 11.90, and 5.00 to their credit."""

    account: Account = field(default_factory=make.account)
    paid: Invoice = field(init=False)
    open: Invoice = field(init=False)
    payment: Payment = field(init=False)
    kept: Payment = field(init=False)

    def __post_init__(self) -> None:
        make.in_force("websoft")
        self.paid = make.invoice(self.account)
        self.open = make.invoice(self.account, paid=False)
        self.payment = Payment.objects.get()
        self.kept = self.once()
        reverse(self.kept, self.open, at=AT)

    def once(self) -> Payment:
        return receive(self.account, 500, "EUR", at=AT, method="card", key="once")

    def take(self, amount: int, allocate: dict[Invoice, int], currency: str = "EUR") -> None:
        receive(self.account, amount, currency, at=AT, method="cash", allocate=allocate)


REFUSED: dict[str, Callable[[Books], object]] = {
    "another customer's invoice": lambda b: b.take(
        1190, {make.invoice(make.account(), paid=False): 1190}
    ),
    "another currency": lambda b: b.take(1190, {b.open: 1190}, "USD"),
    "more than came": lambda b: b.take(1000, {b.open: 1190}),
    "has been erased": lambda b: b.take(2000, {b.open: 1191}),
    "nothing": lambda b: b.take(1190, {b.open: 0}),
    "already been entered": Books.once,
    "more than the payment was": lambda b: refund(b.kept, 501, at=AT),
    "more than the balance has": lambda b: refund(b.payment, 501, at=AT),
    "more than it paid of that": lambda b: refund(b.kept, 500, at=AT, reopen={b.paid: 1}),
    "more again than went back": lambda b: refund(b.payment, 100, at=AT, reopen={b.paid: 101}),
    "less than nothing": lambda b: refund(b.kept, -1, at=AT),
    "more of the balance than there is": lambda b: use_balance(b.open, 501, at=AT),
    "more of the balance than is owed": lambda b: use_balance(b.paid, 1, at=AT),
    "given up more than is owed": lambda b: write_off(b.open, 1191, at=AT),
    "given up less than nothing": lambda b: write_off(b.open, -1, at=AT),
    "credited more than was invoiced": lambda b: credit(b.open, 1191, at=AT),
}


@pytest.mark.parametrize("act", REFUSED.values(), ids=REFUSED)
def test_it_is_refused_and_nothing_is_entered(act: Callable[[Books], object]) -> None:
    books = Books()
    payments = Payment.objects.count()
    postings = Posting.objects.filter(account=books.account)
    before = postings.count()
    with pytest.raises(TrothError):
        act(books)
    assert (postings.count(), Payment.objects.count() - payments) == (before, 0)


def test_no_more_of_a_payment_goes_back_than_it_was_whatever_the_balance_has() -> None:
    books = Books()
    books.take(3000, {})
    with pytest.raises(TrothError):
        refund(books.kept, 501, at=AT)
