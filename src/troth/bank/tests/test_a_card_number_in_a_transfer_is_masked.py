"""Payers type what they like; of a card's number the last four digits are kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from troth.bank.models import BankLine
from troth.bank.statement import Entry
from troth.bank.take_in import take_in
from troth.bank.tests.paying import AT, PAID, ours, told
from troth.bank.tests.written import camt053, mt940
from troth.billing.reference import KID
from troth.gates.inputs.card import holds_card_number
from troth.testing import make

pytestmark = pytest.mark.django_db

CARD, MASKED = "4111 1111 1111 1111", "•••• •••• •••• 1111"


@pytest.mark.parametrize("written", [camt053, mt940])
def test_in_whatever_format_it_is_told(written: Callable[[Sequence[Entry]], str]) -> None:
    ours()
    take_in(written([replace(PAID, text=f"my card {CARD}", party=f"Ann {CARD}")]).encode(), at=AT)
    line = BankLine.objects.get()
    assert MASKED in line.text and line.party == f"Ann {MASKED}"


def test_in_each_reference_and_once_however_often_it_is_read() -> None:
    ours()
    entry = replace(PAID, bank_id="", reference="4111111111111111", end_to_end_id=CARD)
    told(entry), told(entry, opening=5, closing=1195)
    line = BankLine.objects.get()
    assert (line.reference, line.end_to_end_id) == ("••••••••••••1111", MASKED)
    assert line.party_iban == PAID.party_iban


def test_a_reference_of_ours_that_would_pass_for_one_settles_its_line() -> None:
    ours("NO9386011117947")
    rows = make.invoice_rows(make.account(), paid=False, number="400000000001")
    rows[0].payment_reference = reference = KID.make("400000000001")
    make.saved(rows)
    assert holds_card_number(reference)
    paid = replace(PAID, party="", text=f"{reference}, and my card {CARD}")
    assert told(paid, iban="NO9386011117947").settled == 1
    text = BankLine.objects.get().text
    assert reference in text and MASKED in text and CARD not in text
