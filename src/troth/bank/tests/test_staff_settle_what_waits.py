from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from troth.accounts.models import Account
from troth.bank.models import BankLine
from troth.bank.tests.paying import AT, Standing, ours, owing, paid, standing, told
from troth.bank.tests.test_a_file_that_is_no_statement_is_told_in_one_line import BAD
from troth.bank.tests.written import camt053
from troth.billing.books import check
from troth.billing.models import Invoice, Payment
from troth.billing.use_balance import use_balance
from troth.erasure.erase import erase
from troth.testing import make

pytestmark = pytest.mark.django_db

_ONE, _TWO = "2026-000017", "2026-000018"
_UNCLEAR = paid(1190, "for the hosting", party="A. Stranger", party_iban="NL91ABNA0417164300")


@pytest.fixture
def desk() -> Client:
    ours()
    client = Client()
    client.force_login(make.staff("billing"))
    return client


@pytest.fixture
def account() -> Account:
    return make.account()


@pytest.fixture
def invoices(desk: Client, account: Account) -> list[Invoice]:
    return [owing(account, _ONE), owing(account, _TWO)]


def _line() -> str:
    return f"/desk/bank/lines/{BankLine.objects.latest('pk').pk}/"


def test_a_file_is_uploaded_and_what_is_not_clear_waits_with_suggestions(
    desk: Client, account: Account, invoices: list[Invoice]
) -> None:
    file = SimpleUploadedFile("statement.xml", camt053([_UNCLEAR, paid(500, _ONE)]).encode())
    assert desk.post("/desk/bank/", {"file": file})["Location"] == "/desk/bank/"
    page = desk.get("/desk/bank/").content.decode()
    assert "2 new lines read, 1 settled." in page
    assert "for the hosting" in page and f'value="{_TWO}"' in page and f'value="{_ONE}"' not in page
    assert standing(account, *invoices) == Standing((690, 1190), 0, 1)
    # Whoever has paid from this bank account before is suggested.
    told(paid(300, "again", bank_id="B3"), number="2", opening=1690)
    assert "has paid from this account before" in desk.get(_line()).content.decode()


@pytest.mark.parametrize("what", ["empty", "a web page", "ISO, cut off", "SWIFT, a line lost"])
def test_a_file_that_is_none_is_told_at_the_field(desk: Client, what: str) -> None:
    data, told = BAD[what]
    page = desk.post("/desk/bank/", {"file": SimpleUploadedFile("x", data)}).content.decode()
    assert told in page and not BankLine.objects.exists()


@pytest.mark.parametrize(
    ("amount", "form", "expected"),
    [
        (1190, {"invoices": _TWO}, Standing((1190, 0), 0, 0)),
        (2000, {"invoices": f"{_TWO}, {_ONE}"}, Standing((380, 0), 0, 0)),
        (3000, {"invoices": f"{_TWO} {_ONE}"}, Standing((0, 0), 620, 0)),
        (1190, {"invoices": "", "account": "own"}, Standing((0, 1190), 0, 0)),
        # Refused.
        (1190, {"invoices": "2026-999999"}, Standing((1190, 1190), 0, 1)),
        (1190, {"invoices": ""}, Standing((1190, 1190), 0, 1)),
        (1190, {"account": "999999"}, Standing((1190, 1190), 0, 1)),
        (1190, {"invoices": _ONE, "account": "another"}, Standing((1190, 1190), 0, 1)),
    ],
)
def test_a_line_is_settled(
    desk: Client,
    account: Account,
    invoices: list[Invoice],
    amount: int,
    form: dict[str, str],
    expected: Standing,
) -> None:
    told(replace(_UNCLEAR, amount=amount))
    numbers = {"own": account.pk, "another": make.account().pk}
    sent = {name: numbers.get(value, value) for name, value in form.items()}
    answer = desk.post(_line(), sent)
    assert (answer.status_code == 302) is (expected.waiting == 0)
    assert standing(account, *invoices) == expected


