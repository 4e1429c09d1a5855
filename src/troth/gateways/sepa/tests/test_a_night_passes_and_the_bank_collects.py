"""From the mandate to the money: signed, announced, handed to the bank, booked, sent back."""

from datetime import timedelta

import pytest
from sepaxml.validation import try_valid_xml

from troth.bank.models import BankLine
from troth.bank.tests.paying import told
from troth.bank.transfers import transfers
from troth.billing.books import check
from troth.billing.models import Payment
from troth.billing.owed import owed
from troth.billing.refund import refund
from troth.core.errors import TrothError
from troth.gates.models import Disclosure
from troth.gateways.charge import under_way
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.sepa.make_file import make_file
from troth.gateways.sepa.models import Collection, CollectionFile, Mandate
from troth.gateways.sepa.tests.debits import (
    CREDITOR,
    DUE,
    THEIRS,
    TODAY,
    announced,
    at,
    collected,
    desk,
    handed,
    night,
    owing,
    parsed,
    returned,
    signed,
)
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switched_on")]

_PAGE = "/desk/bank/direct-debits/"


def test_a_customer_signs_what_the_rulebook_says() -> None:
    account = make.account()
    client = signed_in(make.owner(account))
    page = f"/account/{account.pk}/ways-to-pay/direct-debit/"
    shown = client.get(page).content.decode()
    assert "you authorise (A) The Höster GmbH to send instructions" in shown
    assert "within 8 weeks" in shown and CREDITOR in shown and "checked" not in shown
    typed = {"holder": "Zoë Payer", "iban": "FR14 2004 1010 0505 0001 3M02 606"}
    assert "This field is required" in client.post(page, typed).content.decode()
    assert not Mandate.objects.exists()
    client.post(page, typed | {"agree": "on"})
    mandate = Mandate.objects.get()
    assert (mandate.iban, mandate.holder, mandate.notice) == (THEIRS, "Zoë Payer", 14)
    assert "you authorise (A) The Höster GmbH" in mandate.wording
    method = PaymentMethod.objects.get()
    assert (method.kind, method.label, bool(method.default_since)) == ("debit", "FR … 2606", True)
    mail = Message.objects.get(subject__contains=mandate.reference)
    assert mandate.wording in mail.body and THEIRS not in mail.body


def test_one_bank_account_is_signed_for_once() -> None:
    account = signed().account
    with pytest.raises(TrothError, match="already"):
        signed(account)
    assert Mandate.objects.count() == 1


def test_a_new_mandate_takes_the_place_of_one_that_has_lapsed() -> None:
    account = signed().account
    PaymentMethod.objects.update(ends_on=TODAY - timedelta(days=1))
    assert signed(account).method.default_since


def test_it_is_announced_in_time_and_once() -> None:
    invoice, one = announced()
    assert one.collect_on == DUE and one.amount == 1190
    mail = Message.objects.get(subject__contains="We will collect what is due")
    mandate = Mandate.objects.get()
    for said in (invoice.number, "18 March 2026", mandate.reference, CREDITOR, "11.90"):
        assert said in mail.body
    night(DUE - timedelta(days=13))
    assert Collection.objects.count() == 1 and invoice.pk in under_way()
    assert not CollectionFile.objects.exists()


def test_what_is_due_sooner_waits_for_the_notice() -> None:
    mandate = signed()
    owing(mandate.account, due=TODAY)
    night(TODAY)
    # Monday, 16 March
    assert Collection.objects.get().collect_on == TODAY + timedelta(days=14)


def test_the_desk_hands_the_bank_a_file_that_is_valid() -> None:
    invoice, one, file = handed()
    client = desk()
    assert file.name in client.get(_PAGE).content.decode()
    made = client.get(f"{_PAGE}files/{file.pk}/?file=xml").content
    again = client.get(f"{_PAGE}files/{file.pk}/?file=xml").content
    assert made == again
    try_valid_xml(made, "pain.008.001.08")
    root, mandate = parsed(made), Mandate.objects.get()

    def said(path: str) -> list[str]:
        return [each.text for each in root.iterfind(f".//{{*}}{path}")]

    assert said("EndToEndId") == [one.key] and said("InstdAmt") == ["11.90"]
    assert said("MndtId") == [mandate.reference] and said("SeqTp") == ["RCUR"]
    assert said("ReqdColltnDt") == ["2026-03-18"] and said("PmtInfId") == [file.name]
    assert said("Dbtr/{*}Nm") == ["Zoe Payer"] and said("DbtrAcct/{*}Id/{*}IBAN") == [THEIRS]
    assert said("CdtrSchmeId/{*}Id/{*}PrvtId/{*}Othr/{*}Id") == [CREDITOR]
    register = Disclosure.objects.get(recipient="bank")
    assert (register.subject_id, register.categories) == (invoice.account_id, ["payment"])


def test_the_statement_pays_the_invoice() -> None:
    invoice, one, _file = handed()
    assert owed(invoice) == 1190
    assert told(collected(one)).settled == 1
    assert owed(invoice) == 0 and Payment.objects.get().method == "transfer"
    assert PaymentAttempt.objects.get().outcome == "paid"
    assert not BankLine.objects.waiting().exists() and not check()


def test_a_file_that_is_booked_in_one_sum_pays_all_of_it() -> None:
    announced(), announced()
    file = make_file(DUE, at=at(DUE - timedelta(days=2)))
    both = list(file.collections.all())
    assert len(both) == 2
    entry = collected(both[0], amount=2380, end_to_end_id="", text=f"SAMMLER {file.name}")
    assert told(entry).settled == 1
    assert [owed(each.invoice) for each in both] == [0, 0] and not check()
    refund(Payment.objects.latest("pk"), 500, at=at(DUE), reopen={both[1].invoice: 500})
    (waits,) = transfers(10)
    assert (waits.name, waits.iban) == ("Zoë Payer", THEIRS), "nobody's line, but the mandate's"


def test_a_return_has_the_invoice_owed_again_and_dunning_goes_on() -> None:
    invoice, one, _file = handed()
    told(collected(one))
    assert told(returned(one, "AM04"), opening=1190, number="8").settled == 1
    assert owed(invoice) == 1190 and not check()
    attempt = PaymentAttempt.objects.get()
    assert (attempt.outcome, attempt.code, attempt.again) == ("declined", "AM04", "later")
    assert invoice.pk not in under_way()
    night(DUE + timedelta(days=3))  # the next step, ten days after it was due
    second = Collection.objects.latest("pk")
    assert second.pk != one.pk and second.collect_on == DUE + timedelta(days=20)  # after Easter
