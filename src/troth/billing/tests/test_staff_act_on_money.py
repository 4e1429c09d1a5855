"""Staff act on a customer's money: they see what it would enter, and then it is entered once."""

import re
from html import unescape

import pytest
from django.test import Client

from troth.accounts.models import Account
from troth.billing.books import check
from troth.billing.charge_back import charge_back
from troth.billing.models import Irregularity, Payment, Posting, Transaction
from troth.billing.owed import balance, owed
from troth.billing.receive import receive
from troth.billing.refund import left_of_payment, refund
from troth.billing.undo import undo
from troth.core.errors import TrothError
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


class Desk:
    """A colleague who does the billing, and a customer with a paid and an open invoice."""

    def __init__(self, policy: str = "websoft", country: str = "US") -> None:
        make.in_force(policy)
        self.account = make.account(country=country)
        self.paid = make.invoice(self.account)
        self.open = make.invoice(self.account, paid=False)
        self.client: Client = signed_in(make.staff("billing"))
        self.money = f"/desk/customers/account/{self.account.pk}/money/"

    def see(self, name: str, **typed: object) -> str:
        answer = self.client.post(f"{self.money}{name}/", typed)
        return unescape(answer.content.decode()).replace("\xa0", " ")

    def act(self, name: str, **typed: object) -> None:
        """See it first, and then click twice."""
        html = self.see(name, **typed)
        seen = re.search(r'name="seen" value="(\d+)"', html)
        assert seen, html
        for _click in range(2):
            self.client.post(f"{self.money}{name}/", typed | {"seen": seen[1]})


@pytest.fixture
def desk() -> Desk:
    return Desk()


def position(account: Account) -> tuple[int, int]:
    open_ = sum(owed(invoice) for invoice in account.invoices.all())
    return open_, balance(account, "EUR")


def test_what_can_be_done_is_offered_and_what_was_done_is_said(desk: Desk) -> None:
    def offered(page: str) -> set[str]:
        return set(re.findall(r"/money/([a-z-]+)/(?:\?invoice=\d+)?\"", desk.client.get(page).text))

    open_, paid = (f"/desk/invoices/{each.pk}/" for each in (desk.open, desk.paid))
    assert offered(open_) == {"credit", "paid", "write-off", "postpone-dunning"}
    assert offered(paid) == {"credit"}
    assert "use-balance" not in offered(desk.money)
    assert f'value="{desk.paid.pk}"' not in desk.client.get(f"{desk.money}paid/").text
    sent = {"invoice": desk.open.pk, "method": "cash"}
    seen = re.search(r'name="seen" value="(\d+)"', desk.see("paid", **sent))
    assert seen
    page = desk.client.post(f"{desk.money}paid/", sent | {"seen": seen[1]}, follow=True).text
    assert "The payment has been booked." in page
    assert offered(open_) == {"credit"}
    desk.act("credit", invoice=desk.open.pk)
    assert not offered(open_)


def test_each_act_is_seen_before_and_done_once(desk: Desk) -> None:
    before = Transaction.objects.count()
    html = desk.see("credit", invoice=desk.open.pk, amount="5.95")
    assert (
        "This would be booked" in html
        and "€5.00" in html
        and "€-5.95" in html.replace("-€5.95", "€-5.95")
    )
    assert Transaction.objects.count() == before
    desk.act("credit", invoice=desk.open.pk, amount="5.95")
    assert position(desk.account) == (595, 0)
    desk.act("credit", invoice=desk.paid.pk, lines="1")
    assert position(desk.account) == (0, 595), "what is to their credit pays what they owe"
    desk.act("undo", entry=Transaction.objects.filter(kind="applied").latest("pk").pk)
    assert position(desk.account) == (595, 1190)
    desk.act("use-balance", invoice=desk.open.pk, amount="1.95")
    assert position(desk.account) == (400, 995)
    payment = Payment.objects.get()
    desk.act("refund", payment=payment.pk, amount="8.05")
    assert position(desk.account) == (400, 190)
    desk.act("refund", payment=payment.pk, amount="1", reopen="on")
    assert position(desk.account) == (500, 190)
    desk.act("write-off", invoice=desk.open.pk)
    assert position(desk.account) == (100, 190)
    html = desk.client.get(desk.money).content.decode().replace("\xa0", " ")
    assert "They owe €1.00." in html
    assert "They have a credit of €1.90." in html and "Payment paid back" in html
    assert "Written off on" in html, "nobody has paid that"
    desk.act("receive", amount="3", currency="EUR", method="cash")
    assert position(desk.account) == (0, 390), "it pays what is due first"


@pytest.mark.parametrize(("amount", "left"), [("", 0), ("4", 790)])
def test_an_invoice_was_paid_in_cash(desk: Desk, amount: str, left: int) -> None:
    desk.act("paid", invoice=desk.open.pk, amount=amount, method="cash")
    assert position(desk.account) == (left, 0)
    assert Payment.objects.latest("pk").method == "cash"


def test_a_payment_on_the_wrong_invoice_is_moved(desk: Desk) -> None:
    desk.act("reverse", payment=Payment.objects.get().pk)
    assert position(desk.account) == (2380, 1190)