def test_what_was_settled_is_undone_and_settled_anew(
    desk: Client, account: Account, invoices: list[Invoice]
) -> None:
    told(_UNCLEAR)
    for number, owed in ((_ONE, (0, 1190)), (_TWO, (1190, 0))):
        desk.post(_line(), {"invoices": number})
        assert standing(account, *invoices) == Standing(owed, 0, 0)
        desk.post(f"{_line()}undo/")
        assert standing(account, *invoices) == Standing((1190, 1190), 0, 1)


def test_what_is_used_meanwhile_is_not_undone(desk: Client, account: Account) -> None:
    told(_UNCLEAR)
    desk.post(_line(), {"account": account.pk})
    invoice = owing(account, _ONE)
    use_balance(invoice, at=AT)
    page = desk.post(f"{_line()}undo/", follow=True).content.decode()
    assert "The balance is lower than that" in page
    assert standing(account, invoice) == Standing((0,), 0, 0)


def test_what_an_erased_customer_owed_is_paid_and_undone(
    desk: Client, account: Account, invoices: list[Invoice]
) -> None:
    erase(make.owner(account), at=AT)
    for invoice in invoices:
        invoice.refresh_from_db()
    for amount, taken in ((1191, False), (1190, True)):
        told(paid(amount, _ONE, bank_id=f"E{amount}"), number=f"{amount}", opening=amount)
        line = _line()
        assert f'value="{_ONE}"' in desk.get(line).content.decode()
        assert (desk.post(line, {"invoices": _ONE}).status_code == 302) is taken
        assert standing(account, *invoices).owed == (0 if taken else 1190, 1190)
    payment = Payment.objects.get()
    assert (payment.account, payment.payer) == (None, "")
    desk.post(f"{line}undo/")
    assert standing(account, *invoices).owed == (1190, 1190) and check() == []


def test_two_clicks_settle_once(desk: Client, account: Account, invoices: list[Invoice]) -> None:
    told(_UNCLEAR)
    desk.post(_line(), {"invoices": _ONE})
    again = desk.post(_line(), {"invoices": _TWO}).content.decode()
    assert "already been dealt with" in again and Payment.objects.count() == 1


def test_a_line_is_dismissed_and_waits_again(desk: Client) -> None:
    told(_UNCLEAR)
    assert 'value="" selected' in desk.get(_line()).content.decode()
    desk.post(f"{_line()}dismiss/", {"why": "made up"})
    assert BankLine.objects.waiting().exists()
    desk.post(f"{_line()}dismiss/", {"why": "other"})
    assert not BankLine.objects.waiting().exists()
    desk.post(f"{_line()}undo/")
    assert BankLine.objects.waiting().exists()


def test_staff_say_which_payment_went_back(
    desk: Client, account: Account, invoices: list[Invoice]
) -> None:
    told(paid(1190, _ONE))
    told(
        paid(-1190, "return", reason="MD06", end_to_end_id="", party_iban="", bank_id="B9"),
        opening=1190,
        number="2",
    )
    assert standing(account, *invoices) == Standing((0, 1190), 0, 1)
    # It cannot be undone, so a click that chooses nothing does nothing.
    assert '<option value="" selected>' in desk.get(_line()).content.decode()
    desk.post(_line(), {"payment": Payment.objects.get().pk})
    assert standing(account, *invoices) == Standing((1190, 1190), 0, 0)
    page = desk.post(f"{_line()}undo/", follow=True).content.decode()
    assert "cannot be undone" in page
    assert standing(account, *invoices) == Standing((1190, 1190), 0, 0)


def test_a_statement_shows_its_lines(desk: Client, invoices: list[Invoice]) -> None:
    told(_UNCLEAR, paid(500, _ONE, booked_on=date(2026, 3, 2)))
    statement = BankLine.objects.latest("pk").statement_id
    page = desk.get(f"/desk/bank/statements/{statement}/").content.decode()
    assert page.count("/desk/bank/lines/") == 2 and "settled" in page and "waits" in page
