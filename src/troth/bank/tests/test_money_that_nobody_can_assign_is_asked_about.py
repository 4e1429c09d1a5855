from dataclasses import replace

import pytest

from troth.accounts.models import Account
from troth.bank.models import BankLine
from troth.bank.statement import Entry
from troth.bank.tests.paying import ours, owing, paid, told
from troth.billing.models import BankAccount, Irregularity
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

_PAID, _OWED, _ALSO, _OTHERS = (f"2026-00001{nth}" for nth in range(6, 10))
_STRANGE = paid(party="A. Stranger", party_iban="NL91ABNA0417164300")
_CHF = "FR7630006000011234567890189"


@pytest.fixture
def bank() -> BankAccount:
    return ours()


@pytest.fixture
def account(bank: BankAccount) -> Account:
    """Somebody who has paid one invoice from their bank account, and owes two."""
    account = make.account()
    owing(account, _PAID)
    told(paid(text=_PAID))
    owing(account, _OWED)
    owing(account, _ALSO)
    owing(make.account(), _OTHERS)
    return account


def _asked(account: Account) -> list[str]:
    return list(
        Irregularity.objects.filter(account=account, resolved_at=None).values_list(
            "kind", flat=True
        )
    )


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        pytest.param(replace(_STRANGE, text=_PAID), ["unexplained"], id="paid twice"),
        pytest.param(paid(777, "thanks"), ["unexplained"], id="from a known account alone"),
        pytest.param(
            replace(_STRANGE, text=f"{_OWED} {_ALSO}", amount=2000), ["mismatch"], id="another sum"
        ),
        pytest.param(replace(_STRANGE, text=f"{_OWED} {_OTHERS}"), [], id="of two customers"),
        pytest.param(_STRANGE, [], id="of nobody"),
        pytest.param(replace(_STRANGE, text=_OWED, amount=500), [], id="a part, which is paid"),
    ],
)
def test_it_is_where_it_leads_to_one_customer(
    account: Account, entry: Entry, kinds: list[str]
) -> None:
    told(replace(entry, bank_id="B2"), number="2", opening=1190)
    assert _asked(account) == kinds
    assert Irregularity.objects.count() == len(kinds)
    # The next statement asks about it no more.
    told(paid(1, bank_id="B3", party_iban=""), number="3")
    assert Irregularity.objects.count() == len(kinds)


def test_another_currency_than_its_invoices_contradicts_it(account: Account) -> None:
    ours(_CHF, "CHF")
    told(replace(_STRANGE, text=_OWED, currency="CHF"), iban=_CHF, currency="CHF")
    assert _asked(account) == ["mismatch"]


def test_a_return_that_nothing_explains_is(account: Account) -> None:
    told(paid(-50, _PAID, reason="AC04", bank_id="B2"), number="2", opening=1190)
    assert _asked(account) == ["unexplained"]


@pytest.mark.parametrize(
    ("path", "form"),
    [("", {"invoices": _OWED}), ("dismiss/", {"why": "back"})],
    ids=["settled", "dismissed"],
)
def test_its_hold_is_lifted_once_that_is_known_and_it_is_asked_anew_when_undone(
    account: Account, path: str, form: dict[str, str]
) -> None:
    make.in_force("websoft")
    told(paid(777, "thanks", bank_id="B2"), number="2", opening=1190)
    desk, line = signed_in(make.staff("billing")), BankLine.objects.latest("pk")
    page = f"/desk/bank/lines/{line.pk}/"
    assert f'href="{page}"' in desk.get("/desk/irregularities/").content.decode()
    assert account.holds.filter(lifted_at=None).exists()
    desk.post(page + path, form)
    assert not account.holds.filter(lifted_at=None).exists() and _asked(account) == []
    desk.post(f"{page}undo/")
    told(replace(_STRANGE, bank_id="B3", amount=1), number="3")
    assert _asked(account) == ["unexplained"]
