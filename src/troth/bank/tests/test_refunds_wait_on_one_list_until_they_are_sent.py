import csv
from dataclasses import replace

import pytest
from django.test import Client
from lxml import etree

from troth.accounts.models import Account
from troth.bank.tests.paying import AT, PAID, ours, paid, standing, told
from troth.bank.tests.written import IBAN
from troth.billing.mark_sent import refund_reference
from troth.billing.models import Payment
from troth.billing.receive import receive
from troth.billing.refund import refund
from troth.billing.top_up_reference import top_up_reference
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

_PAGE = "/desk/bank/transfers/"


@pytest.fixture
def refunds() -> list[Payment]:
    """One of what came by the bank, one of a transfer that staff have noted, one of cash."""
    bank = ours()
    account = make.account()
    told(paid(2000, top_up_reference(account, bank), party="=Müller, Jörg"))
    for method in ("transfer", "cash"):
        receive(account, 2000, "EUR", at=AT, method=method, payer="A Payer", allocate={})
    every = Payment.objects.order_by("pk")
    return [refund(each, 500, at=AT) for each in list(every)]


@pytest.fixture
def desk() -> Client:
    return signed_in(make.staff("billing"))


def test_the_list_is_of_transfers_and_a_tick_is_once(refunds: list[Payment], desk: Client) -> None:
    known, unknown, cash = refunds
    page = desk.get(_PAGE).content.decode()
    assert f'value="{known.pk}"' in page and f'value="{unknown.pk}"' in page
    assert f'value="{cash.pk}"' not in page and "No IBAN is known." in page
    for _twice in range(2):
        desk.post(_PAGE, {"sent": [known.pk, "made up"]})
        known.refresh_from_db()
        sent, page = known.sent_at, desk.get(_PAGE).content.decode()
        assert sent == known.sent_at is not None and f'value="{known.pk}"' not in page
    # The bank tells of it later, and it is sent no second time.
    told(paid(-500, refund_reference(known), bank_id="O1"), opening=2000, number="8")
    known.refresh_from_db()
    assert known.sent_at == sent and standing(Account.objects.get()).waiting == 0


def test_a_bank_takes_them_as_a_file(refunds: list[Payment], desk: Client) -> None:
    file = desk.get(f"{_PAGE}?file=pain001").content
    root = etree.fromstring(file)

    def told(path: str) -> list[str]:
        return [found.text or "" for found in root.iterfind(f".//{{*}}{path}")]

    reference = refund_reference(refunds[0])
    assert told("InstdAmt") == ["5.00"] and told("EndToEndId") == [reference]
    assert told("Ustrd") == [reference] and told("CtrlSum")[0] == "5.00"
    assert told("CdtrAcct/{*}Id/{*}IBAN") == [PAID.party_iban]
    assert told("DbtrAcct/{*}Id/{*}IBAN") == [IBAN]
    rows = list(csv.reader(desk.get(f"{_PAGE}?file=csv").content.decode().splitlines()))
    assert [row[2:5] for row in rows[1:]] == [
        ["'=Müller, Jörg", PAID.party_iban, "5.00"],
        ["A Payer", "", "5.00"],
    ]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("\U0001f600\U0001d400", "NOTPROVIDED"),
        ("<Nm>Ł. &amp;\n漢字</Nm>", "Nm L. amp Han Zi /Nm"),
        ("A" * 200, "A" * 70),
    ],
)
def test_no_name_of_a_payer_stands_in_the_way_of_the_file(name: str, written: str) -> None:
    bank, account = ours(), make.account()
    told(paid(2000, top_up_reference(account, bank), party=name))
    refund(Payment.objects.get(), 500, at=AT)
    desk = signed_in(make.staff("billing"))
    root = etree.fromstring(desk.get(f"{_PAGE}?file=pain001").content)
    assert root.findtext(".//{*}Cdtr/{*}Nm") == written


def test_one_in_another_currency_is_no_transfer_in_euros() -> None:
    ours()
    francs, account = ours("FR7630006000011234567890189", "CHF"), make.account()
    came = replace(paid(2000, top_up_reference(account, francs)), currency="CHF")
    told(came, iban=francs.iban, currency="CHF")
    refund(Payment.objects.get(), 500, at=AT)
    desk = signed_in(make.staff("billing"))
    assert "None of these has an IBAN" in desk.get(f"{_PAGE}?file=pain001").content.decode()
    told(paid(-500, bank_id="O1"), opening=2000, number="8")
    assert standing(account).waiting == 1


def test_with_no_iban_there_is_no_file(refunds: list[Payment], desk: Client) -> None:
    desk.post(_PAGE, {"sent": refunds[0].pk})
    assert "None of these has an IBAN" in desk.get(f"{_PAGE}?file=pain001").content.decode()
