"""What is told of an account rests on whoever agreed; its owner takes all of it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from troth.accounts.models import Account, Person
from troth.erasure import tasks
from troth.gates.agree_to_share import agree_to_share, withdraw_share
from troth.gates.share import NotSharedError, of
from troth.testing import make
from troth.testing.third_party import StandIn
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

BOTH = ["share.plaid", "share.plaid.agreed"]
PAGE = "/privacy-centre/consents/"
KNOWN = "One of your accounts is known there, and it was not you who agreed to that."


@pytest.fixture
def account() -> Account:
    make.in_force("softsys")
    return make.account()


@pytest.fixture
def member(account: Account) -> Person:
    return make.trusted(account, make.person()).person


def agrees(person: Person) -> None:
    agree_to_share(person, "plaid", *BOTH, at=timezone.now())


def withdraws(person: Person) -> None:
    withdraw_share(person, "plaid", at=timezone.now())


def is_told(plaid: StandIn, account: Account, by: Person, reference: str = "ref-1") -> bool:
    now = timezone.now()
    try:
        plaid.tell(account, of(account, "name"), by=by, reference=reference, at=now)
    except NotSharedError:
        return False
    return True


def forgotten(plaid: StandIn) -> list[str]:
    """What it is told to forget, once five minutes have passed."""
    tasks.tell.func(timestamp=0)
    return plaid.forgotten


def reads(who: Person) -> str:
    page = signed_in(who).get(PAGE)
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def test_what_rests_on_them_alone_is_forgotten(
    plaid: StandIn, account: Account, member: Person
) -> None:
    agrees(member)
    assert is_told(plaid, account, member)
    assert forgotten(plaid) == []
    withdraws(member)
    assert not is_told(plaid, account, member)
    assert KNOWN in reads(make.owner(account))
    assert forgotten(plaid) == ["ref-1"]
    assert KNOWN not in reads(make.owner(account))


@pytest.mark.parametrize("who", ["owner", "another"])
def test_what_rests_on_somebody_else_too_stays(
    plaid: StandIn, account: Account, member: Person, who: str
) -> None:
    other = make.owner(account)
    if who == "another":
        other = make.trusted(account, make.person()).person
    for each in (other, member):
        agrees(each)
    assert is_told(plaid, account, member)
    withdraws(member)
    assert forgotten(plaid) == []
    assert is_told(plaid, account, other)
    withdraws(other)
    assert forgotten(plaid) == ["ref-1"]


def test_what_was_told_before_they_agreed_is_none_of_theirs(
    plaid: StandIn, account: Account, member: Person
) -> None:
    agree = ('when = "consent"\nagreed = true\n', "")
    long_ago = timezone.now() - timedelta(days=2)
    make.in_force(make.changed("softsys", agree), at=long_ago)
    plaid.tell(account, of(account, "name"), reference="ref-0", at=long_ago)
    make.in_force(make.changed("softsys", ('2018-09-12"', '2018-09-13"')), at=timezone.now())
    agrees(member)
    withdraws(member)
    assert forgotten(plaid) == []


def test_nor_is_an_account_that_they_are_no_part_of(
    plaid: StandIn, account: Account, member: Person
) -> None:
    other = make.account()
    agrees(make.owner(other))
    assert is_told(plaid, other, make.owner(other), "ref-2")
    agrees(member)
    withdraws(member)
    assert forgotten(plaid) == []


def test_its_owner_takes_it_back_for_all_of_them(
    plaid: StandIn, account: Account, member: Person
) -> None:
    owner = make.owner(account)
    agrees(member)
    assert KNOWN not in reads(owner)
    assert is_told(plaid, account, member)
    assert KNOWN in reads(owner) and KNOWN not in reads(member)
    signed_in(owner).post(f"{PAGE}share/plaid/", {"choice": "withdraw"})
    assert not is_told(plaid, account, member)
    assert forgotten(plaid) == ["ref-1"]
    assert KNOWN not in reads(owner)
    agrees(owner)
    assert is_told(plaid, account, member)


def test_who_owns_another_account_has_nothing_to_say(
    plaid: StandIn, account: Account, member: Person
) -> None:
    stranger = make.owner(make.account())
    agrees(member)
    assert is_told(plaid, account, member)
    assert KNOWN not in reads(stranger)
    withdraws(stranger)
    assert is_told(plaid, account, member)
    assert forgotten(plaid) == []
