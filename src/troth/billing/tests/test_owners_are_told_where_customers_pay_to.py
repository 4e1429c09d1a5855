"""Who changes where customers pay to shows that it is them, and all owners are told."""

import pytest
from django.test import Client

from troth.accounts.models import Person
from troth.billing.models import BankAccount, account_for
from troth.journal.models import Entry
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db

_PAGE = "/desk/bank/accounts/"
_TYPED = {"holder": "A Host", "iban": "de89 3704 0044 0532 0130 00", "bic": "", "currency": "eur"}
_OTHER = _TYPED | {"iban": "NL91ABNA0417164300", "bic": "ABNANL2A"}


@pytest.fixture
def colleague() -> Person:
    make.in_force()
    make.staff("owner")
    make.staff("owner")
    return make.staff("billing")


@pytest.fixture
def desk(colleague: Person) -> Client:
    return signed_in(colleague)


def _named() -> str:
    account = account_for("EUR")
    return account.iban if account else ""


def test_an_account_is_entered_chosen_and_closed(desk: Client, colleague: Person) -> None:
    def mailed() -> list[str]:
        """What is in the letters since the last time."""
        letters = Message.objects.order_by("pk")
        bodies = list(letters.values_list("body", flat=True))
        letters.delete()
        return bodies

    assert desk.post(_PAGE, _TYPED).status_code == 302
    assert _named() == "DE89370400440532013000"
    told = mailed()
    assert len(told) == 2 and all("DE89 3704 0044 0532 0130 00" in body for body in told)

    desk.post(_PAGE, _OTHER)
    assert _named() == "DE89370400440532013000" and len(mailed()) == 2
    other = BankAccount.objects.get(bic="ABNANL2A")
    desk.post(f"{_PAGE}{other.pk}/choose/")
    assert _named() == other.iban and len(mailed()) == 2

    desk.post(f"{_PAGE}{other.pk}/close/")
    assert _named() == "DE89370400440532013000" and len(mailed()) == 2
    page = desk.post(f"{_PAGE}{other.pk}/choose/", follow=True).content.decode()
    assert "is closed" in page and mailed() == []

    # Opened again, it is not chosen again.
    desk.post(_PAGE, _OTHER)
    assert _named() == "DE89370400440532013000"
    noted = Entry.objects.filter(event__startswith="bank_account.").order_by("pk")
    assert {entry.subject for entry in noted} == {colleague.pseudonym}
    assert [entry.event.partition(".")[2] for entry in noted] == [
        *("added", "added", "chosen", "closed", "added")
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"iban": "DE89 3704 0044 0532 0130 01"}, "not an IBAN"),
        ({"iban": "x"}, "not an IBAN"),
        ({"bic": "COBADE"}, "not a BIC"),
        ({"currency": "EUX"}, "no such currency"),
        ({"holder": ""}, "required"),
    ],
)
def test_what_is_no_account_is_told(desk: Client, typed: dict[str, str], told: str) -> None:
    assert told in desk.post(_PAGE, _TYPED | typed).content.decode()
    assert not BankAccount.objects.exists()


def test_one_that_is_open_is_not_entered_again(desk: Client) -> None:
    desk.post(_PAGE, _TYPED)
    page = desk.post(_PAGE, _TYPED | {"holder": "A Thief"}).content.decode()
    assert "already been entered" in page and BankAccount.objects.get().holder == "A Host"


def test_a_session_alone_changes_nothing(colleague: Person) -> None:
    signed_in(colleague).post(_PAGE, _TYPED)
    own = BankAccount.objects.get()
    for address in ("", f"{own.pk}/choose/", f"{own.pk}/close/"):
        client = Client()
        client.force_login(colleague)
        assert "next=" in client.post(f"{_PAGE}{address}", _OTHER)["Location"]
    own = BankAccount.objects.get()
    assert (own.closed_at, own.chosen_at) == (None, None)
