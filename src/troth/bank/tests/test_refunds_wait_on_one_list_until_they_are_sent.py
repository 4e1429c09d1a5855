import csv
from dataclasses import replace

import pytest
from django.test import Client
from lxml import etree

from troth.accounts.models import Account
from troth.bank.models import TransferFile
from troth.bank.tests.paying import AT, PAID, ours, paid, standing, told
from troth.bank.tests.written import IBAN
from troth.billing.mark_sent import refund_reference
from troth.billing.models import Payment
from troth.billing.receive import receive
from troth.billing.refund import refund
from troth.billing.top_up_reference import top_up_reference
from troth.core.sepa_text import MOST
from troth.gates.models import Disclosure
from troth.gateways.sepa.tests.debits import SHARE
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

_PAGE = "/desk/bank/transfers/"


@pytest.fixture
def refunds() -> list[Payment]:
    """One of what came by the bank, one of a transfer that staff have noted, one of cash."""
    bank = ours()
    make.in_force(make.changed("softsys", rules=SHARE))
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
    # What the bank has told of has gone, whatever staff say.
    assert "has already reported this refund" in (
        desk.post(f"{_PAGE}{known.pk}/not-sent/", follow=True).content.decode()
    )


def _file(desk: Client, format: str = "pain001") -> bytes:
    """The file for the bank, which a post makes."""
    answer = desk.post(_PAGE, {"file": format})
    assert answer.status_code == 200, answer.content
    return bytes(answer.content)


def test_a_list_goes_the_way_of_the_file(refunds: list[Payment], desk: Client) -> None:
    made = _file(desk, "csv")
    rows = list(csv.reader(made.decode().splitlines()))
    assert [row[2:5] for row in rows[1:]] == [["'=Müller, Jörg", PAID.party_iban, "5.00"]]
    assert Disclosure.objects.get(recipient="bank").subject_id == refunds[0].account_id
    refunds[0].refresh_from_db()
    assert refunds[0].sent_at
    for format in ("csv", "pain001"):  # each is told to the bank once
        assert desk.post(_PAGE, {"file": format}).status_code == 302
    name = TransferFile.objects.get().name
    assert desk.get(f"{_PAGE}?file={name}").content == made


def test_a_bank_takes_them_as_a_file(refunds: list[Payment], desk: Client) -> None:
    root = etree.fromstring(_file(desk))

    def told(path: str) -> list[str]:
        return [found.text or "" for found in root.iterfind(f".//{{*}}{path}")]

    reference = refund_reference(refunds[0])
    assert told("InstdAmt") == ["5.00"] and told("EndToEndId") == [reference]
    assert told("Ustrd") == [reference] and told("CtrlSum")[0] == "5.00"
    assert told("CdtrAcct/{*}Id/{*}IBAN") == [PAID.party_iban]
    assert told("DbtrAcct/{*}Id/{*}IBAN") == [IBAN]


def test_each_is_in_one_file_which_is_had_again(refunds: list[Payment], desk: Client) -> None:
    made = _file(desk)
    refunds[0].refresh_from_db()
    assert refunds[0].sent_at
    answer = desk.post(_PAGE, {"file": "pain001"}, follow=True)
    assert "None of these is in euros" in answer.content.decode()
    name = etree.fromstring(made).findtext(".//{*}MsgId")
    assert name and name in answer.content.decode()
    assert desk.get(f"{_PAGE}?file={name}").content == made
    for other in ("REFUNDS-20260101T000000000000", "REFUNDS-x", "pain001"):
        assert desk.get(f"{_PAGE}?file={other}").status_code == 404
    # What staff say was not sent waits for the next one, and is in this one no more.
    desk.post(f"{_PAGE}{refunds[0].pk}/not-sent/")
    assert b"<Document" not in desk.get(f"{_PAGE}?file={name}").content
    assert etree.fromstring(_file(desk)).findtext(".//{*}MsgId") != name


def test_the_register_says_whose_the_bank_was_told(refunds: list[Payment], desk: Client) -> None:
    account = refunds[0].account
    assert account
    account.restricted_at = AT  # it is their own money
    account.save()
    _file(desk)
    told = Disclosure.objects.get(recipient="bank")
    assert (told.subject_id, told.categories) == (account.pk, ["payment"])


@pytest.mark.parametrize("format", ["pain001", "csv"])
def test_a_policy_that_does_not_name_the_bank_has_it_told_nothing(format: str) -> None:
    bank, account = ours(), make.account()
    told(paid(2000, top_up_reference(account, bank)))
    back = refund(Payment.objects.get(), 500, at=AT)
    desk = signed_in(make.staff("billing"))
    said = desk.post(_PAGE, {"file": format}, follow=True).content.decode()
    assert "The policy does not name The bank" in said
    back.refresh_from_db()
    assert back.sent_at is None and not Disclosure.objects.filter(recipient="bank").exists()


def test_to_look_makes_no_file(refunds: list[Payment], desk: Client) -> None:
    for format in ("pain001", "csv"):
        desk.get(f"{_PAGE}?file={format}")
    refunds[0].refresh_from_db()
    assert refunds[0].sent_at is None


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
    make.in_force(make.changed("softsys", rules=SHARE))
    told(paid(2000, top_up_reference(account, bank), party=name))
    refund(Payment.objects.get(), 500, at=AT)
    desk = signed_in(make.staff("billing"))
    root = etree.fromstring(_file(desk))
    assert root.findtext(".//{*}Cdtr/{*}Nm") == written


def test_one_in_another_currency_is_no_transfer_in_euros() -> None:
    ours()
    francs, account = ours("FR7630006000011234567890189", "CHF"), make.account()
    came = replace(paid(2000, top_up_reference(account, francs)), currency="CHF")
    told(came, iban=francs.iban, currency="CHF")
    refund(Payment.objects.get(), 500, at=AT)
    desk = signed_in(make.staff("billing"))
    answer = desk.post(_PAGE, {"file": "pain001"}, follow=True)
    assert "None of these is in euros" in answer.content.decode()
    told(paid(-500, bank_id="O1"), opening=2000, number="8")
    assert standing(account).waiting == 1


@pytest.mark.parametrize(("amount", "fits"), [(MOST, True), (MOST + 1, False)])
def test_one_is_of_no_more_than_a_bank_takes(amount: int, fits: bool) -> None:
    bank, account = ours(), make.account()
    bank.holder = "\u6f22" * 70  # our own name may be of any script, too
    bank.save()
    make.in_force(make.changed("softsys", rules=SHARE))
    told(paid(amount, top_up_reference(account, bank), party="A Payer"))
    refund(Payment.objects.get(), amount, at=AT)
    answer = signed_in(make.staff("billing")).post(_PAGE, {"file": "pain001"})
    assert (answer.status_code == 200) is fits
    if fits:
        root = etree.fromstring(answer.content)
        assert root.findtext(".//{*}InstdAmt") == "999999999.99"
        assert root.findtext(".//{*}Dbtr/{*}Nm") == "Han " * 17 + "Ha"


def test_with_no_iban_there_is_no_file(refunds: list[Payment], desk: Client) -> None:
    desk.post(_PAGE, {"sent": refunds[0].pk})
    answer = desk.post(_PAGE, {"file": "pain001"}, follow=True)
    assert "None of these is in euros" in answer.content.decode()
