import pytest

from troth.accounts.models import Account, Person
from troth.billing.models import Invoice
from troth.erasure.erase import erase
from troth.erasure.foresee import preview
from troth.support.models import Ticket
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_erase_takes_the_account_and_leaves_the_books() -> None:
    make.in_force("softsys")
    account = make.full_account()
    person = make.owner(account)
    foreseen = preview(person, at=make.NOW).as_counts()

    erasure = erase(person, at=make.NOW)

    assert erasure.complete
    assert erasure.counts == foreseen
    assert not Person.objects.filter(pk=person.pk).exists()
    assert not Account.objects.filter(pk=account.pk).exists()
    assert not Ticket.objects.exists()
    invoice = Invoice.objects.get()
    assert invoice.account_id is None
    assert invoice.party_name == "An Account"
    assert erasure.counts["stays"] == {
        "bank-line": {"rows": 1, "rule": "keep.payment", "until": "2033-06-15"},
        "ledger": {"rows": 2, "rule": "keep.payment", "until": "2033-06-18"},
        "invoice": {"rows": 1, "rule": "keep.invoice", "until": "2033-06-15"},
        "payment": {"rows": 1, "rule": "keep.payment", "until": "2033-06-18"},
    }