def test_what_has_changed_since_is_seen_anew(desk: Desk) -> None:
    typed = {"invoice": desk.open.pk, "amount": "1"}
    html = desk.see("write-off", **typed)
    seen = re.search(r'name="seen" value="(\d+)"', html)
    assert seen
    receive(desk.account, 1, "EUR", at=make.NOW, method="transfer")
    assert "Something has been entered in the meantime." in desk.see(
        "write-off", **typed, seen=seen[1]
    )
    assert owed(desk.open) == 1189


def test_a_refund_of_a_known_name_is_refused_in_one_line(desk: Desk) -> None:
    payment = receive(make.account(), 500, "EUR", at=make.NOW, method="card")
    refund(payment, 200, at=make.NOW, key="re_1")
    for verb in (refund, charge_back):
        with pytest.raises(TrothError, match="already been paid back"):
            verb(payment, amount=100, at=make.NOW, key="re_1")
    assert payment.refunded.get().amount == -200


REFUSED = ["-1", "1e2", "1.001", "10000000000.01", "1" + "0" * 18, "9" * 40, "", "nothing", "11.91"]


@pytest.mark.parametrize("amount", REFUSED)
def test_an_amount_that_cannot_be_is_refused_in_one_line(desk: Desk, amount: str) -> None:
    html = desk.see("refund", payment=Payment.objects.get().pk, amount=amount, reopen="on")
    assert "errorlist" in html or "error" in html
    assert "This would be booked" not in html
    assert not Posting.objects.filter(transaction__kind="refund").exists()


def test_a_dispute_waits_at_the_desk_until_the_bank_has_decided(desk: Desk) -> None:
    desk.act("dispute", payment=Payment.objects.get().pk)
    assert owed(desk.paid) == 1190
    found = Irregularity.objects.get()
    assert found.hold and found.hold.lifted_at is None
    assert "A payment is disputed" in desk.client.get("/desk/irregularities/").content.decode()
    assert "irregularity in the accounts is waiting" in desk.client.get("/desk/").content.decode()
    path = f"/desk/irregularities/{found.pk}/"
    desk.client.post(path, {"said": "resolved"})
    assert owed(desk.paid) == 1190, "a dispute is over when the bank says so"
    for _click in range(2):
        desk.client.post(path, {"said": "won"})
    found.refresh_from_db()
    found.hold.refresh_from_db()
    assert found.resolved_at and found.hold.lifted_at
    assert position(desk.account) == (1190, 0)


def test_a_lost_dispute_is_owed_and_what_was_used_is_written_off(desk: Desk) -> None:
    spent = receive(desk.account, 2690, "EUR", at=make.NOW, method="card")
    desk.act("use-balance", invoice=make.invoice(desk.account, paid=False).pk)
    desk.act("dispute", payment=spent.pk)
    assert position(desk.account) == (1190, 0)
    desk.client.post(f"/desk/irregularities/{Irregularity.objects.get().pk}/", {"said": "lost"})
    gone = Posting.objects.get(ledger=Posting.Ledger.WRITE_OFFS)
    assert gone.amount == 1190


def test_what_is_shown_speaks_in_words(desk: Desk) -> None:
    payment = desk.account.payments.get()
    seen = desk.see("paid", invoice=desk.open.pk, amount="1", method="transfer")
    assert "Cash · Bank transfer" in seen and "· transfer" not in seen
    desk.act("refund", payment=payment.pk, amount="1", reopen="on")
    back = Payment.objects.get(amount__lt=0)
    for page in (desk.money, "/desk/payments/"):
        html = desk.client.get(page).content.decode()
        assert f"Refund {back.pk}" in html and f"Payment {back.pk}" not in html
    to = f"/desk/invoices/{desk.open.pk}/"
    assert to in desk.client.get(desk.money).content.decode()
    assert desk.client.get(to, follow=True).status_code == 200


def test_a_refund_that_waits_is_taken_back_and_told(desk: Desk) -> None:
    payment = receive(desk.account, 2000, "EUR", at=make.NOW, method="transfer")
    before = position(desk.account)
    desk.act("refund", payment=payment.pk, amount="5", reopen="on")
    again = position(desk.account)
    desk.act("refund", payment=payment.pk, amount="3")
    assert "Undo" in (waits := desk.client.get("/desk/bank/transfers/").content.decode())
    assert waits.count('name="sent"') == 2
    for entry in Transaction.objects.filter(kind="refund").order_by("-pk"):
        desk.act("undo", entry=entry.pk)
    assert again != before == position(desk.account) and left_of_payment(payment) == 2000
    assert 'name="sent"' not in desk.client.get("/desk/bank/transfers/").content.decode()
    told = Message.objects.filter(subject__contains="is cancelled")
    assert [each.subject[15:20] for each in told.order_by("pk")] == ["€3.00", "€5.00"]
    assert check() == []


def test_what_is_sent_or_owed_by_law_is_not_taken_back(desk: Desk) -> None:
    payment = receive(desk.account, 2000, "EUR", at=make.NOW, method="transfer")
    desk.act("refund", payment=payment.pk, amount="5", reopen="on")
    back = Payment.objects.get(amount__lt=0)
    entry = Transaction.objects.get(kind="refund")
    for sent, by in ((make.NOW, None), (None, make.NOW.date())):
        Payment.objects.filter(pk=back.pk).update(sent_at=sent, send_by=by)
        assert f'value="{entry.pk}"' not in desk.client.get(f"{desk.money}undo/").content.decode()
        with pytest.raises(TrothError, match="the law requires it"):
            undo(entry, at=make.NOW)
    assert left_of_payment(payment) == 1500
