from uuid import uuid4

import pytest

from troth.core.errors import TrothError
from troth.erasure.erase import erase
from troth.erasure.receipt import receipt
from troth.journal.key import public_key
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_says_what_went_what_stays_and_carries_a_proof() -> None:
    make.in_force()
    account = make.full_account()
    erasure = erase(make.owner(account), at=make.NOW)

    shown = receipt(erasure.receipt, at=make.NOW)

    assert shown.complete
    assert {line.record for line in shown.gone} >= {"account", "person", "ticket", "signin"}
    assert {(line.record, line.rule) for line in shown.stays} == {
        ("bank-line", "keep.payment"),
        ("invoice", "keep.invoice"),
        ("ledger", "keep.payment"),
        ("payment", "keep.payment"),
    }
    (invoice,) = (line for line in shown.stays if line.record == "invoice")
    assert "until 15 June 2033" in invoice.text
    assert [(told.recipient, told.state) for told in shown.recipients] == [("registry", "waiting")]
    assert str(erasure.receipt) in str(shown.proof.verify(public_key()))


def test_an_unknown_number_is_refused() -> None:
    with pytest.raises(TrothError, match="No erasure has this number"):
        receipt(uuid4(), at=make.NOW)
