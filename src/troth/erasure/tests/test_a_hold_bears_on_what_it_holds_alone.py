"""What a row of the account may do without goes at its own time, whatever else is under a hold."""

from datetime import timedelta

import pytest
from django.db import connection

from troth.billing.irregular import find_irregular, resolve
from troth.billing.models import Irregularity, Payment
from troth.erasure.erase import erase
from troth.erasure.hold import hold
from troth.erasure.keep import keep
from troth.testing import make

pytestmark = pytest.mark.django_db

_PAID = make.NOW - timedelta(days=8 * 366)
_RULE = 'from = "creation"\nfor = "7 years"\nthen = "depersonalise"\nbasis = "legal-obligation"'


@pytest.mark.parametrize("by", ["the night", "an erasure"])
@pytest.mark.parametrize(
    ("record", "stays"),
    [("message", False), ("invoice", True), ("payment", True), ("account", True), ("*", True)],
)
def test_a_payment_that_did_not_match(record: str, stays: bool, by: str) -> None:
    rule = 'with = "account"' if by == "an erasure" else _RULE.replace("depersonalise", "erase")
    records = 'records = ["payment", "ledger", "bank-line"]\n'
    make.in_force(make.changed("softsys", (records + _RULE, records + rule)))
    account = make.account(at=_PAID)
    payment = make.payment(make.invoice(account, at=_PAID, paid=False), at=_PAID)
    found = find_irregular(account, Irregularity.Kind.MISMATCH, at=_PAID, payment=payment)
    resolve(found, at=_PAID)
    hold(
        account,
        records=[record],
        reason="An audit",
        owner="A Colleague",
        review_on=make.NOW.date() + timedelta(days=30),
        at=make.NOW,
    )
    if by == "an erasure":
        erase(make.owner(account), at=make.NOW)
    else:
        keep(on=make.NOW.date(), at=make.NOW)
    assert Payment.objects.exists() == stays
    assert Irregularity.objects.get().payment == (payment if stays else None)
    connection.check_constraints()
