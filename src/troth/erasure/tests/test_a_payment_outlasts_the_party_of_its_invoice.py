"""A payment comes after its invoice, so the invoice is depersonalised first."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection

from troth.billing.models import Invoice, Payment, Posting
from troth.erasure.erase import erase
from troth.erasure.hold import hold
from troth.erasure.keep import keep
from troth.policy.parse import parse
from troth.testing import make

pytestmark = pytest.mark.django_db

ISSUED = make.NOW - timedelta(days=7 * 366)


def test_a_hold_still_finds_it() -> None:
    make.in_force()
    account = make.account(at=ISSUED)
    make.service(account, at=ISSUED)
    invoice = make.invoice(account, at=ISSUED)
    Payment.objects.update(received_at=make.NOW - timedelta(days=100))
    keep(on=make.NOW.date(), at=make.NOW)
    assert Invoice.objects.get(pk=invoice.pk).party_name == ""
    assert Payment.objects.get().payer == "A Payer"
    facts = {"reason": "r", "owner": "o", "review_on": date(2040, 1, 1), "at": make.NOW}
    hold(account, records=["payment"], **facts)  # type: ignore[arg-type]
    keep(on=make.NOW.date() + timedelta(days=8 * 366), at=make.NOW)
    assert Payment.objects.get().payer == "A Payer"


@pytest.mark.parametrize("then", ["erase", "depersonalise"])
def test_an_invoice_may_go_as_a_whole_before_it(then: str) -> None:
    rules = f'from = "issue"\nfor = "7 years"\nthen = "{then}"'
    make.in_force(
        make.changed("softsys", ('from = "issue"\nfor = "7 years"\nthen = "depersonalise"', rules))
    )
    account = make.account(at=ISSUED)
    make.service(account, at=ISSUED)
    for unpaid in (True, False):
        make.invoice(account, at=ISSUED, paid=not unpaid)
    Payment.objects.update(received_at=make.NOW - timedelta(days=100))
    keep(on=make.NOW.date(), at=make.NOW)
    payment = Payment.objects.get()
    assert payment.payer == "A Payer" and payment.account == account
    assert Invoice.objects.count() == (0 if then == "erase" else 2)
    paid = payment.postings.get(ledger="receivable")
    assert (paid.invoice is None) == (then == "erase")


def test_one_that_is_nobodys_any_more_names_no_invoice_that_goes() -> None:
    payment = '[keep.payment]\nfrom = "creation"\nfor = "1 day"\nthen = "depersonalise"\n'
    rules = '[keep.payments]\nrecords = ["payment"]\nwith = "account"\n'
    rules += '[keep.books]\nrecords = ["bank-line", "ledger"]\nwith = "account"\n'
    kept = make.policy("softsys").source.replace("{{ keep.invoice.for }}", "as long as you")
    for record, instead in (
        ("invoice", '[keep.invoice]\nwith = "account"\n'),
        ("payment", payment),
    ):
        kept = re.sub(rf"\[keep\.{record}\]\n(?:\w.*\n)+", instead, kept)
    make.in_force(parse(f"{kept}\n```toml\n{rules}```\n".encode()))
    lately = make.NOW - timedelta(days=100)
    account = make.account(at=lately)
    make.invoice(account, at=lately)
    keep(on=make.NOW.date(), at=make.NOW)
    assert Payment.objects.get().account is None
    erase(make.owner(account), at=make.NOW)
    assert not Invoice.objects.exists()
    assert not Posting.objects.exclude(invoice=None).exists()
    connection.check_constraints()
